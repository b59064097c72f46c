"""Stated substitutes: what is written for a character of a name that none of the fonts has.

A description of its form, such as 〔木某〕, or a like character. Which character it stands for is carried
along and printed, so that everybody who signs sees it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.common.errors import Fault
from app.common.glyphs import name, name_faults, shown, unprintable

CODE = "XP-5104"
LONGEST = 20

Substitutes = Mapping[str, str]
"""Character to what is written for it."""
StandsFor = Mapping[str, str]
"""What is written to the code point it stands for, such as ``U+31350``."""


def written(text: str, given: Substitutes) -> str:
    """A name with its substitutes in place of what cannot be printed."""
    return "".join(given.get(char, char).strip() for char in text) if given else text


def standing(text: str, given: Substitutes) -> dict[str, str]:
    """What stands for which character in a name that was typed with the character itself."""
    return {given[char].strip(): f"U+{ord(char):04X}" for char in dict.fromkeys(text) if char in given}


def faults(where: str, given: Substitutes) -> Iterator[Fault]:
    """A fault for each substitute that cannot be taken. where: dotted, before the character."""
    taken: set[str] = set()
    for char, words in given.items():
        told = _fault(char, name(words), taken)
        taken.add(name(words))
        if told:
            yield Fault(f"{where}.{char}", told, CODE)


def _fault(char: str, words: str, taken: set[str]) -> str:
    if len(char) != 1 or unprintable(char) != (char,):
        return f"“{char}”印得出来，或不是单个字，不用替代写法，请删去。"
    if not words or len(words) > LONGEST:
        return f"请写明{shown(char)}印成什么，如“〔木某〕”，不超过 {LONGEST} 个字。"
    if name_faults("", "", words):
        return f"{shown(char)}的替代写法里也有印不出来的字，请改写。"
    return f"“{words}”已用来代替另一个字，请改写。" if words in taken else ""


def sentences(whose: str, stands_for: StandsFor) -> tuple[str, ...]:
    """What stands for what in somebody's name, as it is printed."""
    return tuple(f"“{words}”代字库没有的字 {code}（{whose}）" for words, code in stands_for.items())
