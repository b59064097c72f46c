"""Where on a page a signature goes: reports draw the place, signing fills it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """An empty rectangle for one person's signature.

    name: the PDF field's name, as ``field_name`` gives it. page: counted from 0.
    signer: who is to sign there, as a person reads it.
    x0, y0, x1, y1: points (1/72 inch) from the page's lower left corner, x0 < x1 and y0 < y1.
    """

    name: str
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    signer: str = ""


def field_name(person_id: str) -> str:
    """The PDF field that belongs to a person. A field's name may hold no full stop."""
    return "signer-" + person_id.replace(".", "-")
