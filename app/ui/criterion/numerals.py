"""Numbers as people write them, made plain: full-width digits, separators, units, Chinese numerals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from app.scoring.model.points import read_number, show_number

MAX_TYPED = 200
_GROUPED = re.compile(r"\d{1,3}(?:[, ]\d{3})+(?:\.\d*)?")
_DIGITS: Mapping[str, int] = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_TENS: Mapping[str, int] = {"十": 10, "百": 100, "千": 1000}
_NOUGHTS = "零〇"
_SPOKEN_SHORT = (100, 1000)  # a bare digit after these counts the next lower place in speech
MYRIAD = 10_000
# What an amount in 万元 is multiplied with for the unit that was typed: exactly, as top and bottom.
_MONEY: Mapping[str, tuple[int, int]] = {
    "亿元": (MYRIAD, 1),
    "亿": (MYRIAD, 1),
    "万元": (1, 1),
    "万": (1, 1),
    "元": (1, MYRIAD),
}
_SHARES: Mapping[str, tuple[int, int]] = {"%": (1, 1), "‰": (1, 10), "成": (10, 1)}


def plain_number(typed: str, unit: str = "") -> str:
    """What was typed as plain digits, in the field's unit; text that is no number stays, to be mended.

    ``１２。５`` is 12.5, ``3,000`` is 3000, ``三十`` is 30; in 万元 ``1.2亿`` is 12000. What could be
    read in two ways, such as ``3,5`` or ``三百五`` (350 as it is said, never 305), stays as it is.
    """
    if len(typed) > MAX_TYPED:
        return typed.strip()
    text = unicodedata.normalize("NFKC", typed).strip().replace("。", ".")
    for ending, times in _endings(unit).items():
        if text.endswith(ending) and text != ending:
            head = _digits(text.removesuffix(ending).strip())
            return _times(head, times) or text
    return _digits(text)


def _endings(unit: str) -> Mapping[str, tuple[int, int]]:
    """The units that may be typed after a number, longest first."""
    if unit == "万元":
        return _MONEY
    if unit == "%":
        return _SHARES
    return {unit: (1, 1)} if unit else {"%": (1, 1)}


def _times(digits: str, times: tuple[int, int]) -> str:
    number = read_number(digits)
    if number is None:
        return ""
    top, bottom = number[0] * times[0], number[1] * times[1]
    return show_number((top, bottom))


def _digits(text: str) -> str:
    """Plain digits of a text: separators in their places, a begun decimal, or Chinese numerals."""
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "").replace(" ", "")
    told = chinese_number(text)
    return str(told) if told is not None else text.removesuffix(".").strip()


def chinese_number(text: str) -> int | None:
    """A whole number in Chinese numerals, such as ``一百零五`` or ``二〇``; None where it is none."""
    if not text or any(mark not in _DIGITS and mark not in _TENS and mark != "万" for mark in text):
        return None
    if all(mark in _DIGITS for mark in text):
        return int("".join(str(_DIGITS[mark]) for mark in text))
    head, _, tail = text.rpartition("万")
    above, below = _under_myriad(head) if head else 0, _under_myriad(tail) if tail else 0
    if above is None or below is None or (not head and "万" in text) or "万" in head:
        return None
    if head and tail and all(mark in _DIGITS for mark in tail) and tail[0] not in _NOUGHTS:
        return None  # 一万二 is said for 12000, and would be read as 10002
    return above * MYRIAD + below


def _under_myriad(text: str) -> int | None:
    total, digit, last = 0, 0, MYRIAD
    for place, mark in enumerate(text):
        if mark in _TENS:
            tens = _TENS[mark]
            if tens >= last or (not digit and place and text[place - 1] != "零"):
                return None
            total, digit, last = total + (digit or 1) * tens, 0, tens
        elif digit:
            return None
        else:
            digit = _DIGITS[mark]
    if digit and last in _SPOKEN_SHORT and text[-2] not in _NOUGHTS:
        return None  # 三百五 is said for 350, and would be read as 305
    return total + digit


def grouped(number: str) -> str:
    """A plain number with a comma between thousands: ``12345.6`` is ``12,345.6``."""
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}{point}{rest}"


def money_words(value: object) -> str:
    """A large amount in 万元 as it is read: in thousands, and in 亿元 from one 亿; empty for a small one."""
    number = read_number(value)
    if number is None or number[0] < 1000 * number[1]:
        return ""
    told = f"{grouped(show_number(number))} 万元"
    if number[0] < MYRIAD * number[1]:
        return told
    return f"{told}，即 {grouped(show_number((number[0], number[1] * MYRIAD)))} 亿元"
