"""The one layer that every text of the windows passes: another language is a catalogue, not a rewrite.

The source language is Chinese, so without a catalogue a text stands for itself.
"""

from __future__ import annotations

import gettext

from app.common.paths import resources

DOMAIN = "xianping"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def speak(language: str) -> None:
    """Choose the language of the windows, such as ``en``; without its catalogue Chinese stays."""
    global _catalogue  # noqa: PLW0603  one process speaks one language
    _catalogue = gettext.translation(DOMAIN, resources() / "locale", [language], fallback=True)


def say(text: str, /, **values: object) -> str:
    """The text in the chosen language, its ``{name}`` places filled from ``values``."""
    spoken = _catalogue.gettext(text)
    return spoken.format(**values) if values else spoken
