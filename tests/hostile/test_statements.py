"""An insider signs what no honest program writes: monstrous JSON, contents that contradict themselves."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.common.canon import canonical
from app.common.errors import Refusal
from app.exchange.kinds import KINDS
from app.exchange.package import read_package
from app.scoring.model.measured import facts_of
from tests.exchange.samples import clear, counting_scheme, facts, sheet, task
from tests.hostile.forging import CONTENTS, READERS, opened, sender, signed, with_content, with_members
from tests.seals import seal_ignored
from tests.signing.bureau import foreign, world
from tests.spans import RUNAWAY

__all__ = ["seal_ignored"]
pytestmark = pytest.mark.usefixtures("seal_ignored")

DEEP = b"[" * 200_000 + b"]" * 200_000
MONSTERS = {
    "deep lists": DEEP,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a huge number": b'{"format":' + b"9" * 100_000 + b"}",
    "a float": b'{"format":1.0}',
    "an exponent": b'{"format":1e999999}',
    "not a number": b'{"format":NaN}',
    "a key twice": b'{"format":1,"format":1}',
    "half a surrogate": b'{"format":"\\ud800"}',
    "spaces": b'{"format": 1}',
    "not UTF-8": b'{"format":"\xff"}',
    "a byte order mark": b'\xef\xbb\xbf{"format":1}',
    "no object": b"[]",
    "a string": b'"x"',
    "nothing": b"",
    "a truth as version": b'{"format":true}',
    "NUL": b'{"format":"\\u0000"}',
}


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < RUNAWAY


def code_of(data: bytes, kind: str) -> str:
    with pytest.raises(Refusal) as caught:
        READERS[kind](read_package(data, world().trust))
    assert all(fault.message.endswith("。") for fault in caught.value.faults)
    return caught.value.faults[0].code


def changed(kind: str, **fields: object) -> bytes:
    """The kind's content with some fields replaced."""
    plain = json.loads(opened(kind)[1][CONTENTS[kind]])
    return with_content(kind, plain | fields)


@pytest.mark.parametrize("monster", MONSTERS.values(), ids=MONSTERS)
def test_a_monstrous_manifest_is_refused(monster: bytes) -> None:
    wanted = "XP-3601" if len(monster) < 64 * 1024 else "XP-3001"
    assert code_of(signed(monster, {}, world().expert.keys), "xpsheet") == wanted


@pytest.mark.parametrize("monster", MONSTERS.values(), ids=MONSTERS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_monstrous_content_is_refused(kind: str, monster: bytes) -> None:
    code = code_of(with_content(kind, monster), kind)
    told = {"XP-3920"} if kind == "xpenrol" else {"XP-3602", "XP-3605"}  # the latter: another form's version
    assert code in told or len(monster) > 64 * 1024


def test_an_oversized_manifest_is_refused_by_its_size() -> None:
    manifest = canonical({"format": 1, "padding": "x" * (5 * 1024 * 1024)})
    assert code_of(signed(manifest, {}, world().expert.keys), "xpsheet") == "XP-3001"


def test_a_version_from_the_future_is_told_apart_even_in_unknown_words() -> None:
    keys = world().expert.keys
    assert code_of(signed(b'{"format":2}', {}, keys), "xpsheet") == "XP-3501"
    assert code_of(signed(b'{"credential":7,"format":2,"kind":[]}', {}, keys), "xpsheet") == "XP-3501"


def test_manifest_and_members_must_agree() -> None:
    manifest, members = opened("xpsheet")
    keys = sender("xpsheet")
    for wrong in ({**members, "more": b"x"}, {"sheet.json": members["sheet.json"]}, {}):
        assert code_of(signed(canonical(manifest), wrong, keys), "xpsheet") == "XP-3406"
    swapped = {**members, "sheet.json": members["sheet.json"].replace(b"87.5", b"99.5")}
    assert code_of(signed(canonical(manifest), swapped, keys), "xpsheet") == "XP-3406"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_unexplained_rides_along(kind: str) -> None:
    if kind != "xpsafe":
        assert code_of(with_members(kind, {"extra.exe": b"MZ"}), kind) == "XP-3603"
    assert code_of(with_members(kind, {CONTENTS[kind]: None}), kind) == "XP-3603"
    wrong = {"evidence/" + "0" * 64: b"not of that digest"}
    assert code_of(with_members(kind, wrong), kind) == "XP-3603"


def test_a_sheet_must_agree_with_itself() -> None:
    plain = sheet("expert-a").plain()
    entries = plain["entries"]
    assert code_of(changed("xpsheet", visit="visit-2"), "xpsheet") == "XP-3604"
    assert code_of(changed("xpsheet", person="expert-b"), "xpsheet") == "XP-3604"
    assert code_of(changed("xpsheet", digest="0" * 64), "xpsheet") == "XP-3604"
    assert code_of(changed("xpsheet", entries=entries[1:]), "xpsheet") == "XP-3701"
    assert (
        code_of(changed("xpsheet", entries=[entries[0] | {"after": 9}, *entries[1:]]), "xpsheet") == "XP-3701"
    )
    assert code_of(changed("xpsheet", entries=[]), "xpsheet") == "XP-3604"
    for field, value in (("total", "NaN"), ("total", 87), ("salt", "x"), ("state", "")):
        assert code_of(changed("xpsheet", **{field: value}), "xpsheet") == "XP-3602"
    assert code_of(changed("xpsheet", format=2), "xpsheet") == "XP-3605"


def test_a_facts_file_that_carries_anything_judged_is_refused_whole() -> None:
    counts = facts("expert-a").plain()["counts"]
    at = counts[0]["at"]
    for criterion in counting_scheme().criteria:
        told = {spec.name for spec in facts_of(criterion)}
        for spec in criterion.findings:
            if spec.name in told:
                continue
            smuggled = {"criterion": criterion.id, "field": spec.name, "value": "1", "at": at}
            assert code_of(changed("xpfacts", counts=[*counts, smuggled]), "xpfacts") == "XP-4519"


def test_a_facts_file_must_agree_with_itself_and_its_scheme() -> None:
    plain = facts("expert-a").plain()
    first, *rest = plain["counts"]
    for fields, code in (
        ({"visit": "visit-2"}, "XP-3604"),
        ({"person": "expert-b"}, "XP-3604"),
        ({"scheme_digest": "0" * 64}, "XP-3604"),
        ({"counts": []}, "XP-3602"),
        ({"counts": [first, first]}, "XP-4520"),
        ({"counts": [first | {"criterion": "99.9"}]}, "XP-4520"),
        ({"counts": [first | {"field": "nobody_knows"}]}, "XP-4520"),
        ({"counts": [first | {"value": "8x"}]}, "XP-4520"),
        ({"counts": [first | {"value": True}]}, "XP-4520"),
        ({"counts": [first | {"value": [[]]}]}, "XP-3602"),
        ({"counts": [first | {"value": None}]}, "XP-3602"),
        ({"counts": [first | {"value": -1}]}, "XP-3602"),
        ({"counts": [first | {"value": "9" * 1001}]}, "XP-3602"),
        ({"counts": [first | {"value": 80}]}, "XP-3602"),
        ({"counts": [first | {"at": "yesterday"}]}, "XP-3602"),
        ({"counts": [first | {"note": "判断"}, *rest]}, "XP-3602"),
        ({"notes": {"3.1": "判断"}}, "XP-3602"),
        ({"total": "87.5"}, "XP-3602"),
    ):
        assert code_of(changed("xpfacts", **fields), "xpfacts") == code, fields


def test_a_task_must_agree_with_itself() -> None:
    plain = task(world()).plain()
    panel = plain["panel"]
    visit = plain["visits"][0]
    stranger = panel[0] | {"credential": foreign().expert.credential.plain()}
    borrowed = panel[0] | {"credential": panel[1]["credential"]}
    for fields, code in (
        ({"panel": panel[:2]}, "XP-3604"),
        ({"panel": [panel[0], *panel]}, "XP-3604"),
        ({"panel": [borrowed, *panel[1:]]}, "XP-3604"),
        ({"panel": [stranger, *panel[1:]]}, "XP-3202"),
        ({"panel": [panel[0] | {"role": "leader"}, panel[1], panel[2] | {"role": "expert"}]}, "XP-3604"),
        ({"deputy": "nobody"}, "XP-3604"),
        ({"visits": [visit, visit]}, "XP-3604"),
        ({"visits": [visit | {"assignments": {"1.1": ["leader-d"]}}]}, "XP-3604"),
        ({"visits": []}, "XP-3602"),
        ({"trust": foreign().trust.fingerprint}, "XP-3604"),
        ({"scheme": plain["scheme"] | {"digest": "0" * 64}}, "XP-3604"),
        ({"batch": plain["batch"] | {"id": "batch-2"}}, "XP-3604"),
    ):
        assert code_of(changed("xptask", **fields), "xptask") == code, fields


def test_a_visit_must_agree_with_itself() -> None:
    assert code_of(with_members("xpsync", {"verdict.pdf": b"%PDF other"}), "xpsync") == "XP-3604"
    assert code_of(with_members("xpsync", {"task.xptask": b"other"}), "xpsync") == "XP-3604"
    name = "sheets/expert-a.xpsheet"
    assert code_of(with_members("xpsync", {name: clear("xplock")}), "xpsync") == "XP-3604"
    assert code_of(with_members("xpsync", {name: None}), "xpsync") == "XP-3603"
    assert code_of(changed("xpsync", visit="visit-2"), "xpsync") == "XP-3604"


def test_an_enrolment_is_of_the_one_who_signs_it() -> None:
    other = world().people["expert-b"].enrolment
    assert code_of(with_members("xpenrol", {"enrolment.json": other.data}), "xpenrol") == "XP-3604"


def test_one_kind_is_not_read_as_another() -> None:
    for kind in KINDS:
        for wrong in set(KINDS) - {kind}:
            package = read_package(clear(wrong), world().trust)
            with pytest.raises(Refusal):
                READERS[kind](package)


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
ANYTHING = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner))


@given(st.data())
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_in_any_place_is_taken_or_refused_but_never_a_crash(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(tuple(KINDS)))
    manifest, members = opened(kind)
    content: Any = json.loads(members[CONTENTS[kind]])
    into_manifest = data.draw(st.booleans())
    whole: Any = manifest if into_manifest else content
    node = whole
    while True:
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        if isinstance(node[key], dict | list) and node[key] and data.draw(st.booleans()):
            node = node[key]
            continue
        node[key] = data.draw(ANYTHING)
        break
    try:
        if into_manifest:
            forged = signed(canonical(manifest), members, sender(kind))
        else:
            forged = with_content(kind, content)
    except UnicodeEncodeError:
        return
    with contextlib.suppress(Refusal):
        READERS[kind](read_package(forged, world().trust))
