"""How a member of the panel is called in a sheet's own words, so that the name leads back to the person."""

from __future__ import annotations

from collections.abc import Sequence

from app.services.store.site import PanelMember

ADOPTED = "采信{name}核定的事实"


def called(panel: Sequence[PanelMember], person_id: str) -> str:
    """A member's name; of two who share it, with the place in the list. Raises KeyError for a stranger."""
    for place, member in enumerate(panel, 1):
        if member.id == person_id:
            shared = sum(each.name == member.name for each in panel) > 1
            return f"{member.name}（名单第 {place} 位）" if shared else member.name
    raise KeyError(person_id)


def adopting_words(panel: Sequence[PanelMember], person_id: str) -> str:
    """What a ledger entry says of a fact that was adopted from that member."""
    return ADOPTED.format(name=called(panel, person_id))


def adopted_from(panel: Sequence[PanelMember], why: str | None) -> str | None:
    """From whom a fact was adopted whose entry says so; None where it says nothing of the kind."""
    words = {adopting_words(panel, member.id): member.id for member in panel}
    return words.get(why) if why else None


def member_called(panel: Sequence[PanelMember], name: str) -> str | None:
    """Who is called so; None for nobody of the panel."""
    return next((member.id for member in panel if called(panel, member.id) == name), None)
