"""Forms to be signed by pen on the day: the roll (签到表) and the statements on recusal (承诺书). A4."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from app.reports import furniture
from app.reports.canvas import Label, drawn_pages
from app.reports.flow import Block, Page, PaperSheet, kept, paginate, space
from app.reports.grid import Grid, cell, full_width
from app.reports.ink import BODY, SMALL, SMALL_LEADING, TABLE, TABLE_MUTED, TITLE
from app.reports.legible import check_texts
from app.reports.line_breaks import Run
from app.reports.type_blocks import centred, heading, paragraph
from app.reports.words import SAMPLE_NOTICE

ROLL, PLEDGE = "签到表", "回避与纪律承诺书"
_BLANK = 5
_TO_SIGN = (12.0, 12.0)
_PLACES = {"people": "专家组名单", "unit": "单位名称", "project": "项目名称"}


@dataclass(frozen=True, slots=True)
class FormPerson:
    """Somebody who signs: name, role and own unit; came: when, where that is on record."""

    name: str
    role: str
    unit: str
    came: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayForm:
    """What both forms print. deed: what is done, ``终期验收``; assessed: what the unit is called.

    judged: what the experts do independently; moment: dates the file.
    """

    unit: str
    project: str
    deed: str
    dates: str
    issuer: str
    assessed: str
    judged: str
    people: tuple[FormPerson, ...]
    moment: datetime
    sample: bool


def render_roll(form: DayForm) -> bytes:
    """The list on which everybody signs who comes, with room for the unit's people. Raises Refusal."""
    return _drawn(form, ROLL, paginate([*_title(form, f"{form.deed}{ROLL}"), *_roll(form)]))


def render_pledges(form: DayForm) -> bytes:
    """A statement for each of the panel, a page each. Raises Refusal."""
    pages = [page for person in form.people for page in paginate(list(_pledge(form, person)))]
    return _drawn(form, PLEDGE, pages)


def _drawn(form: DayForm, title: str, pages: list[Page]) -> bytes:
    check_texts(form, lambda where: _PLACES.get(where.split(".", 1)[0], title))
    label = Label(title, f"{form.unit} {form.project}", form.issuer, "", form.moment)
    return drawn_pages(label, pages, partial(_furnish, form, title))[0]


def _title(form: DayForm, title: str) -> list[Block]:
    notice = centred(SAMPLE_NOTICE, SMALL, 14.0) if form.sample else []
    return kept([*centred(title, TITLE, 30.0), *notice, space(8)])


def _about(form: DayForm) -> Iterator[Block]:
    grid = Grid(full_width(84, -1))
    for name, value in (
        (form.assessed, form.unit),
        ("项目", form.project),
        ("日期", form.dates),
        ("组织单位", form.issuer),
    ):
        if value:
            yield from grid.row([cell(name, TABLE_MUTED), cell(value, TABLE)])


def _roll(form: DayForm) -> Iterator[Block]:
    yield from _about(form)
    yield from heading("专家组")
    grid = Grid(full_width(104, 60, -3, 64, -2))
    grid.head(["姓名", "职责", "单位", "到场时间", "签名"])
    for each in form.people:
        texts = (each.name, each.role, each.unit, each.came, "")
        yield from grid.row([cell(text or "　") for text in texts], pads=_TO_SIGN, upright=True)
    yield from heading(form.assessed)
    grid = Grid(full_width(104, -3, 64, -2))
    grid.head(["姓名", "部门、职务", "到场时间", "签名"])
    for _ in range(_BLANK):
        yield from grid.row([cell("　") for _ in range(4)], pads=_TO_SIGN, upright=True)


def _pledge(form: DayForm, person: FormPerson) -> Iterator[Block]:
    yield from _title(form, PLEDGE)
    yield from _about(form)
    yield space(14)
    yield from _text(
        f"本人{person.name}（{person.role}，{person.unit}）参加本次{form.deed}，郑重承诺："
        if person.unit
        else f"本人{person.name}（{person.role}）参加本次{form.deed}，郑重承诺："
    )
    for number, text in enumerate(_promises(form), 1):
        yield from _text(f"{number}．{text}")
    yield space(10)
    yield from _text("本人的情况（请勾选一项）：")
    yield from _text("〔　〕没有须回避的情形。")
    yield from _text(f"〔　〕我须回避，不参加本次{form.judged}。与{form.assessed}的关系：")
    yield space(64)
    grid = Grid(full_width(72, -1, 72, -1))
    sign = [cell("承诺人签名", TABLE_MUTED), cell("　"), cell("日期", TABLE_MUTED), cell("　")]
    yield from kept(grid.row(sign, pads=(16.0, 16.0)))
    yield space(6)
    told = "签好后交组长或联络员留存，在“今日程序”里登记；须回避的，登记后不再参加，其表不计入。"
    yield from paragraph([Run(told, SMALL)], leading=SMALL_LEADING, indent=0)


def _promises(form: DayForm) -> tuple[str, ...]:
    return (
        f"与{form.assessed}及其负责人没有应当回避的关系；有的，当场申明并回避。",
        f"独立、客观、公正地{form.judged}，在全部评定到齐之前不打听、不透露各人的评定。",
        "遵守工作纪律和保密要求，不接受可能影响公正的宴请、礼品和其他利益。",
    )


def _text(text: str) -> list[Block]:
    return paragraph([Run(text, BODY)])


def _furnish(form: DayForm, title: str, sheet: PaperSheet, pages: int) -> None:
    code = "【示例】" * form.sample + title
    furniture.frame(sheet, pages, named=form.unit, code=code, ghost="示例" * form.sample)
