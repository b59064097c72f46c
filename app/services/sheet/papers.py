"""Working papers: what otherwise goes on paper beside a score, as small forms. As typed, nothing judged.

A paper is one entry in the sheet's ledger under an id of its own; changing it is another entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from app.common.errors import Refusal

PaperKind = Literal["tally", "place", "talk", "supplement", "statement", "contest"]
MAX_TEXT = 2_000
MAX_PAPERS = 200

# tally: a sample drawn of something, and how many of it were fit. place: where it was found (册, 页).
# talk: with whom, what was said. supplement: what the unit still must bring, by when (ISO date), and the
# date it came. statement: what the unit says to a disputed fact. contest: whose fact is contested, and why.
COLUMNS: Mapping[PaperKind, tuple[str, ...]] = {
    "tally": ("what", "drawn", "fit"),
    "place": ("volume", "page", "what"),
    "talk": ("person", "said"),
    "supplement": ("what", "by", "came"),
    "statement": ("about", "said"),
    "contest": ("person", "why"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One working paper of a criterion. texts: the kind's columns as typed, empty ones left out."""

    id: str
    kind: PaperKind
    texts: Mapping[str, str]

    def text(self, column: str) -> str:
        """What stands in a column; empty for nothing."""
        return self.texts.get(column, "")


def content_of(kind: str, texts: Mapping[str, str]) -> dict[str, object]:
    """A paper as its ledger entry says it. Raises Refusal for a stranger's kind or column, or a long text."""
    content: dict[str, object] = {"kind": kind, "texts": {name: text for name, text in texts.items() if text}}
    must_fit(content)
    return content


def paper_of(paper_id: str, content: Mapping[str, object]) -> Paper:
    """A paper from its ledger entry. Raises Refusal where the entry is none of ours."""
    must_fit(content)
    kind, texts = content["kind"], content["texts"]
    return Paper(paper_id, kind, dict(texts))  # type: ignore[arg-type, call-overload]


def must_fit(content: object) -> None:
    """Raises Refusal unless this is what a paper's entry may say."""
    if not isinstance(content, dict) or set(content) != {"kind", "texts"}:
        raise _misshapen()
    kind, texts = content["kind"], content["texts"]
    columns = COLUMNS.get(kind) if isinstance(kind, str) else None  # type: ignore[call-overload]
    if columns is None or not isinstance(texts, dict) or not set(texts) <= set(columns):
        raise _misshapen()
    if any(not isinstance(text, str) for text in texts.values()):
        raise _misshapen()
    if any(len(text) > MAX_TEXT for text in texts.values()):
        raise Refusal.because(f"每一栏请不要超过 {MAX_TEXT} 字，没有录入。", code="XP-6311")


def _misshapen() -> Refusal:
    return Refusal.because("这条工作记录写得不完整，没有录入。", code="XP-6310")


assert set(COLUMNS) == set(get_args(PaperKind))  # noqa: S101  a kind without columns could never be written
