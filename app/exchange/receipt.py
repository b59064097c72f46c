"""``.xpack``: the bureau's receipt. Its time is the one that counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from app.exchange.content import Content, Key, Text, refuse_strays
from app.exchange.kinds import Kind
from app.exchange.package import Package
from app.signing.fields import Hex64, Id, Label, Moment, Strict


class Taken(Strict):
    """A package that is in. digest: of its manifest; sha256: of the file as it came.

    received_at: when it first came, however often it came again; None: the time of the receipt.
    pdf_sha256: of the verdict in a visit's package that was taken in: it stands for the document also where
    a later version of the program would draw it otherwise; None for what was not taken.
    """

    kind: Key
    visit: Id | None
    digest: Hex64
    sha256: Hex64
    outcome: Literal["taken", "already_here", "conflict"]
    received_at: Moment | None = None
    pdf_sha256: Hex64 | None = None


class Refused(Strict):
    """A file that was not taken, and why. name: the file's own name."""

    name: Label
    sha256: Hex64
    code: Key
    message: Text


class Receipt(Content):
    """The content of ``receipt.json``. received_at: when it was written, by the bureau's clock, UTC."""

    KIND: ClassVar[Kind] = "xpack"
    MEMBER: ClassVar[str] = "receipt.json"

    format: Literal[1] = 1
    received_at: Moment
    taken: Annotated[tuple[Taken, ...], Field(max_length=10_000)]
    refused: Annotated[tuple[Refused, ...], Field(max_length=10_000)]

    def members(self) -> Mapping[str, bytes]:
        """The members of its package."""
        return {self.MEMBER: self.data}

    def time_of(self, taken: Taken) -> str:
        """The bureau's time for a package: the one that counts."""
        return taken.received_at or self.received_at


def read_receipt(package: Package) -> Receipt:
    """The receipt in a proven package. Raises Refusal."""
    receipt = Receipt.read(package)
    refuse_strays(package, [Receipt.MEMBER])
    return receipt
