"""What each kind of ledger entry may say. A receiver looks at every entry, not at what is left alone.

What was odd and taken away again comes to light when somebody looks back or undoes, and a file's name in the
ledger leads to a place on the disk. A kind that a later program wrote says nothing to this one and may pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app.common.clock import moment_of
from app.common.errors import Refusal
from app.common.lines import is_reason
from app.scoring import Scheme
from app.services.sheet.papers import must_fit
from app.services.store.site import LONGEST_CAPTION, MARKS

if TYPE_CHECKING:
    from app.common.ledger import EntryRecord

_DIGEST = re.compile(r"[0-9a-f]{64}")
_FILE = {"name": str, "size": int, "media_type": str, "personal": bool}


def must_have_shape(entry: EntryRecord, scheme: Scheme) -> None:
    """Raises Refusal unless a program of ours could have written this entry by itself."""
    judge = SHAPES.get(entry.kind)
    known = entry.criterion is None or entry.criterion in scheme.by_id
    if judge is not None and not (known and judge(entry)):
        raise misshapen(entry.seq)


def misshapen(seq: int) -> Refusal:
    """The refusal of an entry that no program of ours has written."""
    return Refusal.because(
        f"记录第 {seq} 条的内容不合规定，整份记录不予采用。请对方用最新版本重新导出。",
        where=f"entries.{seq - 1}",
        code="XP-3703",
    )


def _finding(entry: EntryRecord) -> bool:
    """What a finding says is for scoring to judge: a wrong value is kept as it was typed."""
    return entry.criterion is not None and entry.field is not None


def _note(entry: EntryRecord) -> bool:
    return _whole(entry) and (entry.after is None or isinstance(entry.after, str))


def _mark(entry: EntryRecord) -> bool:
    marks = entry.after
    return _whole(entry) and (
        marks is None or (isinstance(marks, dict) and all(mark in MARKS for mark in marks.values()))
    )


def _flag(entry: EntryRecord) -> bool:
    return _whole(entry) and (entry.after is None or entry.after is True)


def _paper(entry: EntryRecord) -> bool:
    if entry.criterion is None or entry.field is None:
        return False
    try:
        if entry.after is not None:
            must_fit(entry.after)
    except Refusal:
        return False
    return True


def _attach(entry: EntryRecord) -> bool:
    told = entry.after
    if not isinstance(told, dict):
        return False
    caption = told.get("caption", "-")
    if {name: type(value) for name, value in told.items() if name != "caption"} != _FILE:
        return False
    if not isinstance(caption, str) or not 0 < len(caption) <= LONGEST_CAPTION:
        return False
    size = told["size"]
    return _digest(entry) and isinstance(size, int) and size >= 0


def _detach(entry: EntryRecord) -> bool:
    return _digest(entry) and entry.after is None


def _clock(entry: EntryRecord) -> bool:
    try:
        return all(isinstance(at, str) and moment_of(at) for at in (entry.before, entry.after))
    except ValueError:
        return False


def _lock(entry: EntryRecord) -> bool:
    """An empty one is an old program's."""
    told = entry.after
    if told is None:
        return True
    if not isinstance(told, dict) or type(told.get("pages", 0)) is not int:
        return False
    left = told.get("open")
    return isinstance(left, list) and all(isinstance(each, str) for each in left)


def _reopen(entry: EntryRecord) -> bool:
    """Of the sheet as a whole, and never without a reason."""
    return entry.criterion is None and entry.after is None and is_reason(entry.why)


def _join(entry: EntryRecord) -> bool:
    """Which other ledger of this sheet was settled, by its last entry, and what was taken from it."""
    told = entry.after
    if not isinstance(told, dict) or set(told) != {"head", "taken"}:
        return False
    head, taken = told["head"], told["taken"]
    named = isinstance(head, str) and _DIGEST.fullmatch(head) is not None
    return named and isinstance(taken, list) and all(isinstance(each, str) for each in taken)


def _whole(entry: EntryRecord) -> bool:
    """Of a criterion as a whole."""
    return entry.criterion is not None and entry.field is None


def _digest(entry: EntryRecord) -> bool:
    return entry.field is not None and _DIGEST.fullmatch(entry.field) is not None


SHAPES: Mapping[str, Callable[[EntryRecord], bool]] = {
    "finding": _finding,
    "note": _note,
    "mark": _mark,
    "flag": _flag,
    "paper": _paper,
    "attach": _attach,
    "detach": _detach,
    "clock": _clock,
    "lock": _lock,
    "reopen": _reopen,
    "join": _join,
}
