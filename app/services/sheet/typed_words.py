"""How a sheet that was typed in from paper is named to whoever receives it."""

from __future__ import annotations

from app.common.words import say
from app.services.store.site import Visit


def typed_words(visit: Visit, typist: str | None, pages: int) -> str:
    """Who typed a sheet in and whether its expert's signed pages are attached; empty for nobody."""
    if typist is None:
        return ""
    name = visit.name_of(typist)
    if pages:
        return say("代录（录入人：{name}；附专家手签页 {count} 份）", name=name, count=pages)
    return say("代录（录入人：{name}；未附专家手签页）", name=name)
