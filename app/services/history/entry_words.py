"""One ledger entry, or a run of them, as a sentence: what was done, from what to what."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo

from app.common.clock import moment_of
from app.common.words import say
from app.scoring.model.kinds import WORDS
from app.services.history.change_words import (
    BRIEF,
    JointChange,
    Speaker,
    brief,
    finding_words,
    text_words,
    unchanged,
)
from app.services.history.entry_values import Wording, odd, paper_parts, plain
from app.services.sheet.papers import FORMS


def deed_words(speaker: Speaker, change: JointChange) -> str:
    """The sentence, without its end; a kind that a later program wrote is said to be unknown."""
    tell = DEEDS.get(change.row.kind)
    return tell(speaker, change) if tell else say("本版本不认识的一条记录")


def clock_words(at: str, zone: tzinfo | None) -> str:
    """A moment of the ledger in local time, such as ``5 月 12 日 09:31:05``."""
    local = moment_of(at).astimezone(zone)
    return say("{month} 月 {day} 日 {time}", month=local.month, day=local.day, time=f"{local:%H:%M:%S}")


def local(at: str, zone: tzinfo | None) -> datetime:
    """A moment of the ledger in local time."""
    return datetime.fromisoformat(at).astimezone(zone)


# What stands beside the findings.


def _note(speaker: Speaker, change: JointChange) -> str:
    before, after = (json.loads(text) for text in (change.before, change.after))
    return say("备注") + text_words(speaker, plain(before), plain(after))


def _mark(speaker: Speaker, change: JointChange) -> str:
    before, after = (json.loads(text) for text in (change.before, change.after))
    old, new = _marks(before), _marks(after)
    groups: dict[tuple[str | None, str | None], list[str]] = {}
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            groups.setdefault((old.get(name), new.get(name)), []).append(name)
    cid = change.row.criterion
    said = [
        _marked(speaker, [speaker.wording.paper_of_evidence(cid, name) for name in names], *marks)
        for marks, names in groups.items()
    ]
    return say("；").join(said) or say("材料的核验情况") + unchanged()


def _marks(value: object) -> dict[str, str]:
    return {name: str(mark) for name, mark in value.items()} if isinstance(value, dict) else {}


def _marked(speaker: Speaker, labels: Sequence[str], old: str | None, new: str | None) -> str:
    names = "".join(map(speaker.quoted, labels))
    told = speaker.wording.mark
    if new is None:
        return say("材料{names}取消标记，原为{old}", names=names, old=told(old))
    if old is None:
        return say("材料{names}标为{new}", names=names, new=told(new))
    return say("材料{names}由{old}改标{new}", names=names, old=told(old), new=told(new))


def _file(speaker: Speaker, change: JointChange) -> str:
    before, after = (json.loads(text) for text in (change.before, change.after))
    kind = say("文件") if change.row.criterion else say("签名页")
    if after is None:
        return say("取下{kind}{name}", kind=kind, name=speaker.quoted(speaker.wording.file(before)))
    if before is None:
        return say("附上{kind}{name}", kind=kind, name=speaker.quoted(speaker.wording.file(after)))
    return say("{kind}的说明改为{name}", kind=kind, name=speaker.quoted(speaker.wording.file(after)))


def _paper(speaker: Speaker, change: JointChange) -> str:
    before, after = (json.loads(text) for text in (change.before, change.after))
    if before is None and after is None:
        return say("工作记录新写后又删去")
    kind, new = paper_parts(after if after is not None else before)
    head = say("{kind}记录", kind=say(FORMS[kind].word)) if kind else say("工作记录")
    words = speaker.wording.paper(after if after is not None else before)
    told = say("：{words}", words=words if speaker.whole else brief(words)) if words else ""
    if after is None:
        return say("删去{head}", head=head) + told
    if before is None:
        return say("新写{head}", head=head) + told
    _, old = paper_parts(before)
    columns = FORMS[kind].columns if kind else {}
    changed = [name for name in columns if old.get(name, "") != new.get(name, "")]
    shown = speaker.wording.column
    said = [
        speaker.quoted(say(columns[name]))
        + text_words(speaker, shown(name, old.get(name, "")), shown(name, new.get(name, "")))
        for name in changed
    ]
    return head + (say("；").join(said) or unchanged())


def _flag(_speaker: Speaker, change: JointChange) -> str:
    return say("去掉本项的标记") if json.loads(change.after) is None else say("标记本项，待回头再看")


# Steps back and forth, and what concerns the sheet as a whole.

BY_ASPECT: Mapping[str, Callable[[Speaker, JointChange], str]] = {
    "finding": finding_words,
    "note": _note,
    "mark": _mark,
    "attachment": _file,
    "paper": _paper,
    "flag": _flag,
}


def _back(speaker: Speaker, change: JointChange) -> str:
    """An undo names the deed that it takes back."""
    deed = JointChange(change.row, change.slot, change.after, change.before)
    return say("撤销（{deed}），已恢复原样", deed=_again(speaker, deed))


def _redo(speaker: Speaker, change: JointChange) -> str:
    return say("重做（{deed}）", deed=_again(speaker, change))


def _again(speaker: Speaker, change: JointChange) -> str:
    return BY_ASPECT[change.slot.aspect](speaker, change) if change.slot else odd()


def _open(speaker: Speaker, _change: JointChange) -> str:
    return say("建立{sheet}", sheet=_sheet(speaker))


def _recusal(_speaker: Speaker, _change: JointChange) -> str:
    return say("确认回避与纪律承诺")


def _lock(speaker: Speaker, change: JointChange) -> str:
    told = json.loads(change.after)
    held = told if isinstance(told, dict) else {}
    left, pages = held.get("open"), held.get("pages")
    signed = say("，附签名页 {count} 页", count=pages) if type(pages) is int else ""
    if not isinstance(left, list) or not left:
        return say("锁定{sheet}，各项均已完成", sheet=_sheet(speaker)) + signed
    names = say("、").join(_named(speaker.wording, cid) for cid in left)
    words = (
        say(
            "锁定{sheet}，尚有 {count} 项没有完成：{names}",
            sheet=_sheet(speaker),
            count=len(left),
            names=names,
        )
        + signed
    )
    return words if speaker.whole else brief(words, 2 * BRIEF)


def _reopen(speaker: Speaker, _change: JointChange) -> str:
    return say("重新打开已锁定的{sheet}", sheet=_sheet(speaker))


def _sheet(speaker: Speaker) -> str:
    return WORDS[speaker.wording.scheme.kind].sheet


def _named(wording: Wording, cid: object) -> str:
    criterion = wording.criterion(cid if isinstance(cid, str) else None)
    return f"{criterion.id} {criterion.item}" if criterion else say("方案以外的一项")


def _leap(speaker: Speaker, change: JointChange) -> str:
    times = [json.loads(text) for text in (change.before, change.after)]
    forward = str(times[1]) > str(times[0])
    try:
        old, new = (clock_words(str(each), speaker.zone) for each in times)
    except ValueError:
        return say("计算机的时钟被调动")
    if forward:
        return say("计算机的时钟被调快：由 {old} 调到 {new}", old=old, new=new)
    return say("计算机的时钟被调回：由 {old} 调回到 {new}", old=old, new=new)


def _join(speaker: Speaker, change: JointChange) -> str:
    told = json.loads(change.after)
    taken = told.get("taken") if isinstance(told, dict) else None
    if not isinstance(taken, list) or not taken:
        return say("与另一份记录比较，全部以这一份为准")
    names = say("、").join(_named(speaker.wording, cid) for cid in taken)
    words = say("与另一份记录合并，{count} 项取自另一份：{names}", count=len(taken), names=names)
    return words if speaker.whole else brief(words, 2 * BRIEF)


DEEDS: Mapping[str, Callable[[Speaker, JointChange], str]] = {
    "open": _open,
    "finding": finding_words,
    "note": _note,
    "mark": _mark,
    "attach": _file,
    "detach": _file,
    "paper": _paper,
    "flag": _flag,
    "undo": _back,
    "redo": _redo,
    "recusal": _recusal,
    "lock": _lock,
    "reopen": _reopen,
    "clock": _leap,
    "join": _join,
}
"""The words for every kind of entry that a sheet's ledger knows."""
