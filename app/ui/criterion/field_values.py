"""What a person types into what is stored: full-width digits, begun decimals, half points. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.scoring import FindingSpec
from app.scoring.model.points import as_points, format_points, read_number, show_number
from app.scoring.model.rules import Rule
from app.scoring.model.words import span_words
from app.scoring.rules.step_short import StepShort
from app.ui.criterion.numerals import plain_number

NUMBERS = frozenset({"count", "share", "amount", "points"})
WRITTEN = NUMBERS | {"reason", "text", "rows"}
FLAGS: Mapping[str, bool] = {"true": True, "false": False}
HALF_POINT = 50
SHARE_SCALE = 10**8
OF = "/"  # between the part and the whole, where a share is given as counts
IN_BOXES = " / "  # the same, from the two boxes beside the field
FAR = {"count": 10, "share": 5, "amount": 10, "points": 2}


def stored(kind: str, typed: object, unit: str = "") -> object:
    """The value to store for what a field of that kind and unit gives; None for nothing."""
    if kind == "share" and OF in counts_text(str(typed)):
        part, whole = counts_of(str(typed))
        return share_text(part, whole) or (counts_text(str(typed)) if part or whole else None)
    if kind in NUMBERS:
        return number_text(str(typed), unit) or None
    if kind == "flag":
        return FLAGS.get(str(typed))
    if kind == "rows" and isinstance(typed, list):
        return [{**case, "deduction": number_text(case["deduction"], "分")} for case in cases_of(typed)]
    if isinstance(typed, str):
        return typed if typed.strip() else None
    return typed


def number_text(typed: str, unit: str = "") -> str:
    """Digits as people and input methods give them, made plain: ``１２。５`` is 12.5, ``95%`` is 95."""
    return plain_number(typed, unit)


def counts_text(typed: str) -> str:
    """What was typed with the stroke between part and whole made plain."""
    return typed.replace("／", OF).replace("÷", OF)


def counts_of(typed: object) -> tuple[str, str]:
    """Part and whole of a share that is given as counts; both empty where it is not."""
    part, stroke, whole = counts_text(typed).partition(OF) if isinstance(typed, str) else ("", "", "")
    return (number_text(part), number_text(whole)) if stroke else ("", "")


def shown_share(text: str, stored: object) -> str:
    """What stands in a share's own field: what came from the boxes beside it stands there as a percentage."""
    if IN_BOXES not in text:
        return text
    return "" if isinstance(stored, str) and OF in stored else shown(stored)


def share_text(part: str, whole: str) -> str:
    """What percentage a counted part is of its counted whole; empty where that cannot be told.

    Cut after eight decimals, never rounded up: 84.9999… per cent must not become the 85 that is wanted.
    """
    top, bottom = read_number(number_text(part)), read_number(number_text(whole))
    if top is None or bottom is None or not bottom[0] or top[0] * bottom[1] > bottom[0] * top[1]:
        return ""
    scaled = top[0] * bottom[1] * 100 * SHARE_SCALE // (top[1] * bottom[0])
    whole_part, rest = divmod(scaled, SHARE_SCALE)
    return f"{whole_part}.{rest:08}".rstrip("0").rstrip(".")


def shown(value: object) -> str:
    """A stored value as a field's text; empty for nothing."""
    if value is None or isinstance(value, list | tuple | dict):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def stepped(spec: FindingSpec, value: object, steps: int) -> str:
    """The value some steps up or down, held inside the allowed range; from nothing, the nearest bound."""
    move = _points_stepped if spec.kind in {"points", "rows"} else _number_stepped
    kind = spec.kind if spec.kind in NUMBERS else "points"
    return move(spec, stored(kind, str(value or ""), spec.unit), steps)


def _points_stepped(spec: FindingSpec, value: object, steps: int) -> str:
    low = _points(spec.low) or 0
    high = _points(spec.high)
    step = spec.step or HALF_POINT
    number = read_number(value)
    now = as_points(number) if number else None
    if now is None:
        return format_points(low if steps > 0 or high is None else high)
    moved = max(now + steps * step, low)
    return format_points(moved if high is None else min(moved, high))


def _number_stepped(spec: FindingSpec, value: object, steps: int) -> str:
    """A count, a share or an amount moved by whole units; its decimals stay."""
    top, bottom = read_number(value) or (0, 1)
    low, high = spec.low or (0, 1), spec.high
    moved = (top + steps * bottom, bottom)
    if moved[0] * low[1] < low[0] * bottom:
        return show_number(low)
    if high and moved[0] * high[1] > high[0] * bottom:
        return show_number(high)
    return show_number(moved)


def far_step(spec: FindingSpec, rules: Sequence[Rule], profile: Mapping[str, str]) -> int:
    """How many steps one large step is: the step of the rule that counts the field, where it has one."""
    for rule in rules:
        step = rule.step.at(profile) if isinstance(rule, StepShort) and rule.finding == spec.name else None
        if step and rule_counts_alone(rule) and step[0] % step[1] == 0:
            return step[0] // step[1]
    return FAR.get(spec.kind, 0)


def rule_counts_alone(rule: Rule) -> bool:
    """Whether a rule counts its field by itself, not as a share of another."""
    return isinstance(rule, StepShort) and rule.whole is None


def range_hint(spec: FindingSpec) -> str:
    """The allowed range in words, such as ``1–5 分，0.5 分一档``; empty where there is none."""
    if spec.kind not in {"points", "rows"} or spec.high is None:
        return ""
    return span_words(spec)


def scale_of(spec: FindingSpec) -> tuple[int, int, int] | None:
    """Lowest, highest and step of judged points in hundredths; None for anything else, or without an end."""
    high = _points(spec.high)
    if spec.kind != "points" or high is None:
        return None
    return _points(spec.low) or 0, high, spec.step or HALF_POINT


def joined_reason(now: str, offered: str) -> str:
    """A common reason added to what is written already."""
    written = now.strip().rstrip("；。")
    if not written or offered in written:
        return written or offered
    return f"{written}；{offered}"


def toggled(chosen: Sequence[str] | None, element: str, order: Sequence[str]) -> list[str]:
    """A set with one element put in or taken out, in the scheme's order."""
    held = set(chosen or ()) ^ {element}
    return [value for value in order if value in held]


def _points(bound: tuple[int, int] | None) -> int | None:
    return as_points(bound) if bound else None


CASE_COLUMNS = ("name", "deduction", "reason")
Case = dict[str, str]


def cases_of(value: object) -> list[Case]:
    """A rows field's stored value as rows of texts."""
    rows = value if isinstance(value, list | tuple) else []
    return [{key: str(row.get(key) or "") for key in CASE_COLUMNS} for row in rows if isinstance(row, dict)]


def case_changed(value: object, place: int, column: str, typed: str) -> list[Case]:
    """The rows with one cell changed. Raises IndexError for a row there is not."""
    rows = cases_of(value)
    rows[place][column] = typed
    return rows


def case_added(value: object) -> list[Case]:
    """The rows with an empty one more."""
    return [*cases_of(value), dict.fromkeys(CASE_COLUMNS, "")]


def case_removed(value: object, place: int) -> list[Case]:
    """The rows without one."""
    return [row for at, row in enumerate(cases_of(value)) if at != place]
