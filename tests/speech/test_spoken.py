"""How a text is read out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.speech.numerals import cardinal
from app.speech.spoken import spoken

GOLDEN = Path(__file__).parents[1] / "golden" / "speech" / "spoken.json"
CASES = [(each["input"], each["expect"]) for each in json.loads(GOLDEN.read_text(encoding="utf-8"))]
ROWS = [
    # codes
    ("校验码CA81-61B2-6ED4。", "校验码C A 八 一，六 一 B 二，六 E D 四。"),
    ("编号SL-2023-001", "编号S L，二 零 二 三，零 零 一"),
    ("SL-2023-", "SL-两千零二十三-"),
    ("A-B", "A-B"),
    # telephones
    ("022-88973603", "零二二，八八九七三六零三"),
    ("113800138000", "一千一百三十八亿零一十三万八千"),
    ("1.13800138000", "一点一三八零零一三八零零零"),
    # documents, dates, years
    ("〔2019〕24号", "二〇一九年第二十四号"),
    ("〔2019〕第2号", "二〇一九年第二号"),
    ("2026.5.12", "二〇二六年五月十二日"),
    ("2026-05-12～2026-05-14", "二〇二六年五月十二日至二〇二六年五月十四日"),
    ("2026-5.12", "两千零二十六至五点一二"),
    ("2026年、2023级、2022—2025年、2025学年", "二〇二六年、二〇二三级、二〇二二至二〇二五年、二〇二五学年"),
    ("2022年-2025年", "二〇二二年至二〇二五年"),
    ("3000年", "三千年"),
    # ratios, times
    ("师生比1:16—1:20", "师生比一比十六至一比二十"),
    ("比1.5:2人", "比一点五比二人"),
    ("比1:2:3", "比一:二:三"),
    ("10:05、10:00、2:30、02:05、24:00", "十点零五分、十点、两点三十分、两点零五分、二十四点"),
    ("10:05:30", "十:零五:三十"),
    ("3:2", "三比二"),
    ("1:1.5", "一:一点五"),
    # fractions, ranges, shares
    ("11/34", "三十四分之十一"),
    ("1/2/3", "一/二/三"),
    ("1/2.5", "一/二点五"),
    ("1–5分", "一至五分"),
    ("80–89%", "百分之八十至百分之八十九"),
    ("1‰–2‰", "千分之一至千分之二"),
    ("2–3个", "两至三个"),
    ("第1–2项", "第一至二项"),
    ("32.35%、100%、100.0%", "百分之三十二点三五、百分之百、百分之一百点零"),
    ("3月1日—5月2日", "三月一日至五月二日"),
    # signs
    ("10 − 2×0.5 = 9", "十减二乘零点五等于九"),
    ("（3）−（2）", "（三）减（二）"),
    ("（3）−2", "（三）减二"),
    ("−1.5，-2个，（-3）", "负一点五，负二个，（负三）"),
    ("甲-2个", "甲-两个"),
    ("+4", "加四"),
    ("≥75，≤ 5，> x", "不低于七十五，不超过 五，> x"),
    ("50㎡、50m²、50m2、am2", "五十平方米、五十平方米、五十平方米、am二"),
    # numbers
    ("3,000、10.50、1,0000", "三千、十点五零、一,零零零零"),
    ("0012、02分、02月、00分、02个", "零零一二、两分、二月、零分、零二个"),
    (
        "2000、22000、200、2人、2 家、第2人、2年、2年级、2级",
        "两千、两万二千、二百、两人、两家、第二人、两年、二年级、二级",
    ),
    ("1234567890123", "一二三四五六七八九零一二三"),
    ("２０２５年培训２人，扣－５分，１：２，５０％", "二〇二五年培训两人，扣负五分，一比二，百分之五十"),
    ("1－2个，3%－5", "一至两个，百分之三至五"),
    ("没有数字 no digits", "没有数字 no digits"),
]


@pytest.mark.parametrize(("written", "told"), CASES)
def test_the_contract_s_cases(written: str, told: str) -> None:
    assert spoken(written) == told


@pytest.mark.parametrize(("written", "told"), ROWS)
def test_each_row(written: str, told: str) -> None:
    assert spoken(written) == told


@pytest.mark.parametrize(
    ("digits", "told"),
    [
        ("0", "零"), ("10", "十"), ("15", "十五"), ("110", "一百一十"), ("101", "一百零一"),
        ("1010", "一千零一十"),
        ("10001", "一万零一"), ("100010", "十万零一十"), ("20002000", "两千万二千"),
        ("100001000", "一亿零一千"),
        ("203658151", "两亿零三百六十五万八千一百五十一"), ("200000", "二十万"), ("2200", "两千二百"),
        ("1000000001", "十亿零一"), ("999999999999", "九千九百九十九亿九千九百九十九万九千九百九十九"),
    ],
)  # fmt: skip
def test_cardinals(digits: str, told: str) -> None:
    assert cardinal(digits) == told


UNITS = {"十": 10, "百": 100, "千": 1000}


def heard(told: str) -> int:
    """A cardinal back to its number, as one hears it."""
    whole, rest = 0, told.replace("两", "二")
    for unit, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        head, sign, tail = rest.partition(unit) if unit else (rest, "", "")
        if unit and not sign:
            continue
        whole, rest = whole + group_heard(head) * size, tail
    return whole


def group_heard(told: str) -> int:
    total, digit = 0, 0
    for sign in told:
        if sign in UNITS:
            total, digit = total + (digit or 1) * UNITS[sign], 0
        else:
            digit = "零一二三四五六七八九".index(sign)
    return total + digit


@given(st.integers(0, 10**12 - 1) | st.integers(0, 10**6))
def test_what_is_heard_is_the_number(number: int) -> None:
    told = cardinal(str(number))
    assert heard(told) == number
    assert "零零" not in told
    assert not told.endswith("零") or number == 0


@given(
    st.text(
        st.sampled_from("019253:：.,/-–—~～−+×÷= ≥%‰年月日时分点比为第项人个级m²㎡〔〕号ABsx（）、２"),
        max_size=40,
    )
)
def test_no_digit_is_left_and_nothing_is_refused(text: str) -> None:
    assert not any(digit in spoken(text) for digit in "0123456789")
