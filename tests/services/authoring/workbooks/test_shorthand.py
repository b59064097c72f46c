from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.authoring.workbooks.cell_values import from_cell, to_cell
from app.services.authoring.workbooks.condition_text import read_condition, write_condition
from app.services.authoring.workbooks.shorthand import NONE, Unreadable, Words, decode, encode
from app.services.authoring.workbooks.vocabulary import Column, vocabulary

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12) | st.sampled_from(
    [
        "是",
        "否",
        "按",
        "且",
        "或",
        "非",
        "单位",
        "by",
        "true",
        "0.5",
        "12",
        "007",
        "１２",
        "a=b",
        "；",
        '"',
        "[x]",
        " a ",
    ]
)
SCALAR = TEXT | st.booleans() | st.integers(0, 10**6)
VALUE: st.SearchStrategy[Any] = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
NAME = TEXT
SIMPLE = st.one_of(
    st.fixed_dictionaries({"finding": NAME, "is": SCALAR | st.lists(SCALAR, min_size=1, max_size=3)}),
    st.fixed_dictionaries({"profile": NAME, "is": TEXT | st.lists(TEXT, min_size=1, max_size=3)}),
    st.fixed_dictionaries({"finding": NAME, "below": st.integers(0, 999) | st.just("85.5")}),
    st.fixed_dictionaries({"finding": NAME, "below": st.dictionaries(TEXT, SCALAR, min_size=1, max_size=3)}),
    st.fixed_dictionaries({"finding": NAME, "below_finding": NAME}),
    st.fixed_dictionaries({"finding": NAME, "above": st.integers(0, 99)}),
    st.fixed_dictionaries({"finding": NAME, "new_word": SCALAR}),
)
CONDITION: st.SearchStrategy[Any] = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=5,
)


@given(VALUE)
def test_any_value_comes_back_exactly(value: Any) -> None:
    assert _typed(decode(encode(value))) == _typed(value)


@given(
    VALUE,
    st.dictionaries(st.sampled_from(["by", "x", "期"]), st.sampled_from(["截止", "a", "12"]), max_size=2),
)
def test_words_do_not_mix_with_texts(value: Any, said: dict[str, str]) -> None:
    words = Words(said) if len(set(said.values())) == len(said) else NONE
    assert _typed(decode(encode(value, words), words)) == _typed(value)


@given(CONDITION)
def test_any_condition_comes_back_exactly(condition: Any) -> None:
    back = read_condition(write_condition(condition))

    assert back == condition
    assert repr(_sorted(back)) == repr(_sorted(condition))


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (decode, read_condition):
        with suppress(Unreadable):
            read(text)


@given(TEXT)
def test_any_text_survives_a_cell(text: str) -> None:
    for mode in ("text", "code"):
        column = Column("x", "x", mode)
        if mode == "text" or not any("０" <= char <= "９" for char in text):
            assert from_cell(column, to_cell(column, text)) == text


KEY = TEXT.filter(lambda text: text != "by")
"""``by`` is the word that chooses by a reading or the profile, and no name of an option."""


@given(st.dictionaries(KEY, TEXT, min_size=1, max_size=4), st.lists(TEXT, min_size=1, max_size=4))
def test_options_and_lists_keep_their_texts_and_order(options: dict[str, str], texts: list[str]) -> None:
    for mode, value in (("map", options), ("list", texts)):
        column = Column("x", "x", mode)  # type: ignore[arg-type]
        back = from_cell(column, to_cell(column, value))
        assert back == value
        assert list(back) == list(value)


def test_what_a_person_writes_is_understood() -> None:
    assert read_condition("经费使用 = 不合规") == {"finding": "经费使用", "is": "不合规"}
    assert read_condition("人数＜100 且 单位 类型 = 企业、院校") == {
        "all": [{"finding": "人数", "below": 100}, {"profile": "类型", "is": ["企业", "院校"]}]
    }
    assert read_condition("（甲 = 是 或 乙 = 否） 且 非（丙 = 是）") == {
        "all": [
            {"any": [{"finding": "甲", "is": True}, {"finding": "乙", "is": False}]},
            {"not": {"finding": "丙", "is": True}},
        ]
    }
    assert decode("按=单位类型；企业=100；院校=200") == {"by": "单位类型", "企业": 100, "院校": 200}
    due = vocabulary().table("obligations").column("due")
    assert due is not None
    assert from_cell(due, "限期起点=整改通知；个月=6；具体由主管部门定=是") == {
        "within_after": "notice", "months": 6, "set_by_bureau": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "甲",
        "甲 =",
        "= 1",
        "甲 = 是 且",
        "(甲 = 是",
        "甲 = 是 且 乙 = 是 或 丙 = 是",
        "甲 < ",
        '"甲 = 是',
        "1 且 2",
        "",
    ],
)
def test_a_condition_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_condition(text)


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(each) for key, each in sorted(value.items())}
    return [_sorted(each) for each in value] if isinstance(value, list) else value


def _typed(value: Any) -> Any:
    """The value with its types, so that True is not 1, and with the order of its keys."""
    if isinstance(value, dict):
        return [(key, _typed(each)) for key, each in value.items()]
    return [_typed(each) for each in value] if isinstance(value, list) else (type(value), value)
