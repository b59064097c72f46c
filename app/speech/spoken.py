"""A text as it is read out: at each place the first row that fits says how, and what no row names stays.

The rows, their order and their conditions are fixed: whoever has the text can tell what will be heard.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.speech.numerals import MINUS, TELEPHONE_DIGITS, YEAR_DIGITS, cardinal, number, one_by_one

HAN = "\u4e00-\u9fff"
PLAIN = str.maketrans("０１２３４５６７８９％", "0123456789%")
BETWEEN = str.maketrans("：．／", ":./")
TO = "[–—~～-]"
WHOLE = r"[0-9]+"
DECIMAL = r"[0-9]+(?:\.[0-9]+)?"
NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
YEAR = "[12][0-9]{3}"
DATE = rf"{YEAR}(?P<%s>[-/.])(?:0?[1-9]|1[0-2])(?P=%s)(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
TIME = r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?![0-9:])(?!\.[0-9])"
ALONE_BEFORE, ALONE_AFTER = r"(?<![0-9:])(?<![0-9]\.)", r"(?![0-9:])(?!\.[0-9])"
NOT_GOING_ON = r"(?<![0-9][.,])"
HEADS = " （(：:，,；;、"
SIGN_BEFORE = f"(?:^|(?<=[{HEADS}]))"
BEGINNING = re.compile("[0-9A-Z〔–—~～−+×÷= ≥≤><㎡m-]")
"""The signs that a row may begin with."""
SIGNS = {"−": "减", "-": "减", "+": "加", "×": "乘", "÷": "除以", "=": "等于"}
COMPARED = {"≥": "不低于", "≤": "不超过", ">": "大于", "<": "小于"}
PARTS = {"%": "百分之", "‰": "千分之"}

Telling = Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class Row:
    """What is written, and how it is told."""

    written: re.Pattern[str]
    told: Telling


def spoken(text: str) -> str:
    """The text as it is read out in Mandarin."""
    text = _evened(text)
    told, place = [], 0
    while found := BEGINNING.search(text, place):
        told.append(text[place : found.start()])
        word, place = _told_at(text, found.start())
        told.append(word)
    return "".join((*told, text[place:]))


def _told_at(text: str, place: int) -> tuple[str, int]:
    """What is told at a place, and where to go on."""
    for row in ROWS:
        found = row.written.match(text, place)
        if found:
            return row.told(found), found.end()
    return text[place], place + 1


def _evened(text: str) -> str:
    """Full-width digits and signs among them as the plain ones, single blanks beside Chinese gone."""
    text = text.translate(PLAIN)
    text = re.sub(r"(?<=[0-9%‰])－(?=[0-9])", "–", text)
    text = re.sub(r"－(?=[0-9])", "−", text)
    text = re.sub(r"(?<=[0-9])[：．／](?=[0-9])", lambda found: found[0].translate(BETWEEN), text)
    return re.sub(rf"(?<=[0-9%‰]) (?=[{HAN}])|(?<=[{HAN}]) (?=[0-9])", "", text)


def _before(found: re.Match[str]) -> str:
    """What stands before a number; a hyphen that is a minus as one."""
    near = found.string[max(found.start() - 2, 0) : found.start()]
    return MINUS if near[-1:] == "-" and near[:-1] in ("", *HEADS) else near[-1:]


def _after(found: re.Match[str]) -> str:
    return found.string[found.end() : found.end() + 3]


def _code(found: re.Match[str]) -> str:
    groups = (
        " ".join(one_by_one(each) if each.isdigit() else each for each in part)
        for part in found[0].split("-")
    )
    return "，".join(groups)


def _telephone(found: re.Match[str]) -> str:
    return "，".join(one_by_one(part, TELEPHONE_DIGITS) for part in found[0].split("-"))


def _document(found: re.Match[str]) -> str:
    return f"{one_by_one(found[1], YEAR_DIGITS)}年第{cardinal(found[2])}号"


def _date(written: str) -> str:
    year, month, day = re.split("[-/.]", written)
    return f"{one_by_one(year, YEAR_DIGITS)}年{cardinal(month.lstrip('0'))}月{cardinal(day.lstrip('0'))}日"


def _dates(found: re.Match[str]) -> str:
    return "至".join(_date(each) for each in (found["first"], found["second"]) if each)


def _years(found: re.Match[str]) -> str:
    return "至".join(one_by_one(each, YEAR_DIGITS) for each in found.groups() if each)


def _ratio(written: str) -> str:
    return "比".join(number(each, "", "") for each in written.split(":"))


def _ratios(found: re.Match[str]) -> str:
    return "至".join(_ratio(each) for each in (found["first"], found["second"]) if each)


def _time(written: str) -> str:
    hour, minute = (int(each) for each in written.split(":"))
    told = f"{'两' if hour == 2 else cardinal(str(hour))}点"
    if not minute:
        return told
    return f"{told}{'零' if minute < 10 else ''}{cardinal(str(minute))}分"


def _times(found: re.Match[str]) -> str:
    return "至".join(_time(each) for each in (found["first"], found["second"]) if each)


def _fraction(found: re.Match[str]) -> str:
    return f"{cardinal(found[2])}分之{cardinal(found[1])}"


def _share(written: str, sign: str) -> str:
    return PARTS[sign] + ("百" if written == "100" and sign == "%" else number(written, "", ""))


def _range(found: re.Match[str]) -> str:
    first, its, second, sign = found["a"], found["p"], found["b"], found["q"]
    ends = [(first, its or sign), (second, sign)]
    told = (
        _share(each, part) if part else number(each, _before(found), _after(found)) for each, part in ends
    )
    return "至".join(told)


def _percent(found: re.Match[str]) -> str:
    return _share(found[1], found[2])


def _number(found: re.Match[str]) -> str:
    return number(found[0], _before(found), _after(found))


def _row(written: str, told: Telling | str) -> Row:
    word = told
    return Row(re.compile(written), word if callable(word) else lambda _: str(word))


ROWS = (
    _row(r"(?<![A-Za-z0-9-])[0-9A-F]{4}(?:-[0-9A-F]{4}){2}(?![A-Za-z0-9-])", _code),
    _row(r"(?<![A-Za-z0-9-])(?=[A-Z-]*[0-9])[A-Z]+(?:-[A-Z0-9]+)+(?![A-Za-z0-9-])", _code),
    _row(rf"(?<![0-9]){NOT_GOING_ON}(?:1[0-9]{{10}}|0[0-9]{{2,3}}-[0-9]{{7,8}})(?![0-9])", _telephone),
    _row(r"〔([0-9]{4})〕第?([0-9]+)号", _document),
    _row(rf"(?<![0-9])(?P<first>{DATE % ('s', 's')})(?:{TO}(?P<second>{DATE % ('t', 't')}))?", _dates),
    _row(rf"(?<![0-9])({YEAR})(?:{TO}({YEAR}))?(?=年|届|级|学年)", _years),
    _row(
        rf"(?:(?<=比)|(?<=比为))(?P<first>{DECIMAL}:{DECIMAL})(?:{TO}(?P<second>{DECIMAL}:{DECIMAL}))?{ALONE_AFTER}",
        _ratios,
    ),
    _row(rf"{ALONE_BEFORE}(?P<first>{TIME})(?:{TO}(?P<second>{TIME}))?", _times),
    _row(rf"{ALONE_BEFORE}(?P<first>{WHOLE}:{WHOLE})(?P<second>){ALONE_AFTER}", _ratios),
    _row(rf"(?<![0-9/]){NOT_GOING_ON}({WHOLE})/({WHOLE})(?![0-9/])(?![.,][0-9])", _fraction),
    _row(rf"(?P<a>{NUMBER})(?P<p>[%‰]?){TO}(?P<b>{NUMBER})(?P<q>[%‰]?)", _range),
    _row(rf"({NUMBER})([%‰])", _percent),
    _row(rf"(?<=[年月日时分点]){TO}(?=[0-9])", "至"),
    _row(r" ([−+×÷=-]) ", lambda found: SIGNS[found[1]]),
    _row(r"(?<=[0-9%‰）])[−+×÷=](?=[0-9（])", lambda found: SIGNS[found[0]]),
    _row(rf"(?<![0-9%‰）])−(?=[0-9])|{SIGN_BEFORE}-(?=[0-9])", "负"),
    _row(rf"{SIGN_BEFORE}\+(?=[0-9])", "加"),
    _row(r"[≥≤><](?= ?[0-9])", lambda found: COMPARED[found[0]]),
    _row(r"㎡|m²|(?<=[0-9])m2", "平方米"),
    _row(NUMBER, _number),
)
"""Every row, in the order in which they are tried."""
