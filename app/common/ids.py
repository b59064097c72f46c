"""Identities that cross files are UUIDs, never counters: random, or told by what they name."""

from __future__ import annotations

import re
import uuid

_NAMES = uuid.UUID("5b1a0f0e-6a54-5c39-9d0c-3f5d0b8a7e21")  # our own, so that nobody else's names meet ours
_FORM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def new_id() -> str:
    """A fresh identity as lower-case UUID text."""
    return str(uuid.uuid4())


def named_id(*names: str) -> str:
    """The identity of what has these names: the same for the same ones, in every database."""
    told = "\n".join(f"{len(name)} {name}" for name in names)
    return str(uuid.uuid5(_NAMES, told))


def is_id(text: str) -> bool:
    """Whether a text has the form that ``new_id`` gives."""
    return _FORM.fullmatch(text) is not None


def short_code(digest: str) -> str:
    """Twelve capital hex characters in groups of four, to compare paper with data by eye."""
    head = digest[:12].upper()
    return "-".join(head[start : start + 4] for start in range(0, 12, 4))
