"""How people have signed a verdict, as the panel's ledger keeps it, and what of that is void."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature that has been set: whose, when (UTC stamp), and the file it made."""

    person_id: str
    at: str
    pdf_sha256: str


@dataclass(frozen=True, slots=True)
class Penned:
    """A signature that was set with a pen on the printed document: whose, and what tells of it.

    sha256, name, size, media_type: of the photo or scan of the signed page. reason: why not digitally.
    author: who noted it. at: UTC stamp.
    """

    person_id: str
    sha256: str
    name: str
    size: int
    media_type: str
    reason: str
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """A digital signature on another copy of the very same certified document, kept beside it.

    The fields of a PDF are filled one after another: who signs the same state as somebody else signs beside
    him, with equal weight. sha256, name, size: of the copy. at: when it was signed, UTC stamp.
    """

    person_id: str
    sha256: str
    name: str
    size: int
    at: str


@dataclass(frozen=True, slots=True)
class Voided:
    """What belonged to a text that was taken back: void since, kept to be told. at: UTC stamp.

    answered: the unit had answered; steps: ids of those noted after the freezing; signed: who had signed
    digitally; pens: who had signed on paper.
    """

    at: str
    reason: str
    answered: bool
    steps: tuple[str, ...]
    signed: tuple[str, ...]
    pens: tuple[Penned, ...]
