"""Titles, dates, clauses and figures of every scheme against the record of its document."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from app.common.paths import resources
from tests.ground.clauses import TITLE, differences, figures, records

RECORDS = records()
SCHEMES = sorted(path.parent.name for path in (resources() / "schemes").glob("*/scheme.yaml"))
OWN_TABLE = "暂定评分表"
"""What the points of a provisional table are cited as: it is not part of the document."""
PREFIXES = {"办法": "", "方案": "", "通知": "", "附件1": "附件1 ", "附件2": "附件2 "}
TEXTS = ("wanted", "text", "paper", "title", "note", "consequence", "item")
LIMITS = ("wanted",)
POINTS = ("step", "points", "max", "bands")
LENGTHS = ("years", "months", "days", "month")
HEADS = re.compile(r"第[一二三四五六七八九十]+条|[一二三四五六七八九十]+|附件[12] (?:第\d+项|[^第]+)")

WHOLE = {"100": "满 100 分为限：条文只说影响总评分"}
EXCEPT: dict[tuple[str, str], dict[str, str]] = {
    ("tianjin-base-acceptance", "criteria.10.1"): WHOLE,
    ("tianjin-studio-acceptance", "criteria.1.4"): WHOLE,
    ("tianjin-base-acceptance", "criteria.8.1"): {"2": "另一种口径的上限"},
    ("tianjin-base-acceptance", "criteria.8.2"): {"4.5": "相对口径：45 的一成"},
    ("tianjin-base-acceptance", "criteria.12.1"): {"6": "内容一栏列出的方面数"},
    ("tianjin-base-acceptance", "criteria.14.1"): {"4.25": "相对口径：85 的 5%"},
    ("tianjin-base-acceptance", "criteria.14.2"): {"4.25": "相对口径：85 的 5%"},
    ("hubei-base-midterm", "criteria.8.2"): {"1000": "折算口径：一半", "1500": "折算口径：一半"},
    ("hubei-base-midterm", "criteria.8.3"): {"300": "折算口径：一半", "500": "折算口径：一半"},
    ("hubei-studio-midterm", "criteria.11.1"): {"4": "折算口径：一半", "5": "折算口径：一半"},
    ("tianjin-studio-acceptance", "criteria.2.2"): {"3": "5 分扣 2 分"},
    ("shaoxing-base-institution", "criteria.1.4"): {"21": "多于 20 家"},
    ("hubei-base-acceptance", "criteria.8.1"): {"7": "条文列出的方面数"},
    ("hubei-base-midterm", "criteria.8.1"): {"7": "条文列出的方面数"},
    ("hubei-base-acceptance", "criteria.6.4"): {"100": "均具有"},
    ("hubei-base-midterm", "criteria.6.4"): {"100": "均具有"},
}
"""(scheme, place) to figures that are not written in the clause as such, each with what they stand for."""


def data_of(scheme: str) -> dict[str, Any]:
    text = (resources() / "schemes" / scheme / "scheme.yaml").read_text("utf-8")
    data: dict[str, Any] = YAML(typ="safe").load(text)
    return data


def record_of(scheme: str) -> dict[str, Any]:
    return next(each for each in RECORDS.values() if scheme.startswith(each["schemes"]))


def clauses_named(cite: str) -> list[str]:
    """``办法 第三条、第九条（二）`` to the clauses; what goes on from the one before has its head."""
    found = []
    for part in cite.split("；"):
        word, _, rest = part.strip().partition(" ")
        if word == OWN_TABLE or not rest:  # a document as a whole, where it is silent
            continue
        before = ""
        for name in rest.split("、"):
            whole = f"{PREFIXES.get(word, word + '?')}{name}"
            if re.fullmatch(r"第\d+行|（.+", name):
                head = HEADS.match(before)
                assert head is not None, cite
                whole = f"{head[0]}{name}"
            found.append(whole)
            before = whole
    return found


def cites(cite: dict[str, str] | str) -> list[str]:
    """The citation, or that under each choice of the reading it depends on."""
    return [value for key, value in cite.items() if key != "by"] if isinstance(cite, dict) else [cite]


def cited(node: object, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping with a citation, and where it stands."""
    if isinstance(node, dict):
        if "cite" in node:
            for cite in cites(node["cite"]):
                yield f"{place}.{node.get('id', '')}", {**node, "cite": cite}
        for key, value in node.items():
            yield from cited(value, f"{place}.{key}" if place else str(key))
    elif isinstance(node, list):
        for value in node:
            yield from cited(value, place)


def figures_said(node: dict[str, Any], *, own_points: bool) -> set[str]:
    """The figures that a cited mapping states: in its words, its rules and its time.

    own_points: whether the points are a provisional table's, and so not the document's.
    """
    found: set[str] = set()
    for key in TEXTS:
        found.update(figures(str(node.get(key) or "")))
    due = node.get("due") or {}
    found.update(_lengths(due))
    found.update(str(int(each)) for each in str(due.get("yearly", "")).split("-") if each)
    for rule in node.get("rules", []):
        for key in LIMITS if own_points else (*LIMITS, *POINTS):
            found.update(_numbers(rule.get(key)))
    if not own_points:
        found.update(_points(node))
    return {each for each in found if float(each) > 1}


def _lengths(due: object) -> set[str]:
    """The lengths of a due rule, whatever reading chooses it."""
    if not isinstance(due, dict):
        return set()
    own = {each for key in LENGTHS for each in _numbers(due.get(key))}
    return own.union(*(_lengths(value) for value in due.values()))


def _points(node: dict[str, Any]) -> set[str]:
    found = _numbers(node.get("max"))
    for spec in (node.get("findings") or {}).values():
        if spec["kind"] == "points":
            found |= _numbers(spec.get("low")) | _numbers(spec.get("high"))
    return found


def _numbers(value: object) -> set[str]:
    if isinstance(value, dict):
        return {each for part in value.values() for each in _numbers(part)}
    if isinstance(value, list):
        return {each for part in value for each in _numbers(part)}
    return set() if value is None or isinstance(value, bool) else set(figures(str(value)))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_document_is_named_as_it_names_itself(scheme: str) -> None:
    data, record = data_of(scheme), record_of(scheme)
    if record["title"]:
        assert data["document"] == record["title"]
    else:
        assert "《" in data["document"]
        assert not data["document"].startswith("《")
    assert data.get("document_no", "") == record["number"]
    assert (data.get("valid_from", ""), data.get("valid_to", "")) == (record["from"], record["to"])
    assert data["basis"][0]["title"] == data["document"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_it_rests_on_is_named_by_its_own_title_and_number(scheme: str) -> None:
    record = record_of(scheme)
    own = {(data_of(scheme)["document"], record["number"])}
    numbers = {(title, record["numbers"].get(title, "")) for title in record["titles"]}
    said = {(re.sub(r"\s+", "", each["title"]), each.get("number", "")) for each in data_of(scheme)["basis"]}
    assert said <= own | numbers


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_title_is_made_up(scheme: str) -> None:
    text = (resources() / "schemes" / scheme / "scheme.yaml").read_text("utf-8")
    record = record_of(scheme)
    assert {re.sub(r"\s+", "", each) for each in TITLE.findall(text)} <= {record["title"], *record["titles"]}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_citation_names_a_clause_that_there_is(scheme: str) -> None:
    known = record_of(scheme)["clauses"]
    wrong = [
        (place, node["cite"])
        for place, node in cited(data_of(scheme))
        if not all(clause in known for clause in clauses_named(node["cite"]))
    ]
    assert wrong == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_figure_stands_in_the_clause_that_is_cited(scheme: str) -> None:
    known, data = record_of(scheme)["clauses"], data_of(scheme)
    wrong = []
    for place, node in cited(data):
        facts = {str(each) for clause in clauses_named(node["cite"]) for each in known.get(clause, [])}
        facts |= set(EXCEPT.get((scheme, place), {}))
        if strange := sorted(figures_said(node, own_points="provisional" in data) - facts, key=float):
            wrong.append((place, node["cite"], strange))
    assert wrong == []


def test_no_exception_is_left_over() -> None:
    places = {(scheme, place) for scheme in SCHEMES for place, _ in cited(data_of(scheme))}
    assert [each for each in EXCEPT if each not in places] == []


@pytest.mark.skipif("XP_SOURCES" not in os.environ, reason="the official texts are not at hand")
@pytest.mark.parametrize("name", RECORDS)
def test_the_record_says_what_the_text_says(name: str) -> None:
    text = (Path(os.environ["XP_SOURCES"]) / RECORDS[name]["source"]).read_text(encoding="utf-8")
    assert list(differences(RECORDS[name], text)) == []
