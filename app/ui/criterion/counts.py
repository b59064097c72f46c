"""A share that is given as counts, 43 of 50: what stands in its two boxes, and where they are kept. No Qt.

The finding itself is the percentage. The counts are a tally among the criterion's working papers, named as
the field is, so that they are there after a restart and in the record of the visit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.common.words import say
from app.scoring import FindingSpec
from app.scoring.model.points import read_number
from app.services.sheet.paper_words import tally_names
from app.ui.criterion import field_values
from app.ui.criterion.numerals import money_words
from app.ui.criterion.state import FieldState

if TYPE_CHECKING:
    from app.services.sheet.open_sheet import OpenSheet
    from app.services.sheet.papers import Paper
    from app.services.sheet.sheets import SheetDesk

MONEY = "万元"
Counts = tuple[str, str]
NONE: Counts = ("", "")


def counts_shown(sheet: OpenSheet, cid: str, spec: FindingSpec, standing: object, stored: object) -> Counts:
    """Part and whole as they stand in the boxes: as typed, else as kept where they give the stored share."""
    given = field_values.counts_of(standing)
    if given != NONE:
        return given
    paper = _kept(sheet, cid, spec)
    if paper is None:
        return NONE
    part, whole = paper.text("fit"), paper.text("drawn")
    return (part, whole) if field_values.share_text(part, whole) == stored else NONE


def keep_counts(sheet: SheetDesk, cid: str, spec: FindingSpec, typed: object) -> None:
    """Keep the counts of a share that can be told. Raises Refusal or EnvironmentTrouble."""
    part, whole = field_values.counts_of(typed)
    if spec.kind != "share" or not field_values.share_text(part, whole):
        return
    paper = _kept(sheet, cid, spec)
    if paper is None:
        sheet.begin_paper(cid, "tally", {"what": tally_names(spec)[0], "drawn": whole, "fit": part})
        return
    for column, text in (("drawn", whole), ("fit", part)):
        if paper.text(column) != text:
            sheet.write_paper(cid, paper.id, column, text)


def counted_words(spec: FindingSpec | None) -> tuple[str, str]:
    """What the two counts of a share are called: as the scheme names them."""
    if spec is None or not spec.counted:
        return say("其中符合的"), say("总数")
    part, whole = spec.counted
    return say(part), say(whole)


def counts_fault(value: object, spec: FindingSpec | None) -> str:
    """What is wrong with counts that give no share, and how to mend it; empty for anything else."""
    if not isinstance(value, str) or field_values.OF not in field_values.counts_text(value):
        return ""
    part, whole = field_values.counts_of(value)
    above, below = counted_words(spec)
    top, bottom = read_number(part), read_number(whole)
    if part and whole and (top is None or bottom is None):
        return say("这两个数不是有效的数值，请只填数字。")
    if top is None or bottom is None:
        return say("请把“{name}”填完整。", name=below if part else above)
    if not bottom[0]:
        return say("“{name}”应大于 0。", name=below)
    return say("“{part}”多于“{whole}”，请核对这两个数。", part=above, whole=below)


def part_is_more(value: object) -> bool:
    """Whether a share is told from a part that is more than its whole."""
    if not isinstance(value, str) or field_values.OF not in field_values.counts_text(value):
        return False
    top, bottom = map(read_number, field_values.counts_of(value))
    return bool(top and bottom and bottom[0] and top[0] * bottom[1] > bottom[0] * top[1])


def beside(spec: FindingSpec, specs: Sequence[FindingSpec], answers: Mapping[str, object]) -> str:
    """What a number comes to: money as it is read, a part's percentage of its whole; empty for nothing."""
    if spec.unit == MONEY:
        return money_words(answers.get(spec.name))
    if not spec.part_of or spec.part_of not in {each.name for each in specs}:
        return ""
    top, bottom = read_number(answers.get(spec.name)), read_number(answers.get(spec.part_of))
    if top is None or bottom is None or not bottom[0]:
        return ""
    share = (top[0] * bottom[1] * 1000) // (top[1] * bottom[0])
    return "" if share > 1000 else f"{share // 10}.{share % 10}%".replace(".0%", "%")


def whole_beside(spec: FindingSpec, specs: Sequence[FindingSpec]) -> str:
    """The whole of a part, where it stands right before it."""
    at = specs.index(spec)
    before = specs[at - 1].name if at else ""
    return before if spec.part_of == before else ""


def with_counts(
    fields: Sequence[FieldState], sheet: OpenSheet, cid: str, texts: Mapping[str, object]
) -> tuple[FieldState, ...]:
    """The fields, each share with the counts that it was told from."""
    return tuple(_counted(field, sheet, cid, texts) if field.kind == "share" else field for field in fields)


def _counted(field: FieldState, sheet: OpenSheet, cid: str, texts: Mapping[str, object]) -> FieldState:
    spec = sheet.scheme.criterion(cid).finding(field.name)
    stored = sheet.answers.get(cid, {}).get(field.name)
    counts = counts_shown(sheet, cid, spec, texts.get(field.name, stored), stored)
    wrong = counts_fault(stored, spec) if field.fault else ""
    text = field_values.shown_share(field.text, stored)
    return replace(field, counts=counts, counted=counted_words(spec), fault=wrong or field.fault, text=text)


def _kept(sheet: OpenSheet, cid: str, spec: FindingSpec) -> Paper | None:
    tallies = (paper for paper in sheet.papers.get(cid, ()) if paper.kind == "tally")
    return next((paper for paper in tallies if paper.text("what") in tally_names(spec)), None)
