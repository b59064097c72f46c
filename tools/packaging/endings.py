"""The endings of files that belong to the program, from its own record of package kinds: one list for all."""

from __future__ import annotations

from dataclasses import dataclass

from app.exchange.kinds import KINDS
from app.exchange.recognition import TRUST

TRUST_WORD = "信任文件"


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending without its dot, and what a file of it is called."""

    name: str
    word: str

    @property
    def mime(self) -> str:
        """Its MIME type on Linux."""
        return f"application/x-xianping-{self.name}"

    @property
    def icon(self) -> str:
        """The name of its icon on Linux, which follows from its MIME type."""
        return self.mime.replace("/", "-")

    @property
    def program_id(self) -> str:
        """Its class in the registry of Windows."""
        return f"Xianping.{self.name}"

    @property
    def mark(self) -> str:
        """The one hanzi on its icon."""
        return self.word[0]


def endings() -> tuple[Ending, ...]:
    """All of them: the kinds of package, and a bureau's trust."""
    return (*(Ending(kind, record.word) for kind, record in KINDS.items()), Ending(TRUST, TRUST_WORD))
