"""The one layer that every text of the windows passes: the place where another language would be looked up.

The source language is Chinese, and a text stands for itself.
"""

from __future__ import annotations


def say(text: str, /, **values: object) -> str:
    """The text as it is shown, its ``{name}`` places filled from ``values``."""
    return text.format(**values) if values else text
