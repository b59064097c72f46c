"""How Excel shows a number that it stores: days, percents, numbers rounded or dressed with words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

DAY_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
PLAIN = ("", "General", "@")
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_SAID = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.([#0?]*))?")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """One cell style's way of showing numbers. code: of its first section, for what is not negative."""

    day: bool = False
    code: str = ""

    @classmethod
    def of(cls, number: str, own: str | None) -> NumberFormat:
        """By a style's number, and the workbook's own code for that number where there is one."""
        known = int(number) if number.isdecimal() else 0
        if own is None:
            return cls(known in DAY_FORMATS, BUILT_IN.get(known, ""))
        day = any(char in "ymdYMD" for char in _QUOTED.sub("", own)) and "General" not in own
        return cls(day, own.partition(";")[0])

    def shown(self, value: Decimal) -> str:
        """What a person sees where it is not the number as stored; empty where it is."""
        if self.day or self.code in PLAIN:
            return ""
        before, digits, after = self._parts()
        if digits is None:
            return ""
        percent = "%" in before + after
        many = value * 100 if percent else value
        places = len(digits[1] or "")
        rounded = many.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        dressed = f"{before.strip()}{_short(rounded)}{after.strip()}"
        return dressed if percent or dressed != _short(value) else ""

    def _parts(self) -> tuple[str, re.Match[str] | None, str]:
        """What stands before the digits, the digits, and what stands after."""
        said = _SAID.sub(lambda found: _kept(found[1] or found[2] or ""), self.code)
        digits = _DIGITS.search(said)
        if digits is None or "E" in said.upper().replace("GENERAL", "") or "/" in said:
            return "", None, ""
        return said[: digits.start()], digits, said[digits.end() :]


def _kept(text: str) -> str:
    """Words of a format; its digits are words, too, and must not be taken for places of the number."""
    return "".join(chr(ord(char) + 0xFEE0) if char in "0#?" else char for char in text)


def _short(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
