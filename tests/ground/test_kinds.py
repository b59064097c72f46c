"""The kinds of rules and conditions: what is said of them anywhere else names every one, and none besides."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

from app.common.errors import Refusal
from app.scoring import FindingSpec, load_scheme, requirements, rules
from app.scoring.model.findings import KINDS as FINDINGS
from app.scoring.model.provisions import Provision
from app.scoring.model.specs import Kind
from app.scoring.requirements.reader import Readable as ReadableCondition
from app.scoring.requirements.registry import KINDS as CONDITIONS
from app.scoring.rules.reader import Readable as ReadableRule
from app.scoring.rules.registry import KINDS as RULES
from app.scoring.source.conditions import Known
from app.scoring.source.nodes import Node
from app.services.authoring.workbooks.vocabulary import Column, vocabulary

Words = Mapping[str, type[ReadableRule]] | Mapping[str, type[ReadableCondition]]
WORDS: Mapping[str, type[ReadableRule | ReadableCondition]] = {**RULES, **CONDITIONS}
ROOMS = [(rules, RULES), (requirements, CONDITIONS)]
SHEET = vocabulary().table("rules")
Asked = defaultdict[str, set[str]]


def words_of(column: Column | None) -> set[str]:
    assert column is not None
    return set(column.words.of)


def defined_in(room: ModuleType) -> dict[str, list[type[Provision]]]:
    """Every kind that a module of the room defines, by the module's name."""
    found = defaultdict(list)
    for each in pkgutil.iter_modules(room.__path__):
        module = import_module(f"{room.__name__}.{each.name}")
        for kind in vars(module).values():
            if inspect.isclass(kind) and issubclass(kind, Provision) and kind.__module__ == module.__name__:
                found[each.name].append(kind)
    return found


@pytest.mark.parametrize(("room", "words"), ROOMS, ids=["rules", "conditions"])
def test_every_kind_is_one_module_and_has_a_word(room: ModuleType, words: Words) -> None:
    defined = defined_in(room)
    assert [name for name, kinds in defined.items() if len(kinds) > 1] == []
    assert {kind for kinds in defined.values() for kind in kinds} == set(words.values())
    assert [kind for kind in words.values() if not getattr(kind, "__final__", False)] == []


@pytest.mark.parametrize(("room", "words"), ROOMS, ids=["rules", "conditions"])
def test_every_word_of_a_rule_is_the_name_of_its_module(room: ModuleType, words: Words) -> None:
    if words is RULES:
        modules = {word: kind.__module__.rsplit(".", 1)[-1] for word, kind in words.items()}
        assert modules == {word: word for word in words}
    assert {kind.__module__.rpartition(".")[0] for kind in words.values()} == {room.__name__}


def test_no_word_means_two_things() -> None:
    assert not RULES.keys() & CONDITIONS.keys()


def test_the_workbook_offers_every_kind() -> None:
    assert words_of(SHEET.column("kind")) == WORDS.keys()
    assert vocabulary().rules.keys() == WORDS.keys()


def test_the_workbook_offers_every_kind_of_finding() -> None:
    assert words_of(vocabulary().table("findings").column("kind")) == FINDINGS.keys() == set(get_args(Kind))


@pytest.mark.parametrize(
    ("title", "words"),
    [("计分的规则", RULES), ("条件的规则", CONDITIONS)],
    ids=["rules", "conditions"],
)
def test_the_reference_has_a_row_for_every_kind(project: Path, title: str, words: Words) -> None:
    text = (project / "docs" / "scheme-file.md").read_text(encoding="utf-8")
    part = text.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
    first = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
    assert {word for cell in first for word in re.findall(r"`(\w+)`", cell)} == words.keys()


@pytest.fixture(scope="module")
def read(project: Path) -> tuple[Asked, Asked]:
    """What is asked of the rules of all schemes: by word, the keys, and those that name a finding."""
    asked: Asked = defaultdict(set)
    named: Asked = defaultdict(set)
    raw, has, finding = Node.raw, Node.has, Known.finding

    def note(found: Asked, node: Node, key: str) -> None:
        if ".rules." in node.where and node.data.get("kind") in WORDS:
            found[node.data["kind"]].add(key)

    def noted_raw(self: Node, key: str) -> object:
        note(asked, self, key)
        return raw(self, key)

    def noted_has(self: Node, key: str) -> bool:
        note(asked, self, key)
        return has(self, key)

    def noted_finding(self: Known, node: Node, key: str, kinds: tuple[str, ...]) -> FindingSpec | None:
        note(named, node, key)
        return finding(self, node, key, kinds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Node, "raw", noted_raw)
        patch.setattr(Node, "has", noted_has)
        patch.setattr(Known, "finding", noted_finding)
        for path in (
            *project.glob("resources/schemes/*/scheme.yaml"),
            *project.glob("tests/scoring/**/*.yaml"),
        ):
            with suppress(Refusal):  # a faulty one is read as well
                load_scheme(path.read_bytes())
    return asked, named


@pytest.mark.parametrize("word", WORDS)
def test_a_kind_names_the_keys_that_name_findings(read: tuple[Asked, Asked], word: str) -> None:
    _, named = read
    assert named[word] <= set(WORDS[word].keys), f"{word} asks for findings under keys that it does not name"


def test_every_key_that_names_a_finding_is_asked_for(
    read: tuple[Asked, Asked],
) -> None:
    _, named = read
    told = {key for kind in WORDS.values() for key in kind.keys}
    assert {key for keys in named.values() for key in keys} == told


@pytest.mark.parametrize("word", WORDS)
def test_every_key_of_a_kind_is_a_column_of_the_workbook(read: tuple[Asked, Asked], word: str) -> None:
    asked, _ = read
    assert asked[word], f"no scheme has a rule of the kind {word}"
    lacking = [key for key in asked[word] | set(WORDS[word].keys) if SHEET.column(key) is None]
    assert lacking == []
