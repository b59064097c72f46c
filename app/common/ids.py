"""Identities that cross files are random UUIDs, never counters."""

from __future__ import annotations

import re
import uuid

_FORM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def new_id() -> str:
    """A fresh identity as lower-case UUID text."""
    return str(uuid.uuid4())


def is_id(text: str) -> bool:
    """Whether a text has the form that ``new_id`` gives."""
    return _FORM.fullmatch(text) is not None


def short_code(digest: str) -> str:
    """Twelve capital hex characters in groups of four, to compare paper with data by eye."""
    head = digest[:12].upper()
    return "-".join(head[start : start + 4] for start in range(0, 12, 4))
