"""What stands around the scores: the day's protocol, rulings, problems, advice, readings, the unit's word."""

from __future__ import annotations

from collections.abc import Sequence

from app.reports.document import Consequence, Duty, Followed, PanelMember, ProtocolStep, VerdictReport
from app.reports.flow import Block, PaperSheet, bound, space
from app.reports.ink import (
    BODY,
    BODY_LEADING,
    BODY_MUTED,
    HAIR,
    HAIR_WIDTH,
    LEFT,
    SMALL,
    SMALL_LEADING,
    WIDTH,
)
from app.reports.line_breaks import Run
from app.reports.tabular import Words, table
from app.reports.type_blocks import numbered, paragraph
from app.reports.words import ended, ordered, recorded

_NONE = "无。"
_NOTHING_SAID = "没有记录单位的意见。"
_NOT_ON_RECORD = "没有记录"
_NOT_WRITTEN = "（尚未填写）"
_LINES_TO_WRITE_ON = 3
_WITH_NOTE = 30.0
"""So much of a table, in points, stays with the note below it."""


def panel(report: VerdictReport) -> list[Block]:
    """Who sat on the panel, and when each confirmed recusal and discipline; empty columns are left out."""
    members = ordered(report)
    columns = [
        Words("姓名", [_bare_name(member) for member in members]),
        Words("职责", [member.role for member in members], quiet=True),
        Words("单位", [member.unit for member in members]),
        Words("职务/职称", [member.title for member in members]),
        Words("专业", [member.field for member in members]),
        Words("确认回避与纪律承诺", [member.pledged or _NOT_ON_RECORD for member in members], quiet=True),
    ]
    return [*bound(table(columns), _WITH_NOTE), space(4, keep=True), *_pledge(report)]


def _bare_name(member: PanelMember) -> str:
    """The name without the unit that tells it apart elsewhere: here the unit stands beside it."""
    return member.name.removesuffix(f"（{member.unit}）")


def _pledge(report: VerdictReport) -> list[Block]:
    """What was confirmed, and by whom it was not."""
    absent = [member.name for member in ordered(report) if not member.pledged]
    but = f"{'、'.join(absent)}的确认没有记录。" if absent else ""
    text = f"承诺内容：与{report.assessed}没有应当回避的关系，独立{report.words.judged}，遵守纪律。{but}"
    return paragraph([Run(text, SMALL)], leading=SMALL_LEADING, indent=0)


def materials(report: VerdictReport) -> list[Block]:
    """The papers that were to be handed in, and whether they were."""
    rows = report.materials
    return table(
        [
            Words("材料", [row.title for row in rows]),
            Words("提交情况", [row.state for row in rows], quiet=True),
            Words("说明", [row.note for row in rows]),
        ]
    )


def protocol(noted: Sequence[ProtocolStep]) -> list[Block]:
    """Steps as a table; columns that nobody filled are left out."""
    steps = recorded(noted)
    return table(
        [
            Words("环节", [step.title for step in steps]),
            Words("时间", [step.when for step in steps], quiet=True),
            Words("参加人员", [step.people for step in steps]),
            Words("情况记录", [step.notes for step in steps]),
        ]
    )


def signatures(followed: Followed) -> list[Block]:
    """Who has signed when and in which form, with the circumstances."""
    rows = followed.signed
    return table(
        [
            Words("姓名", [row.name for row in rows]),
            Words("职责", [row.role for row in rows], quiet=True),
            Words("方式", [row.form for row in rows], quiet=True),
            Words("时间", [row.when for row in rows], quiet=True),
            Words("说明", [row.note for row in rows]),
        ]
    )


def rulings(report: VerdictReport) -> list[Block]:
    """What the leader settled, why."""
    rows = report.rulings
    return table(
        [
            Words(report.words.content, [row.criterion for row in rows]),
            Words("裁定及理由", [row.reason for row in rows]),
            Words("裁定人", [row.by_whom for row in rows], quiet=True),
        ]
    )


def unmet(report: VerdictReport) -> list[Block]:
    """The document's conditions that are not met, each with what was found and its clause."""
    rows, (_, demanded, found) = report.unmet, report.words.wanting
    return table(
        [
            Words(report.words.content, [row.criterion for row in rows]),
            Words(demanded, [row.required for row in rows]),
            Words(found, [row.actual for row in rows]),
            Words("条款", [row.clause for row in rows], quiet=True),
        ]
    )


def readings(report: VerdictReport) -> list[Block]:
    """Where the rules leave something open: the choice that was applied, and whose it is."""
    rows = report.readings
    return table(
        [
            Words("细则未明确的事项", [row.question for row in rows]),
            Words("本次适用的口径", [row.choice for row in rows]),
            Words("确定依据", [row.source for row in rows]),
        ]
    )


def listed(texts: Sequence[str], *, draft: bool) -> list[Block]:
    """Numbered problems or suggestions; a single one stands without a number."""
    said = [text for text in texts if text.strip()]
    if len(said) > 1:
        return numbered([(Run(ended(text), BODY),) for text in said])
    return paragraph([Run(ended(said[0]) if said else _NOT_WRITTEN if draft else _NONE, BODY)])


def consequences(report: VerdictReport) -> list[Block]:
    """What follows from the outcome, each with its clause."""
    items = [_followed(each) for each in report.consequences]
    return numbered(items) if len(items) > 1 else paragraph(items[0])


def duties(report: VerdictReport) -> list[Block]:
    """What is owed from now on: by whom, what, until when."""
    rows = report.duties
    return table(
        [
            Words("责任单位", [row.who for row in rows]),
            Words("事项", [_owed(row) for row in rows]),
            Words("期限", [row.due for row in rows]),
            Words("依据", [row.clause for row in rows], quiet=True),
        ]
    )


def _owed(duty: Duty) -> str:
    principle = "（原则上）" if duty.principle else ""
    return f"{duty.what}{principle}" + (f"；{duty.consequence}" if duty.consequence else "")


def _followed(each: Consequence) -> tuple[Run, ...]:
    if not each.clause:
        return (Run(ended(each.text), BODY),)
    said = Run(each.text.rstrip("。"), BODY)
    return (said, Run(f"（{each.clause}）", BODY_MUTED), Run("。", BODY))


def answer(report: VerdictReport, followed: Followed) -> list[Block]:
    """The unit's own word and how it stands; lines to write on where a pen is to follow."""
    blocks: list[Block] = []
    if followed.statement.strip():
        blocks += paragraph([Run(ended(followed.statement), BODY)])
    elif report.form == "pen":
        blocks += [_writing_line() for _ in range(_LINES_TO_WRITE_ON)]
    else:
        blocks += paragraph([Run(_NOT_WRITTEN if report.draft else _NOTHING_SAID, BODY)])
    if followed.stand:
        by = f"（{followed.by}）" if followed.by else ""
        blocks += paragraph([Run(f"{report.assessed}{by}{followed.stand}。", BODY)])
    return blocks


def receipt(report: VerdictReport) -> list[Block]:
    """The sentence that the unit confirms by its signature and seal."""
    code = f"（校验码 {report.short_code}）" if report.coded else ""
    text = f"回执：本单位已收到《{report.title}》{code}一份。签字盖章表示收到；有异议的，意见如上。"
    return paragraph([Run(text, BODY)])


def _writing_line() -> Block:
    height = BODY_LEADING * 1.4

    def paint(sheet: PaperSheet, top: float) -> None:
        sheet.canvas.setStrokeColor(HAIR)
        sheet.canvas.setLineWidth(HAIR_WIDTH)
        sheet.canvas.line(LEFT, top - height + 2, LEFT + WIDTH, top - height + 2)

    return Block(height, paint, keep=True)
