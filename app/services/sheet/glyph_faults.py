"""What the fonts cannot print of the words that an expert has written, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from app.common.errors import Fault
from app.common.glyphs import fault

if TYPE_CHECKING:
    from app.services.sheet.open_sheet import OpenSheet


def finding_faults(sheet: OpenSheet, cid: str) -> Iterator[Fault]:
    """Of one criterion: findings first, by the field's name, then the note, then working papers."""
    labels = {spec.name: spec.label for spec in sheet.scheme.criterion(cid).findings}
    for field, value in sheet.answers.get(cid, {}).items():
        label = labels.get(field, field)
        yield from fault(f"findings.{cid}.{field}", f"{cid}“{label}”", all_words(value))
    yield from fault(f"notes.{cid}", f"{cid}备注", sheet.notes.get(cid, ""))
    for file in sheet.attachments.get(cid, ()):
        yield from fault(f"attachments.{cid}", f"{cid}附件的说明", file.caption)
    for paper in sheet.papers.get(cid, ()):
        yield from fault(f"papers.{cid}", f"{cid}工作记录", all_words(paper.texts))


def sheet_faults(sheet: OpenSheet) -> list[Fault]:
    """Of all that one expert has to score."""
    return [each for cid in sheet.mine for each in finding_faults(sheet, cid)]


def all_words(value: object) -> str:
    """Every text in a value, however deep it lies."""
    return "".join(_texts(value))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(getattr(value, each.name))
