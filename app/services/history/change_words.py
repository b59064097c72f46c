"""What was changed, from what to what: findings by their kind, and texts by what is new in them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo

from app.common.words import say
from app.models.entries import EntryRow
from app.scoring import FindingSpec
from app.services.history.entry_values import Wording, odd
from app.services.sheet.slots import Slot

Quote = Callable[[str], str]
BRIEF = 40
CHOSEN = ("flag", "level")
WRITTEN = ("reason", "text")


@dataclass(frozen=True, slots=True)
class JointChange:
    """What entries did together. row: the last of them; before, after: JSON text; slot: None for no value."""

    row: EntryRow
    slot: Slot | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """How things are said. zone: of times in a sentence, None for the machine's; whole: nothing is cut."""

    wording: Wording
    zone: tzinfo | None = None
    whole: bool = False

    def quoted(self, text: str) -> str:
        """A text between quotation marks; long ones are cut in a list."""
        return say("“{text}”", text=text if self.whole else brief(text))


def brief(text: str, most: int = BRIEF) -> str:
    """A text on one line, cut with … where it is long."""
    line = " ".join(text[: most * 4].split())
    return line if len(line) <= most and len(text) <= most * 4 else line[: most - 1] + "…"


def finding_words(speaker: Speaker, change: JointChange) -> str:
    """How a finding changed, after its label."""
    slot = change.slot
    if slot is None:
        return odd()
    spec = speaker.wording.spec(slot.criterion, slot.field)
    label = say("{label}：", label=speaker.wording.label(slot))
    if change.before == change.after:
        return label + unchanged()
    before, after = json.loads(change.before), json.loads(change.after)
    if spec is not None and spec.kind in ("set", "rows") and after is not None:
        tell = _set if spec.kind == "set" else _cases
        return label + tell(speaker, spec, before, after)
    old, new = speaker.wording.finding(spec, before), speaker.wording.finding(spec, after)
    if spec is None or spec.kind in WRITTEN:
        return label + text_words(speaker, old, new)
    return label + _value(speaker, spec, old, new)


def _value(speaker: Speaker, spec: FindingSpec, old: str, new: str) -> str:
    chosen = spec.kind in CHOSEN
    show: Quote = speaker.quoted if chosen else (lambda text: text if speaker.whole else brief(text))
    if not new:
        return say("取消，原为{old}", old=show(old)) if chosen else _emptied(show(old))
    if not old:
        return say("选为{new}", new=show(new)) if chosen else say("填为 {new}", new=show(new))
    if chosen:
        return say("由{old}改选{new}", old=show(old), new=show(new))
    return say("由 {old}改为 {new}", old=_apart(show(old)), new=show(new))


def _apart(words: str) -> str:
    """Words with a space after them where they end in a figure or a Latin letter."""
    return f"{words} " if words[-1:].isascii() else words


def _emptied(old: str) -> str:
    return say("清空，原为 {old}", old=old) if old else say("清空")


def unchanged() -> str:
    """Of a run of entries that ended where it began."""
    return say("改动后又改回原样")


def text_words(speaker: Speaker, old: str, new: str) -> str:
    """How a text changed; what was only written on or cut off at the end is said alone."""
    quoted = speaker.quoted
    if new == old:
        return unchanged()
    if not new:
        return say("清空，原为{old}", old=quoted(old))
    if not old:
        return say("写为{new}", new=quoted(new))
    if new.startswith(old):
        return say("续写{tail}", tail=quoted(new[len(old) :]))
    if old.startswith(new):
        return say("删去末尾的{tail}", tail=quoted(old[len(new) :]))
    return say("由{old}改为{new}", old=quoted(old), new=quoted(new))


def _set(speaker: Speaker, spec: FindingSpec, before: object, after: object) -> str:
    if not isinstance(after, list):
        return say("填为 {new}", new=odd())
    held = before if isinstance(before, list) else []
    put = [speaker.wording.element(spec, each) for each in after if each not in held]
    taken = [speaker.wording.element(spec, each) for each in held if each not in after]
    parts = [
        say(words, names="".join(map(speaker.quoted, names)))
        for words, names in (("勾上{names}", put), ("去掉{names}", taken))
        if names
    ]
    if not after:
        parts.append(say("认定为均不具备"))
    return say("，").join(parts) or unchanged()


def _cases(speaker: Speaker, _spec: FindingSpec, before: object, after: object) -> str:
    if not isinstance(after, list):
        return say("填为 {new}", new=odd())
    held = before if isinstance(before, list) else []
    case, quoted = speaker.wording.case, speaker.quoted
    if len(after) == len(held):
        pairs = [(old, new) for old, new in zip(held, after, strict=True) if old != new]
        changed = [
            say("由{old}改为{new}", old=quoted(case(old)), new=quoted(case(new))) for old, new in pairs
        ]
        return say("；").join(changed) or unchanged()
    put = [each for each in after if each not in held]
    taken = [each for each in held if each not in after]
    parts = [
        say(words, rows="".join(quoted(case(row)) for row in rows))
        for words, rows in (("增加{rows}", put), ("去掉{rows}", taken))
        if rows
    ]
    return say("，").join(parts) or say("改为 {count} 行", count=len(after))
