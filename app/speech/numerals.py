"""Numbers as they are spoken: cardinals, decimals, digits one by one, and where 2 is 两."""

from __future__ import annotations

import re

DIGITS = "零一二三四五六七八九"
YEAR_DIGITS = "〇一二三四五六七八九"
TELEPHONE_DIGITS = "零幺二三四五六七八九"
PLACES = ("", "十", "百", "千")
GROUPS = ("", "万", "亿")
MOST_DIGITS = 12
"""Longer numbers are told digit by digit."""
MEASURE = re.compile(
    "[万亿人名位个家项次所份门种类条处台套间分天周元件本页张场批届倍支轮节篇部米期册笔组层栋座辆步㎡]"
    "|m²|m2|小时|平方米|年(?!级)"
)
"""Before one of these a 2 by itself is 两."""
ORDINAL, MINUS = "第", "−"
CALENDAR = "月日时分点"
"""Before one of these 05 is 5."""


def one_by_one(digits: str, words: str = DIGITS) -> str:
    """Digits each by itself."""
    return "".join(words[int(digit)] for digit in digits)


def number(written: str, before: str, after: str) -> str:
    """A number as it is written, thousands commas among it. before, after: the text around it."""
    whole, point, decimals = written.replace(",", "").partition(".")
    if point:
        return f"{cardinal(whole)}点{one_by_one(decimals)}"
    if len(whole) == 2 and whole[0] == "0" and after[:1] in CALENDAR and after:
        whole = whole[1]
    if whole == "2" and MEASURE.match(after) and before[-1:] not in (ORDINAL, MINUS):
        return "两"
    return cardinal(whole)


def cardinal(digits: str) -> str:
    """A whole number; one that begins with a needless 0, or is very long, digit by digit."""
    if len(digits) > MOST_DIGITS or (digits[0] == "0" and len(digits) > 1):
        return one_by_one(digits)
    if digits == "0":
        return DIGITS[0]
    told = ""
    groups = [int(digits[max(end - 4, 0) : end]) for end in range(len(digits), 0, -4)]
    pending = False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if told and (not group or group < 1000):
            pending = True
        if group:
            told += (DIGITS[0] if pending else "") + _group(group) + GROUPS[place]
            pending = False
    return _begun(told)


def _group(group: int) -> str:
    """A number below ten thousand, 10 as 一十."""
    told, zero = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            told += (DIGITS[0] if zero else "") + DIGITS[digit] + PLACES[place]
            zero = False
        else:
            zero = bool(told)
    return told


def _begun(told: str) -> str:
    """How a cardinal begins: 十五 for 一十五, 两千 for 二千."""
    if told.startswith("一十"):
        return told[1:]
    return f"两{told[1:]}" if told[0] == "二" and told[1:2] in ("千", "万", "亿") and told[1:] else told
