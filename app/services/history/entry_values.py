"""What stands in one place of a sheet, in the words of its scheme: never an id, never JSON.

A ledger that came from elsewhere may hold anything: what the scheme does not know is said to be so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.common.ids import is_id
from app.common.words import say
from app.scoring import Criterion, FindingSpec, Scheme
from app.scoring.model.words import unit_of
from app.scoring.visit.figures import flag_words
from app.services.sheet.papers import FORMS
from app.services.sheet.slots import Slot
from app.services.store.file_names import size_words
from app.services.store.site import STRANGER

MARKS: Mapping[str, str] = {
    "original": "原件",
    "copy": "复印件",
    "on_site": "现场",
    "interview": "访谈",
    "partial": "部分",
    "missing": "缺",
}
_CASE = ("name", "deduction", "reason")


@dataclass(frozen=True, slots=True)
class Wording:
    """Where the words come from: a scheme's labels, and the names of the persons by their ids."""

    scheme: Scheme
    names: Mapping[str, str]

    def person(self, person_id: str) -> str:
        """A person's name; a stranger's id is never shown."""
        return self.names.get(person_id) or say(STRANGER)

    def criterion(self, cid: str | None) -> Criterion | None:
        """The criterion of that number, None where the scheme has none."""
        return self.scheme.by_id.get(cid or "")

    def spec(self, cid: str | None, field: str | None) -> FindingSpec | None:
        """The finding of that name, None where the scheme has none."""
        criterion = self.criterion(cid)
        specs = criterion.findings if criterion else ()
        return next((spec for spec in specs if spec.name == field), None)

    def label(self, slot: Slot) -> str:
        """What a finding's field is called."""
        spec = self.spec(slot.criterion, slot.field)
        return spec.label if spec else say("方案以外的一栏")

    def paper_of_evidence(self, cid: str | None, evidence_id: str) -> str:
        """What a material that the scheme asks for is called."""
        criterion = self.criterion(cid)
        items = criterion.evidence if criterion else ()
        return next((each.label for each in items if each.id == evidence_id), say("方案以外的材料"))

    def finding(self, spec: FindingSpec | None, value: object) -> str:
        """A finding's value as it was typed, with its unit or its label; empty for nothing."""
        if value is None or value == "":
            return ""
        if spec is None:
            return value if isinstance(value, str) else odd()
        if spec.kind in ("flag", "level"):
            return self._option(spec, value)
        if spec.kind == "set":
            return self._elements(spec, value)
        if spec.kind == "rows":
            return self._rows(value)
        return _typed(spec, value)

    def element(self, spec: FindingSpec, value: object) -> str:
        """One element of a set, or a level."""
        return next((each.label for each in spec.options if each.value == value), odd())

    def case(self, row: object) -> str:
        """One row of a rows field, such as ``焊工，扣 1 分，缺设备``."""
        if not isinstance(row, dict):
            return odd()
        name, deduction, reason = (plain(row.get(column)) for column in _CASE)
        off = say("扣 {points} 分", points=deduction) if deduction else ""
        return say("，").join(part for part in (name, off, reason) if part) or say("空行")

    def mark(self, mark: object) -> str:
        """How a material was seen; empty for not yet."""
        if mark is None:
            return ""
        return say(MARKS[mark]) if isinstance(mark, str) and mark in MARKS else odd()

    def file(self, told: object) -> str:
        """An attached file: its name and size."""
        if not isinstance(told, dict) or not isinstance(told.get("name"), str):
            return odd()
        size = told.get("size")
        words = say("{name}（{size}）", name=told["name"], size=size_words(size if type(size) is int else 0))
        caption = told.get("caption")
        words += say("，说明：{caption}", caption=caption) if isinstance(caption, str) and caption else ""
        return words + (say("，含个人信息") if told.get("personal") is True else "")

    def paper(self, content: object) -> str:
        """A working paper's columns; empty where nothing is written yet."""
        kind, texts = paper_parts(content)
        if kind not in FORMS:
            return odd()
        labels = FORMS[kind].columns.items()
        parts = ((say(label), self.column(name, texts[name])) for name, label in labels if name in texts)
        return say("；").join(f"{label} {text}" for label, text in parts)

    def column(self, name: str, text: str) -> str:
        """What stands in a column of a working paper; a person's id becomes the name."""
        if name != "person" or not text:
            return text
        return self.names.get(text) or (say(STRANGER) if is_id(text) else text)

    def _option(self, spec: FindingSpec, value: object) -> str:
        if spec.kind == "level":
            return self.element(spec, value)
        if not isinstance(value, bool):
            return odd()
        return say(flag_words(spec, self.scheme.kind)[0 if value else 1])

    def _elements(self, spec: FindingSpec, value: object) -> str:
        if not isinstance(value, list):
            return odd()
        return say("、").join(self.element(spec, each) for each in value) or say("均不具备")

    def _rows(self, value: object) -> str:
        if not isinstance(value, list):
            return odd()
        return say("；").join(map(self.case, value)) or say("没有")


def paper_parts(content: object) -> tuple[str, dict[str, str]]:
    """Kind and texts of a working paper's entry; an empty kind for what is no such entry."""
    if not isinstance(content, dict):
        return "", {}
    kind, texts = content.get("kind"), content.get("texts")
    if not isinstance(kind, str) or kind not in FORMS or not isinstance(texts, dict):
        return "", {}
    known = FORMS[kind].columns
    return kind, {name: plain(text) for name, text in texts.items() if name in known}


def odd() -> str:
    """What is said of a value that the scheme does not know."""
    return say("不合要求的内容")


def plain(value: object) -> str:
    """A text or a whole number as it stands; empty for nothing."""
    if value is None:
        return ""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else odd()


def _typed(spec: FindingSpec, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return odd()
    if spec.kind in ("reason", "text"):
        return str(value)
    unit = say(" 分") if spec.kind == "points" and not spec.unit else unit_of(spec)
    return f"{value}{unit}"
