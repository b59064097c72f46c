"""The open readings as a verdict tells them: as the batch chose, as holds by default, as somebody ruled."""

from __future__ import annotations

from decimal import Decimal

from app.common.errors import Refusal
from app.reports.document import ReadingRow
from app.scoring import OpenReading, Scheme
from app.scoring.judge.applicability import applies
from app.scoring.model.readings import GAP, readings_asked
from app.scoring.model.settings import read_policy, read_profile
from app.services.store.rounds import GapRuling
from app.services.store.site import Visit

ROUNDING = "按精确值计算和评定，印出时四舍五入到 0.01 分；四舍五入会越过分数线的，多印几位小数"
MARKS = ("pass_mark", "good", "fairly_good", "ordinary")
"""Readings that the batch settles by points."""


def readings_told(scheme: Scheme, visit: Visit, gap: GapRuling | None) -> tuple[ReadingRow, ...]:
    """Every reading of the visit. gap: the bureau's word on a result between two marks, once noted."""
    return (*_chosen(scheme, visit, gap), *_rounding(scheme))


def _chosen(scheme: Scheme, visit: Visit, gap: GapRuling | None) -> tuple[ReadingRow, ...]:
    """What the batch chose first, then the defaults, then what does not concern this kind of unit."""
    policy, faults = read_policy(scheme, dict(visit.policy))
    profile, more = read_profile(scheme, dict(visit.profile), lenient=True)
    if policy is None or profile is None:
        raise Refusal([*faults, *more])
    settled = scheme.under(policy.readings)
    rows = [
        (not applies(settled, each, profile), each.key not in visit.policy, _reading(each, visit, gap))
        for each in readings_asked(scheme)
    ]
    rows.sort(key=lambda row: row[:2])
    return tuple(
        ReadingRow(row.question, "不涉及这类单位", "不适用") if idle else row for idle, _, row in rows
    )


def _reading(reading: OpenReading, visit: Visit, gap: GapRuling | None) -> ReadingRow:
    settled = visit.policy.get(reading.key)
    chosen = str(settled) if settled is not None else reading.default
    labels = {option.value: option.label for option in reading.choices}
    source = "本批次选定" if settled is not None else "方案默认"
    if gap is not None and reading.key == GAP:
        source = gap.words
    number = f"{chosen} 分" if reading.policy_key in MARKS and chosen else chosen
    if reading.key == "tolerance" and chosen:
        number = f"{Decimal(chosen) * 10:f} 成".replace(".0 成", " 成")
    return ReadingRow(reading.question, labels.get(chosen, number or "未定"), f"{source}（{reading.cite}）")


def _rounding(scheme: Scheme) -> tuple[ReadingRow, ...]:
    """What is rounded where points are joined: no document says it, and nobody needs to choose it."""
    if scheme.conditional:
        return ()
    return (ReadingRow("平均分和总分保留几位小数？", ROUNDING, "说明（文件没有写明）"),)
