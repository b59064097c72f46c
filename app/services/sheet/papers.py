"""Working papers: what otherwise goes on paper beside a score, as small forms. As typed, nothing judged.

A paper is one entry in the sheet's ledger under an id of its own; changing it is another entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.common.errors import Refusal

PaperKind = Literal["tally", "place", "talk", "supplement", "statement", "contest"]
MAX_TEXT = 2_000
MAX_PAPERS = 200


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A kind of working paper: its word, and its columns in their order with what each is called.

    at_desk: written beside a criterion; else where the panel's facts are compared.
    """

    word: str
    columns: Mapping[str, str]
    at_desk: bool = True


# tally: a sample drawn of something, and how many of it were fit. place: where it was found (册, 页).
# talk: with whom, what was said. supplement: what the unit still must bring, by when (ISO date), and the
# date it came. statement: what the unit says to a disputed fact. contest: whose fact is contested, and why.
FORMS: Mapping[str, PaperForm] = {
    "tally": PaperForm("抽查", {"what": "内容", "drawn": "抽查", "fit": "合格"}),
    "place": PaperForm("出处", {"volume": "册", "page": "页", "what": "内容"}),
    "talk": PaperForm("谈话", {"person": "谈话人", "said": "内容"}),
    "supplement": PaperForm("补交材料", {"what": "材料", "by": "期限", "came": "交来"}),
    "statement": PaperForm("单位说明", {"about": "事项", "said": "说明"}),
    "contest": PaperForm("异议", {"person": "对谁的认定", "why": "理由"}, at_desk=False),
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
    form = FORMS.get(kind) if isinstance(kind, str) else None
    if form is None or not isinstance(texts, dict) or not set(texts) <= set(form.columns):
        raise _misshapen()
    if any(not isinstance(text, str) for text in texts.values()):
        raise _misshapen()
    if any(len(text) > MAX_TEXT for text in texts.values()):
        raise Refusal.because(f"每一栏请不要超过 {MAX_TEXT} 字，没有录入。", code="XP-6311")


def _misshapen() -> Refusal:
    return Refusal.because("这条工作记录写得不完整，没有录入。", code="XP-6310")
