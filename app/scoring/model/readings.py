"""The open readings that the engine itself computes, and which keys a batch's policy may have.

A reading of a scheme is settled under its key: its ``policy_key``, or its id. Keys that are named here have
a meaning of their own; every other reading works by what the scheme's data say under each of its choices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.scoring.model.scheme import OpenReading, Scheme
from app.scoring.model.specs import Option

PartialStep = Literal["completed", "started"]
Method = Literal["mean", "trimmed_mean", "consensus"]
GRADE_MARKS = ("good", "fairly_good", "ordinary")
GAP = "gap_ruling"
"""How points between two marks count."""
PANEL_ONLY = ("panel", "tolerance")


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """What the engine knows of a key: the choices in the order of their labels, empty for a number.

    written: the bureau gives a text, the name and number of its table of points.
    """

    choices: tuple[str, ...] = ()
    written: bool = False

    @property
    def numeric(self) -> bool:
        """Whether the bureau gives a number."""
        return not self.choices and not self.written


BUILT_IN: dict[str, BuiltIn] = {
    "pass_mark": BuiltIn(),
    "partial_step": BuiltIn(("completed", "started")),
    GAP: BuiltIn(("open", "pass", "fail")),
    "table": BuiltIn(written=True),
    **{mark: BuiltIn() for mark in GRADE_MARKS},
    "panel": BuiltIn(("mean", "trimmed_mean", "consensus")),
    "tolerance": BuiltIn(),
}

STANDING: tuple[OpenReading, ...] = (
    OpenReading(
        "panel",
        "几位专家对同一项的评分不一致时，怎样合成？",
        "文件没有写明",
        (
            Option("mean", "取平均"),
            Option("trimmed_mean", "去掉一个最高分和一个最低分后取平均"),
            Option("consensus", "协商一致"),
        ),
        "mean",
    ),
    OpenReading("tolerance", "专家评分相差超过该项分值的几成时，提示差异较大？", "文件没有写明", (), "0.4"),
)
"""Readings of every scheme, since no document says how sheets are joined; a scheme may list its own."""

SCORED_BESIDES: tuple[OpenReading, ...] = (
    OpenReading(
        "partial_step",
        "不足一步的零头是否扣分？",
        "文件没有写明",
        (Option("completed", "满一步才扣，零头不计"), Option("started", "零头按一步扣")),
        "completed",
    ),
)
"""What the policy of any scored visit may say, also where the scheme has nothing that turns on it."""
ANY_SCORE = ("pass_mark", *(each.key for each in SCORED_BESIDES))


def readings_of(scheme: Scheme) -> tuple[OpenReading, ...]:
    """Every reading that a batch under the scheme can settle, the panel's own among them."""
    own = [each for each in scheme.readings if each.choices or each.key in BUILT_IN]
    listed = {each.key for each in own}
    return (*own, *(each for each in STANDING if each.key not in listed))


def readings_asked(scheme: Scheme) -> tuple[OpenReading, ...]:
    """Those on which something turns: how points are joined is nothing to ask where there are none."""
    return scheme.readings if scheme.conditional else readings_of(scheme)


def policy_keys(scheme: Scheme, *, panel: bool = True) -> tuple[str, ...]:
    """What a policy under the scheme may name; panel: with what concerns the joining of sheets.

    A scored visit may always name its pass mark and its reading of begun steps, also where nothing
    turns on it.
    """
    keys = [each.key for each in readings_of(scheme) if panel or each.key not in PANEL_ONLY]
    common = ANY_SCORE if scheme.kind == "scored" else ()
    return tuple(dict.fromkeys((*keys, *common)))
