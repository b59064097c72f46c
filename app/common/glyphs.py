"""What the vendored fonts can print, known without opening them, and what is printed for a few odd marks.

``resources/fonts/coverage.txt`` holds the fonts' characters as ranges; ``docs/fonts/coverage.py`` makes it, a
test compares it with the fonts. Asked at every keystroke, so nothing here is slow to import or to answer.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import cache

from app.common.errors import Fault
from app.common.paths import resources

CODE = "XP-5101"
NAME_CODE = "XP-5103"
_MARKS = {
    "☑": "√", "✔": "√", "✅": "√", "🗹": "√", "✓": "√", "☒": "×", "✘": "×", "✗": "×", "✖": "×",
    "❌": "×", "❎": "×",
    "\uf0b7": "·", "\uf0a7": "·", "\uf06c": "·", "\uf0d8": "·", "•": "·", "‧": "·", "∙": "·", "⋅": "·",
    "\uf0fc": "√", "\uf0fe": "√", "\uf052": "√", "\uf0a8": "□", "☐": "□", "⬜": "□", "◻": "□",
    "‒": "–", "⸺": "——", "―": "—", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl",
    "➢": "·", "▪": "·", "⭐": "★", "➔": "→", "➜": "→",
}  # fmt: skip
_DOTS = frozenset("・•‧∙⋅･\uf0b7")
_RADICALS = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "母民虎西见角贝车长门青页风飞食马鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
_COMPATIBLE = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
_RARER = range(0x20000, 0x3FFFE)
"""The planes of rare hanzi, of which more are named than any one table of characters knows."""
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def printable(text: str) -> str:
    """Text as it is printed: ticks, bullets, dashes, ligatures, odd figures in a form that the fonts have."""
    return text if text.isascii() else "".join(_printed(char) for char in text)


@cache
def _printed(char: str) -> str:
    known = _MARKS.get(char)
    if known is not None:
        return known
    if covers(char) and not _in(char, _COMPATIBLE[:1]):
        return char
    simple = _ordinary(char)
    if simple != char and all(covers(each) for each in simple):
        return simple if len(simple) == 1 or not simple.isdigit() else f"({simple})"
    return char


def _ordinary(char: str) -> str:
    return _RADICALS.get(char) or unicodedata.normalize("NFKC", char)


def unprintable(text: str) -> tuple[str, ...]:
    """The characters of a text for which nothing can be printed, each once, in order."""
    if text.isascii():
        return ()
    odd = (char for char in dict.fromkeys(printable(text)) if not covers(char) and not _unseen(char))
    return tuple(odd)


def hint(text: str) -> str:
    """What to tell whoever is typing a text, at once: empty where all of it can be printed."""
    odd = unprintable(text)
    return f"字库中没有{'、'.join(shown(char) for char in odd)}，印不出来，请改用其他写法。" if odd else ""


def fault(where: str, place: str, text: str) -> tuple[Fault, ...]:
    """A fault for each character of a text that cannot be printed. place: where it stands, in words."""
    return tuple(Fault(where, words(place, char), CODE) for char in unprintable(text))


def words(place: str, char: str) -> str:
    """That a character cannot be printed, and what to do."""
    return f"{place}中的字{shown(char)}字库中没有，无法印出，请改用其他写法。"


def shown(char: str) -> str:
    """A character with its code point, or the code point alone where nothing could be seen of it."""
    point = f"U+{ord(char):04X}"
    kind = unicodedata.category(char)
    if kind == "Cn" and ord(char) in _RARER:
        return f"“□”（{point}，生僻汉字）"
    return f"“□”（{point}，非文字符号）" if kind in {"Cs", "Co", "Cn"} else f"“{char}”（{point}）"


def name(text: str) -> str:
    """A name on one line, its middle dot in the one form that certificates and papers carry."""
    joined = "".join("·" if char in _DOTS else char for char in unicodedata.normalize("NFC", text))
    return " ".join(joined.split())


def name_faults(where: str, place: str, text: str) -> tuple[Fault, ...]:
    """What keeps a name from being printed as it is; a radical is never put right silently in a name."""
    rare = [
        Fault(
            where,
            f"{place}中的字{shown(char)}字库中没有，无法印出；请写明替代写法（如“〔木某〕”“⿰木某”，或相近的字），"
            "结论会注明它代的是哪个字。",
            CODE,
        )
        for char in dict.fromkeys(text)
        if not covers(char) and not _unseen(char)
    ]
    return (*rare, *_lookalikes(where, place, text))


def _lookalikes(where: str, place: str, text: str) -> list[Fault]:
    found = [char for char in dict.fromkeys(text) if _in(char, _COMPATIBLE) and _ordinary(char) != char]
    return [
        Fault(
            where,
            f"{place}中的{shown(char)}是部首或兼容字，不是通用的“{_ordinary(char)}”字，请核对后重新输入。",
            NAME_CODE,
        )
        for char in found
    ]


def covers(char: str) -> bool:
    """Whether one of the fonts has the character."""
    bounds = _bounds()
    return bisect_right(bounds, ord(char)) % 2 == 1


@cache
def _bounds() -> tuple[int, ...]:
    """First of a range, first after it, and so on, ascending."""
    lines = (resources() / "fonts" / "coverage.txt").read_text("ascii").split()
    ends = [
        (int(low, 16), int(high or low, 16) + 1) for low, _, high in (line.partition("-") for line in lines)
    ]
    return tuple(bound for pair in ends for bound in pair)


def _unseen(char: str) -> bool:
    """Whether a character takes no ink: blanks, controls, selectors of a form."""
    kind = unicodedata.category(char)
    return kind in {"Zs", "Zl", "Zp", "Cc", "Cf"} or _in(char, _SELECTORS)


def _in(char: str, blocks: tuple[range, ...]) -> bool:
    return any(ord(char) in block for block in blocks)
