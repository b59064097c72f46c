import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.common.canon import canonical, digest, parse_canonical, parse_json, read_json, sha256
from app.common.errors import Refusal
from app.common.files import file_sha256

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
def test_canonical_json_reads_back_as_it_was(value: object) -> None:
    try:
        data = canonical(value)
    except UnicodeEncodeError:
        return  # a lone surrogate has no UTF-8
    assert parse_json(data) == value
    assert canonical(parse_json(data)) == data


def test_the_order_of_keys_does_not_matter() -> None:
    assert canonical({"b": 1, "a": 2}) == canonical({"a": 2, "b": 1}) == b'{"a":2,"b":1}'
    assert digest({"b": 1, "a": 2}) == sha256(b'{"a":2,"b":1}')


@pytest.mark.parametrize("value", [1.5, [1.0], {"a": {"b": 0.1}}, {1: "a"}])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"a":1,"a":2}',
        b'{"a":[{"b":1,"b":1}]}',
        b"\xff\xfe",
        b"NaN",
        b'{"a":Infinity}',
        b"[" * 100_000,
    ],
)
def test_what_is_not_strict_json_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        parse_json(data)
    assert caught.value.faults
    assert all(fault.message.endswith("。") for fault in caught.value.faults)


def test_the_doubled_key_is_named() -> None:
    with pytest.raises(Refusal, match="reason"):
        parse_json(b'{"findings":{"reason":"a","reason":"b"}}')


def test_every_doubled_key_is_named_by_its_path() -> None:
    with pytest.raises(Refusal) as caught:
        parse_json(b'{"a":[{"b":1,"b":1,"c":{"d":1,"d":2}}],"e":1,"e":2}')
    assert [fault.where for fault in caught.value.faults] == ["", "e", "a.0.b", "a.0.c.d"]


def test_an_integer_too_long_to_read_is_named_by_its_path() -> None:
    with pytest.raises(Refusal) as caught:
        parse_json(b'{"a":[1,' + b"9" * 5000 + b"]}")
    assert [fault.where for fault in caught.value.faults] == ["a.1"]


def test_what_can_be_read_beside_a_doubled_key_is_read() -> None:
    value, faults = read_json(b'{"a":{"b":1,"b":2},"c":NaN,"d":3}')
    assert [fault.where for fault in faults] == ["", "a.b", "c"]
    assert type(value) is dict
    assert type(value["a"]) is dict
    assert (value["a"], value["d"]) == ({"b": 2}, 3)


def test_half_a_pair_is_refused_beside_a_doubled_key() -> None:
    with pytest.raises(Refusal):
        read_json(rb'{"a":1,"a":2,"b":NaN,"c":"\ud800"}')


def test_what_only_python_takes_for_a_number_is_named_by_its_path() -> None:
    with pytest.raises(Refusal) as caught:
        parse_json(rb'{"a":[1,NaN],"b":-Infinity,"c":"\u4e00"}')
    assert [fault.where for fault in caught.value.faults] == ["", "a.1", "b"]


@pytest.mark.parametrize("text", [r'{"a":"\ud800"}', r'{"\udc00":1}'])
def test_half_a_surrogate_pair_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="字符"):
        parse_json(text.encode())
    assert parse_json(rb'"\ud83d\ude00"') == "😀"


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refusal, match="1 MiB"):
        parse_json(json.dumps("x" * 2_000_000).encode(), limit=1024 * 1024)


def test_a_files_digest_is_that_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "long"
    path.write_bytes(b"a" * 3_000_001)
    assert file_sha256(path) == sha256(b"a" * 3_000_001)


def test_a_mark_of_byte_order_before_json_is_no_fault() -> None:
    assert parse_json(b'\xef\xbb\xbf{"a":1}') == {"a": 1}
    with pytest.raises(Refusal):  # what is signed has one form
        parse_canonical(b'\xef\xbb\xbf{"a":1}')
