"""Where a Chinese line may end: pure questions on a paragraph's text and a place in it.

After GB/T 15834 and the usual house rules: no line begins with a closing mark nor ends with an opening
one, a number stays with its unit, a short word and an ordinal stay whole. A date, a clause
(办法 第四条（二）, 附件1 第8项第2行) and a part of a name (阿卜杜拉·买买提) are parted only where the line
would be left short otherwise.
"""

from __future__ import annotations

import re

CLOSING = frozenset("，。、；：！？）》〉」』】〕〗”’％,.;:!?)]}%…—·～‰℃°")
OPENING = frozenset("（《〈「『【〔〖“‘([{")
BLANKS = frozenset(" \u3000")
TIGHT_PAIRS = frozenset({"——", "……"})
_UNITS = frozenset(
    "分年月日时人个名项家次页份元万亿台套册门期条款章节级类届处天周岁倍亩号件位户批场间种"
    "行列栏档字本张座所幢层块辆组轮步点秒米吨课学小平"
)
_AMONG_DIGITS = frozenset("—–～~:,：．")
_BEFORE_NUMBER = frozenset("第附件表图")
_HAN_FIGURES = frozenset("〇零一二三四五六七八九十百千")
_WORDS = (
    *("附件", "办法", "通知", "方案", "不合格", "合格", "不得分", "不符合", "符合", "不涉及"),
    *("小时", "学时", "课时", "平方米"),
)
_INSIDE_WORDS = frozenset(char for word in _WORDS for char in word[1:])
_CITED = ("办法", "通知", "方案")
_PARTS = frozenset("条款项章节")
_DOT = "·"
_PART_OF_NAME = 6
_NAMED_PART, _FAR = re.compile(r"附件\d+ [\u3400-\u9fff]{1,6}$"), 12
_HAN = re.compile(r"[\u3400-\u9fff]")
_AFTER_DOT, _TO_DOT = re.compile(r"·[\u3400-\u9fff]+$"), re.compile(r"[\u3400-\u9fff]{1,6}·")


def latin(char: str) -> bool:
    """Whether a character is part of a word or number that is never cut."""
    return (ord(char) < 0x2E80 and char.isalnum()) or char in "-_./@#&+=−\\"


def may_end(text: str, at: int) -> bool:
    """Whether a line may end before place ``at`` (0 < at < len)."""
    left, right = text[at - 1], text[at]
    if right in BLANKS or right in CLOSING or left in OPENING:
        return False
    if left + right in TIGHT_PAIRS or (latin(left) and latin(right)) or _among_digits(text, at):
        return False
    if right in _UNITS and (_ends_number(text, at) or _ends_order(text, at)):
        return False
    return not (_begins_order(text, at) or _within_word(text, at))


def reads_well(text: str, at: int) -> bool:
    """Whether a line that may end before ``at`` parts no date, no clause and no part of a name."""
    before = _before(text, at)
    if before < 0:
        return True
    date = text[before] in "年月" and text[at].isdigit() and _ends_number(text, before)
    return not (date or _within_clause(text, before, at) or _within_name(text, at))


def _within_clause(text: str, before: int, at: int) -> bool:
    """Whether ``at`` parts a document from its clause, or a clause such as 第四条（二） and 二（一）1."""
    left, right = text[before], text[at]
    if right == "（" and at + 1 < len(text) and _counts(text[at + 1]):
        return left in _PARTS or _counts(left)
    if left == "）" and right.isdigit():
        return True
    if right == "第":
        return left in _PARTS or _cites(text, at)
    named = _HAN.match(right) and _NAMED_PART.search(text[max(at - _FAR, 0) : at])
    return bool(named) or (_counts(right) and _cites(text, at))


def _within_name(text: str, at: int) -> bool:
    """Whether ``at`` falls inside a part of a name with points in it, such as 阿卜杜拉·买买提."""
    if _DOT not in text[max(at - _PART_OF_NAME, 0) : at + _PART_OF_NAME]:
        return False
    if not (_HAN.match(text[at]) and _HAN.match(text[at - 1])):
        return False
    return bool(_AFTER_DOT.search(text[max(at - _PART_OF_NAME, 0) : at]) or _TO_DOT.match(text, at))


def _before(text: str, at: int) -> int:
    """The place before ``at``, a blank left out; negative where there is none."""
    return at - 2 if text[at - 1] in BLANKS else at - 1


def _counts(char: str) -> bool:
    return char.isdigit() or char in _HAN_FIGURES


def _cites(text: str, at: int) -> bool:
    """Whether a document is named right before the blank before ``at``: 办法, 附件1."""
    if text[at - 1] not in BLANKS:
        return False
    said = text[max(at - 6, 0) : at - 1]
    return said.endswith(_CITED) or said.rstrip("0123456789").endswith("附件")


def _among_digits(text: str, at: int) -> bool:
    """Whether ``at`` follows a mark among digits, as in 9:40—10:00, 2011—2020 and 1,260."""
    return at > 1 and text[at - 1] in _AMONG_DIGITS and text[at - 2].isdigit() and text[at].isdigit()


def _begins_order(text: str, at: int) -> bool:
    """Whether ``at`` stands right after a word that counts, as in 第13项, 第 13 项, 附件1 and 第三条."""
    before = _before(text, at)
    if before < 0 or text[before] not in _BEFORE_NUMBER:
        return False
    return text[at].isdigit() or (text[at] in _HAN_FIGURES and text[before] == "第")


def _ends_order(text: str, at: int) -> bool:
    """Whether what stands before ``at`` is an ordinal in hanzi, such as 第二十三."""
    before = at - 1
    while before > 0 and text[before] in _HAN_FIGURES:
        before -= 1
    return before < at - 1 and text[before] == "第"


def _within_word(text: str, at: int) -> bool:
    """Whether ``at`` falls inside a short word that reads wrongly in two parts; and inside 第二十三."""
    if text[at] in _HAN_FIGURES and _ends_order(text, at):
        return True
    if text[at] not in _INSIDE_WORDS:
        return False
    return any(text.startswith(word, at - cut) for word in _WORDS for cut in range(1, len(word)) if at >= cut)


def _ends_number(text: str, at: int) -> bool:
    before = _before(text, at)
    return before >= 0 and text[before].isdigit()
