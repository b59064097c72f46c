"""The formal sentences of a verdict, and texts as print wants them."""

from __future__ import annotations

from datetime import UTC, datetime

from app.common.clock import BEIJING
from app.reports.document import Adjustment, PanelMember, PointLine, ProtocolStep, VerdictReport

_RULES = ("细则", "办法", "标准", "方案", "规定")
_ENDS = ("。", "！", "？", "；", "…", "：", ".")
SAMPLE_NOTICE = "本文件为示例，所载单位、人员和数据均为虚构，仅供演示，不具有任何效力。"
DRAFT_NOTICE = "本文件为草稿，尚未定稿，不作为验收考核依据。"
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


def rules(title: str) -> str:
    """The scheme's title as the name of rules: ``《…考核细则》``, or the bare words and 考核细则."""
    if title.rstrip("》").endswith(_RULES):
        return booked(title)
    return f"{title}细则" if title.endswith("考核") else f"{title}考核细则"


def unit_word(report: VerdictReport) -> str:
    """What the unit's own facts are called: its type, or where they have names of their own, its case."""
    return "单位情况" if "：" in report.unit_type else "单位类型"


def sheet_word(report: VerdictReport) -> str:
    """What the table of criteria is called."""
    return "评分表" if report.pointed else "核查表"


def reasons_word(report: VerdictReport) -> str:
    """What the column of explanations is called."""
    return "扣分、得分的理由和依据" if report.pointed else "认定的事实和依据"


def figure_words(report: VerdictReport) -> tuple[str, str, str]:
    """What stands over, beside and under the large figure."""
    if report.rating == "grounds":
        return "查实", "项", f"共核查 {report.full} 项"
    if report.rating == "conditions":
        return "符合", "项", f"共核查 {report.full} 项条件"
    mark = f"合格分数线 {report.pass_mark} 分" if report.pass_mark else "未规定合格分数线"
    return "总分", "分", f"满分 {report.full} 分" + (f"　{mark}" if report.marked else "")


def ended(text: str) -> str:
    """A sentence with its full stop."""
    return text if not text or text.rstrip().endswith(_ENDS) else text.rstrip() + "。"


def booked(title: str) -> str:
    """A title between its marks, unless it has them."""
    return title if not title or title.startswith("《") else f"《{title}》"


def grounds(report: VerdictReport) -> str:
    """The documents that the verdict rests on: ``《通知》（文号）和《细则》``."""
    number = f"（{report.document_no}）" if report.document_no else ""
    notice = booked(report.document) + number
    return "和".join(part for part in (notice, rules(report.scheme_title)) if part)


def leader(report: VerdictReport) -> PanelMember | None:
    """The panel's leader, where one is named."""
    return next((member for member in report.panel if member.role.endswith("组长")), None)


def recorded(report: VerdictReport) -> tuple[ProtocolStep, ...]:
    """The steps of the day that were taken, as far as anything is noted of them."""
    return tuple(step for step in report.protocol if step.when or step.people or step.notes)


def ordered(report: VerdictReport) -> tuple[PanelMember, ...]:
    """The panel as documents name it: the leader first."""
    return tuple(sorted(report.panel, key=lambda member: not member.role.endswith("组长")))


def preamble(report: VerdictReport) -> str:
    """What was done: on what ground, who, when, how."""
    head = leader(report)
    led = f"（组长：{head.name}）" if head else ""
    steps = "、".join(step.title for step in recorded(report))
    done = f"经{steps}，" if steps else ""
    return (
        f"依据{grounds(report)}，专家组一行 {len(report.panel)} 人{led}于{report.visit_dates}，"
        f"对{report.unit}承担的“{report.project}”进行了{report.deed}。{done}专家组逐项评议，形成结论如下。"
    )


def finding(report: VerdictReport) -> str:
    """The total against the mark, up to the outcome itself, which follows in stronger type."""
    if not report.pointed:
        return f"{report.counted}，结论为："
    if not report.marked:
        return f"该项目总分 {report.total} 分（满分 {report.full} 分），评定结论为："
    mark = f"合格分数线为 {report.pass_mark} 分" if report.pass_mark else "考核依据未规定合格分数线"
    return f"该项目总分 {report.total} 分（满分 {report.full} 分，{mark}），考核结论为："


def where_from(report: VerdictReport) -> str:
    """Who ordered the visit and the day of the text, for the line under the title."""
    day = "" if report.draft else long_date(report.frozen_at)
    return "　".join(part for part in (report.issuer, day) if part)
