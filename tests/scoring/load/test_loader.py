"""Schemes are refused at load, each fault at its place: one bad file a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.common.canon import sha256
from app.common.errors import Refusal
from app.scoring import load_scheme
from app.scoring.load.loader import MAX_BYTES

HERE = Path(__file__).parents[1]
BAD = sorted((HERE / "bad_schemes").glob("*.yaml"))


def test_the_good_scheme_is_taken() -> None:
    data = (HERE / "good_scheme.yaml").read_bytes()
    scheme = load_scheme(data)
    assert scheme.digest == sha256(data)
    assert [each.id for each in scheme.criteria] == ["1.1", "1.2"]
    assert scheme.criterion("1.1").max == 600
    assert scheme.criterion("1.1").finding("deduction").high == (3, 1)


@pytest.mark.parametrize("day", ['"2025/1/1"', '"2025-1-1"', "2025-01-01", "2025-1-1", "2025年1月1日"])
def test_a_day_is_kept_in_one_form_however_it_is_written(day: str) -> None:
    text = (HERE / "good_scheme.yaml").read_text(encoding="utf-8")
    assert 'valid_from: "2025-01-01"' in text
    scheme = load_scheme(text.replace('valid_from: "2025-01-01"', f"valid_from: {day}").encode())
    assert scheme.valid_from == "2025-01-01"


@pytest.mark.parametrize("day", ['""', "null", "20250101", "1999-13-01", "3025-01-01", "[2025]"])
def test_what_is_no_day_is_refused_at_its_place(day: str) -> None:
    text = (HERE / "good_scheme.yaml").read_text(encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        load_scheme(text.replace('valid_from: "2025-01-01"', f"valid_from: '{day}'").encode())
    assert [fault.where for fault in caught.value.faults] == ["valid_from"]


def test_a_number_is_no_day_of_a_year() -> None:
    text = (HERE / "bad_schemes" / "due-yearly.yaml").read_text(encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        load_scheme(text.replace('"4-31"', "4.30").encode())  # which YAML reads as 4.3
    assert [fault.where for fault in caught.value.faults] == ["obligations.report.due.yearly"]


@pytest.mark.parametrize("day", ['"04-30"', '"4/30"', "4-30", '"4.30"', "4月30日"])
def test_a_day_of_every_year_is_kept_in_one_form(day: str) -> None:
    text = (HERE / "bad_schemes" / "due-yearly.yaml").read_text(encoding="utf-8")
    scheme = load_scheme(text.replace('"4-31"', day).encode())
    (due,) = (each.due for each in scheme.obligations if each.id == "report")
    assert due.date == "04-30"


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_scheme_is_refused_at_its_place(path: Path) -> None:
    data = path.read_bytes()
    where, message = (line.split(": ", 1)[-1] for line in data.decode().splitlines()[:2])
    where = where.removeprefix("# where:").strip()
    with pytest.raises(Refusal) as caught:
        load_scheme(data)
    found = [(fault.where, fault.message) for fault in caught.value.faults]
    assert any(place == where and message in said for place, said in found), found


def test_every_fault_is_named_at_once() -> None:
    text = (HERE / "good_scheme.yaml").read_text(encoding="utf-8")
    text = (
        text.replace("issuer: 示例局\n", "")
        .replace("start: empty", "start: half")
        .replace("step: 2", "step: 0")
    )
    with pytest.raises(Refusal) as caught:
        load_scheme(text.encode())
    places = {fault.where for fault in caught.value.faults}
    assert {"issuer", "criteria.1.2.start", "criteria.1.1.rules.1.step"} <= places


@pytest.mark.parametrize("data", [b"", b"[]", b"1", b"a: 1", b"\xff\xfe", b"null", b"x" * (MAX_BYTES + 1)])
def test_what_is_no_scheme_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal):
        load_scheme(data)


@pytest.mark.parametrize("data", [b"[" * 200_000, b"{" * 200_000, b"- " * 200_000, b"? " * 200_000])
def test_nesting_that_would_exhaust_the_stack_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal, match="过深"):
        load_scheme(data)


def _merges() -> bytes:
    rows = ["a0: &a0 {k0: 1}"]
    for number in range(1, 8):
        many = ",".join([f"*a{number - 1}"] * 10)
        rows.append(f"a{number}: &a{number}\n  <<: [{many}]\n  k{number}: 1")
    return "\n".join(rows).encode()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"a: " + b'["]",' * 100_000 + b"1" + b"]" * 100_000, "过深"),  # what stands in quotes closes nothing
        (_merges(), "锚点"),
        (b"a: &x 1\nb: *x\n", "锚点"),
        (b"<<: {a: 1}\n", "合并键"),
        (b"a: !!python/object:os.system 1\n", "标签"),
        (b"a: [" + b"1," * 250_000 + b"1]", "过多"),
    ],
)
def test_what_no_scheme_needs_is_refused_before_anything_is_built(data: bytes, word: str) -> None:
    with pytest.raises(Refusal, match=word):
        load_scheme(data)


def test_a_mark_of_byte_order_is_no_content(base_bytes: bytes) -> None:
    assert load_scheme(b"\xef\xbb\xbf" + base_bytes).id == load_scheme(base_bytes).id
