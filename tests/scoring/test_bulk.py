"""Cutting lines into pieces: whatever is done to a line, the answer is that of the plain way."""

from __future__ import annotations

import json
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.common.canon import canonical
from app.scoring import Bulk, answer, score_visit
from app.services.schemes import SchemeLibrary
from tests.scoring.drawing import visits

LIBRARY = SchemeLibrary()
SCHEMES = tuple(scheme for scheme in LIBRARY.values() if scheme.kind == "scored")
VISITS = st.sampled_from(SCHEMES).flatmap(visits)
SCRAPS = [
    '"',
    "}",
    "{",
    "}, ",
    '}, "',
    '}}, "',
    '"findings": {"',
    ":",
    ",",
    "\\",
    " ",
    "\n",
    "0",
    "null",
    "\u3000",
    "x",
]


def plainly(line):
    return answer(line, partial(score_visit, LIBRARY))


def test_a_result_is_one_line_however_lines_are_told_apart():
    findings = {"5.3": {"award": 1, "reason": "甲\u2028乙\u2029丙\u0085丁"}}
    visit = {"scheme": "tianjin-studio-acceptance", "profile": {}, "findings": findings, "policy": {}}
    text, refused = Bulk(LIBRARY).score(json.dumps(visit, ensure_ascii=False).encode())
    assert not refused
    assert len(text.splitlines()) == 1
    assert "甲\u2028乙\u2029丙\u0085丁" in json.dumps(json.loads(text), ensure_ascii=False)


def agree(bulk, text):
    line = text.encode()
    answer, refused = bulk.score(line)
    wanted = plainly(line)
    assert json.loads(answer) == wanted
    assert refused is ("errors" in wanted)


@st.composite
def edits(draw, text):
    """The text with a few scraps put in, slices taken out, doubled or moved."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        stop = min(len(text), start + draw(st.integers(0, 60)))
        slice_, rest = text[start:stop], text[:start] + text[stop:]
        match draw(st.sampled_from(["put", "take", "double", "move"])):
            case "put":
                text = text[:start] + draw(st.sampled_from(SCRAPS)) + text[start:]
            case "take":
                text = rest
            case "double":
                text = text[:stop] + slice_ + text[stop:]
            case _:
                place = draw(st.integers(0, len(rest)))
                text = rest[:place] + slice_ + rest[place:]
    return text


@given(VISITS, st.data())
def test_a_damaged_line_is_answered_as_the_plain_way_does(visit, data):
    bulk = Bulk(LIBRARY)
    writer = data.draw(st.sampled_from([json.dumps, lambda value: canonical(value).decode()]))
    text = writer(visit)
    agree(bulk, text)
    for _ in range(3):
        agree(bulk, data.draw(edits(text)))
    agree(bulk, text)


@given(VISITS, st.permutations(["scheme", "profile", "policy", "findings"]), st.booleans())
def test_the_order_of_keys_does_not_matter(visit, order, compact):
    bulk = Bulk(LIBRARY)
    turned = {key: visit[key] for key in order}
    turned["findings"] = dict(reversed(visit["findings"].items()))
    separators = (",", ":") if compact else None
    for _ in range(2):
        agree(bulk, json.dumps(turned, ensure_ascii=False, separators=separators))
        agree(bulk, json.dumps(turned, ensure_ascii=False, indent=1))


GOOD = {
    "scheme": "tianjin-studio-acceptance",
    "findings": {"5.1": {"activities": 2}, "5.3": {"award": "1", "reason": "REASON"}, "5.2": {"awards": 1}},
}


@pytest.mark.parametrize(
    "reason",
    [
        '}, "',
        '}}, "',
        '"findings": {"',
        'a}, "5.2": {"awards": 1',
        "\\",
        '"',
        "10:30",
        "😀",
        "\u2028",
        "}}}",
        "\\u003a",
    ],
)
def test_a_reason_that_looks_like_json_is_only_a_reason(reason):
    bulk = Bulk(LIBRARY)
    for plain in (True, False):
        text = json.dumps(GOOD, ensure_ascii=plain)
        agree(bulk, text)
        agree(bulk, text.replace('"REASON"', json.dumps(reason, ensure_ascii=plain)))
        agree(bulk, text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"5.2": {"awards": 1}', '"5.2": {"awards": 1}, "5.1": {"activities": 2}'),
        ('"5.2": {"awards": 1}', '"5.2": {"awards": 1}, "5.2": {"awards": 1}'),
        ('"activities": 2', '"activities": 2, "activities": 2'),
        ('"activities": 2', '"activities": 2}, "x": {"activities": 2'),
        ('"activities": 2', '"activities": NaN'),
        ('"reason": "REASON"', '"reason": "\\ud800"'),
        ('"findings": {', '"findings": {}, "findings": {'),
        ('{"scheme"', '{"profile": {"findings": {"a": {}}}, "scheme"'),
        ('"scheme": ', '"scheme": "x", "scheme": '),
        ("}}}", "}}} "),
        ("}}}", "}}}\u3000"),
        ("}}}", "}}}}"),
        ("}}}", '}}, "policy": {"pass_mark": "5"}}'),
        ("}}}", '}}, "policy": {"pass_mark": "5"}, "x": 1}'),
    ],
)
def test_a_line_that_only_looks_ordinary_is_not_taken_for_it(old, new):
    bulk = Bulk(LIBRARY)
    text = json.dumps(GOOD)
    agree(bulk, text)
    assert old in text
    for _ in range(2):
        agree(bulk, text.replace(old, new))
