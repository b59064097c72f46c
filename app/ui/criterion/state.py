"""A criterion's fields and lines as they are shown: frozen, every number already text. No Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseState:
    """One row of a rows field as typed, with the fault of each column."""

    name: str
    deduction: str
    reason: str
    name_fault: str = ""
    deduction_fault: str = ""
    reason_fault: str = ""


@dataclass(frozen=True, slots=True)
class FieldState:
    """One field of the criterion.

    kind: as the scheme has it. text: what stands in it (``true``/``false`` for a flag, a level's value,
    empty for nothing). chosen: a set's elements, None while unanswered. cases: a rows field's rows, None
    while unanswered. options: (value, label). hint: the allowed range in words. offered: common reasons.
    fault: what is wrong and how to mend it. owed: still asked for, though its points count already.
    unsaved: shown as typed, though storing it failed. beside: what the number comes to. counts: part and
    whole that a share is told from, None for what is no share; counted: what these are called. far:
    how many steps a large step is, 0 where
    nothing steps. scale: lowest, highest and step of judged points in hundredths. part_of: the field that
    this one is a part of and stands beside.
    """

    name: str
    kind: str
    label: str
    unit: str = ""
    text: str = ""
    chosen: tuple[str, ...] | None = None
    cases: tuple[CaseState, ...] | None = None
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    offered: tuple[str, ...] = ()
    fault: str = ""
    owed: bool = False
    unsaved: bool = False
    beside: str = ""
    counts: tuple[str, str] | None = None
    counted: tuple[str, str] = ("", "")
    far: int = 0
    scale: tuple[int, int, int] | None = None
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class LineState:
    """Why points were lost or won. points: signed text; lost: whether they came off."""

    points: str
    why: str
    cite: str
    lost: bool
