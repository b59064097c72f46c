"""The formal sentences of a verdict, and texts as print wants them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from app.common.clock import BEIJING
from app.common.roles import ROLES
from app.reports.document import (
    Adjustment,
    BasisRow,
    PanelMember,
    PointLine,
    ProtocolStep,
    VerdictReport,
)
from app.scoring.visit.figures import EXCEPTED, WAIVED

_ENDS = ("。", "！", "？", "；", "…", "：", ".")
_NEVER_CAME = ("（缺席）", "（回避）")
"""How the role of a member ends who took no part in the visit."""
UNIT_TYPE, UNIT_CASE, LONGEST_NAME = "单位类型", "单位情况", 8
SAMPLE_NOTICE = "本文件为示例，所载单位、人员和数据均为虚构，仅供演示，不具有任何效力。"
DRAFT_NOTICE = "本文件为草稿，尚未定稿，不作为任何决定的依据。"
DIGITAL_NOTE = (
    "本文件由专家组成员以本人密钥电子签名，供组织单位与专家组内部核验，用以证明签名人身份及签署后内容未被改动；"
    "所用证书由组织单位自行签发，不属于依法设立的电子认证服务机构签发的证书。"
    "签署时间以组织单位回执所载时间为准。纸质签字盖章件与本文件不一致的，以纸质签字盖章件为准。"
)
PEN_NOTE = "本文件以签字盖章的纸质件为准。校验码由结论全文计算得出，可据以核对纸质件与电子数据是否一致。"


def beijing(moment: datetime) -> datetime:
    """A moment in the time that Chinese offices write; a naive one counts as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(BEIJING)


def utc(moment: datetime) -> datetime:
    """A moment in UTC; a naive one counts as UTC already."""
    return beijing(moment).astimezone(UTC)


def long_date(moment: datetime) -> str:
    """``2026 年 5 月 12 日`` in Beijing time."""
    local = beijing(moment)
    return f"{local.year} 年 {local.month} 月 {local.day} 日"


def signed(points: str) -> str:
    """Points with a printer's sign: ``-2`` becomes ``−2``, ``1.5`` becomes ``+1.5``, ``0`` stays."""
    if points.startswith("-"):
        return "−" + points[1:]
    return points if points.startswith("+") or points in {"0", ""} else "+" + points


def is_lost(line: PointLine | Adjustment) -> bool:
    """Whether a line takes points away."""
    return line.points.startswith(("-", "−"))


def profile_rows(report: VerdictReport) -> list[tuple[str, str]]:
    """What the unit is, each fact under its own name; none where the scheme asks for none.

    A name too long for a heading stands before its answer.
    """
    told = [each.split("：", 1) for each in report.unit_type.split("；") if each]
    return [_named(parts) for parts in told]


def _named(parts: list[str]) -> tuple[str, str]:
    if len(parts) == 1:
        return UNIT_TYPE, parts[0]
    name, answer = parts
    return (name, answer) if len(name) <= LONGEST_NAME else (UNIT_CASE, f"{name}：{answer}")


def sheet_word(report: VerdictReport) -> str:
    """What the table of criteria is called."""
    return report.words.sheet


def summary_title(report: VerdictReport) -> str:
    """What the bureau's own paper is called."""
    return f"{report.deed.removesuffix(report.words.act)}{report.words.summary}"


def not_for_unit(report: VerdictReport) -> str:
    """Who the bureau's own paper is for."""
    return f"本表供{report.assesses}（主管部门）内部使用，载有{report.words.views}，不交{report.assessed}。"


def reasons_word(report: VerdictReport) -> str:
    """What the column of explanations is called."""
    return report.words.reasons


def figure_words(report: VerdictReport) -> tuple[str, str, str]:
    """What stands over, beside and under the large figure."""
    if not report.pointed:
        scores = [row.score for row in report.criteria]
        beside = [(word, scores.count(word)) for word in (EXCEPTED, WAIVED)]
        told = [f"共核查 {report.full} 项", *(f"{word} {many} 项" for word, many in beside if many)]
        return report.words.counted, "项", "，".join(told)
    mark = f"合格分数线 {report.pass_mark} 分" if report.pass_mark else "未规定合格分数线"
    over = "总分（不作结论依据）" if overruled(report) else "总分"
    return over, "分", f"满分 {report.full} 分" + (f"　{mark}" if report.marked else "")


def overruled(report: VerdictReport) -> bool:
    """Whether points that pass are not what decided: the figure must not mislead."""
    try:
        reached = Decimal(report.total) >= Decimal(report.pass_mark or "")
    except InvalidOperation:
        return False
    return report.pointed and reached and report.outcome == "fail"


def ended(text: str) -> str:
    """A sentence with its full stop."""
    return text if not text or text.rstrip().endswith(_ENDS) else text.rstrip() + "。"


def booked(title: str) -> str:
    """A title between its marks, unless it has them; words that name a document by another's are no title."""
    return title if not title or "《" in title else f"《{title}》"


def cited(row: BasisRow) -> str:
    """A document as it is cited: ``《通知》（文号）``."""
    return booked(row.title) + (f"（{row.number}）" if row.number else "")


def told_by(report: VerdictReport, line: PointLine) -> str:
    """Whose finding a line is: names where they are told, else how many; empty where it is everybody's."""
    if not line.count:
        return ""
    names = {each.person: each.name for each in report.experts}
    told = [names[person] for person in line.who if person in names]
    return "、".join(told) or f"{line.count} 位专家"


def said_by(report: VerdictReport, line: PointLine) -> str:
    """A line's sentence; a single finding with whose it is and what it cost each of them."""
    who = told_by(report, line)
    if not who:
        return line.why
    cost = (
        f"（{'各' if line.count > 1 else ''}{signed(line.points)}）" if line.points not in ("", "0") else ""
    )
    return f"{who}{cost}：{line.why}"


def leads(role: str) -> bool:
    """Whether a role as it is printed is the leader's."""
    return role.endswith(ROLES["leader"].word)


def leader(report: VerdictReport) -> PanelMember | None:
    """The panel's leader, where one is named."""
    return next((member for member in report.panel if leads(member.role)), None)


def recorded(steps: Iterable[ProtocolStep]) -> tuple[ProtocolStep, ...]:
    """The steps that were taken, as far as anything is noted of them."""
    return tuple(step for step in steps if step.when or step.people or step.notes)


def ordered(report: VerdictReport) -> tuple[PanelMember, ...]:
    """The panel as documents name it: the leader first."""
    return tuple(sorted(report.panel, key=lambda member: not leads(member.role)))


def preamble(report: VerdictReport) -> str:
    """What was done: on what ground, who, when, how."""
    head = leader(report)
    led = f"（组长：{head.name}）" if head else ""
    ground = f"依据{cited(report.basis[0])}，" if report.basis else ""
    steps = "、".join(step.title for step in recorded(report.protocol))
    done = f"经{steps}，" if steps else ""
    deed = f"{report.deed}（{report.round}）" if report.round else report.deed
    here = sum(not member.role.endswith(_NEVER_CAME) for member in report.panel)
    return (
        f"{ground}{report.panel_word}一行 {here} 人{led}于{report.visit_dates}，"
        f"对{report.unit}“{report.project}”进行了{deed}。{done}{report.panel_word}形成结论如下。"
    )


def finding(report: VerdictReport) -> str:
    """The ground of the conclusion, up to the outcome itself, which follows in stronger type."""
    counted = "" if report.pointed else ended(report.counted)
    return f"{counted}{ended(report.outcome_why)}结论为："


def where_from(report: VerdictReport) -> str:
    """Who ordered the visit and the day of the text, for the line under the title."""
    day = "" if report.draft else long_date(report.frozen_at)
    return "　".join(part for part in (report.issuer, day) if part)
