"""What would win points back, or meet a condition, in words: the requirement, the field, what it gives."""

from __future__ import annotations

from collections.abc import Iterable

from app.scoring.judge.mends import Mend
from app.scoring.model.changes import Change
from app.scoring.model.points import Exact, format_points, show_number
from app.scoring.model.specs import FindingSpec
from app.scoring.model.words import says_itself, unit_of


def mend_words(mend: Mend) -> str:
    """A mend as a sentence without its end: ``要求 200 人，高级工达到 181 人（再有 6 人）即少扣 0.5 分``."""
    done = "，且".join(change_words(each, empty=mend.empty) for each in mend.changes)
    return f"{done}即{_promise(mend)}"


def mends_words(every: Iterable[Mend]) -> str:
    """Several mends, each for itself."""
    return "；".join(map(mend_words, every))


def _promise(mend: Mend) -> str:
    match mend.promise:
        case "full":
            return "得满分" if mend.empty else "不扣分"
        case "part":
            return f"{'多得' if mend.empty else '少扣'} {format_points(mend.gain)} 分"
        case "met":
            return "符合"
        case "cleared":
            return "不再因此不合格"
        case "open":
            return f"可重新评定，届时另填{'、'.join(f'“{label}”' for label in mend.asked)}"


def change_words(change: Change, *, empty: bool = False) -> str:
    """One field brought to what it takes, the requirement first where the step falls short of it."""
    if change.numeric:
        return f"{_required(change, empty=empty)}{_number(change)}"
    spec, then = change.spec, change.then
    if spec.kind == "rows":
        return f"{'、'.join(f'“{row.name}”' for row in change.now)}整改到位"
    if spec.kind == "set":
        return whole(
            option.label
            for option in spec.options
            if option.value in then and option.value not in (change.now or ())
        )
    label, *others = [_label(spec, value) for value in (then, *change.also)]
    if bare(spec, label):
        return label
    named = "或".join(f"“{each}”" for each in (label, *others))
    return f"{spec.label}为{named}{'或更高' if change.higher else ''}"


def _label(spec: FindingSpec, value: object) -> str:
    key = str(value).lower() if isinstance(value, bool) else value
    return next(option.label for option in spec.options if option.value == key)


def bare(spec: FindingSpec, label: str) -> bool:
    """Whether an answer says by itself what it is about."""
    return spec.kind == "flag" and (spec.label in label or says_itself(spec))


def _required(change: Change, *, empty: bool) -> str:
    """What the document asks for, where that is more than the next step, or a share of what is counted."""
    wanted = change.wanted
    if wanted is None:
        return ""
    if change.share:
        return f"{change.share}要求 {show_number(wanted)}%，总数不变时"
    if not change.beyond and not _less(change.then, wanted):
        return ""
    return f"{'满分须' if empty else '要求'} {show_number(wanted)}{unit_of(change.spec)}，"


def _less(left: Exact, right: Exact) -> bool:
    return left[0] * right[1] < right[0] * left[1]


def _number(change: Change) -> str:
    """What a number must come to, and how much that is from here."""
    spec, now, then = change.spec, change.now, change.then
    head, unit = spec.label.removesuffix("达到"), unit_of(spec)
    goal = f"{show_number(then)}{unit}"
    if change.beyond:
        return f"{head}高于 {goal}{' ' if unit == '%' else ''}"
    if _less(then, now):
        return f"{head}不超过 {goal}（减少 {_apart(now, then)}{_gap(spec)}）"
    return f"{head}达到 {goal}（再有 {_apart(then, now)}{_gap(spec)}）"


def _gap(spec: FindingSpec) -> str:
    return " 个百分点" if spec.unit == "%" else unit_of(spec)


def _apart(more: Exact, less: Exact) -> str:
    lack = more[0] * less[1] - less[0] * more[1], more[1] * less[1]
    return show_number(lack)


def whole(missing: Iterable[str]) -> str:
    """What is missing from a set."""
    return f"补齐{'、'.join(missing)}"
