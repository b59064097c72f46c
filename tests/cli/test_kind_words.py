"""What the command line shows of a kind of scheme is in that kind's own words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from app.cli.main import verbs
from app.services.store.schemes import SchemeLibrary
from main import main
from tests.filling import filled, profiles_of
from tests.kind_words import foreign
from tests.services.places import Place, a_place

LIBRARY = SchemeLibrary()
WORDS = ("评分", "总分", "打分", "考核项", "扣分", "失分", "未计分")
ALLOWED = {"self-xlsx": "a form for points", "task": "takes that form", "demo": "the sample has points"}
"""Verbs whose help means points, and why."""


def told(call: tuple[object, ...], capfd: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    """Every line that a verb writes."""
    capfd.readouterr()
    assert main([str(each) for each in call]) == 0
    out, err = capfd.readouterr()
    return [(str(call[0]), line) for line in (*out.splitlines(), *err.splitlines())]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with a_place(tmp_path) as made:
        yield made


def helps(group: click.Group) -> Iterator[tuple[str, str]]:
    """Every verb's help and its options'."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from helps(command)
        yield name, command.help or ""
        yield from ((name, getattr(each, "help", None) or "") for each in command.params)


def test_no_help_of_a_verb_for_every_kind_speaks_of_points_alone() -> None:
    every = [each for each in helps(verbs) if each[0] not in ALLOWED]
    assert len(every) > 30
    assert [(name, word, text) for name, text in every for word in WORDS if word in text] == []


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_what_a_batch_is_asked_and_how_versions_compare(
    scheme_id: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    scheme = LIBRARY[scheme_id]
    shown = told(("scheme", "questions", scheme_id), capfd)
    for profile in profiles_of(scheme)[-2:]:
        for good in (True, False):
            visit = tmp_path / "visit.json"
            found = {"profile": profile, "findings": filled(scheme, profile, good=good)}
            visit.write_text(json.dumps(found), "utf-8")
            shown += told(("scheme", "compare", scheme_id, scheme_id, visit), capfd)
    assert foreign(scheme, shown) == []


def test_versions_are_compared_by_what_an_expert_would_read(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    scheme = LIBRARY["hubei-cancellation"]
    profile = {"project": "studio", "level": "provincial"}
    closed = {"leader": "unable", "way": "new_leader", "reassessed": False}
    visit = tmp_path / "visit.json"
    findings = filled(scheme, profile) | {"21.1": {"fraud": True, "reason": "示例"}, "22.1": closed}
    visit.write_text(json.dumps({"profile": profile, "findings": findings}), "utf-8")
    lines = [line for _, line in told(("scheme", "compare", scheme.id, scheme.id, visit), capfd)]
    assert lines[0] == "编号\t2024.1 版\t2024.1 版\t核查内容"
    assert "21.1\t有此情形\t有此情形\t弄虚作假" in lines
    assert "22.1\t应予注销\t应予注销\t带头人变更" in lines
    assert lines[-1] == "结论\t取消项目称号\t取消项目称号"


ENDS: list[tuple[str, dict[str, Any], str]] = [
    ("pingdingshan-studio-application", {}, "符合 8 / 8"),
    (
        "pingdingshan-studio-cancellation",
        {"14.1": {"false_application": True, "reason": "示例"}},
        "查实 1 / 7",
    ),
    ("hubei-effect", {"17.1": {"operation": "50"}}, "—"),
]


@pytest.mark.parametrize(("scheme_id", "changed", "figure"), ENDS)
def test_what_the_bureau_reads_of_a_package(
    place: Place,
    scheme_id: str,
    changed: dict[str, Any],
    figure: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    scheme, profile = LIBRARY[scheme_id], profiles_of(LIBRARY[scheme_id])[-1]
    visit_id = place.task(scheme, profile, tmp_path)
    findings = filled(scheme, profile) | changed
    if scheme.kind == "effect":
        findings = changed  # after a failed operation nothing else is asked
    place.score(visit_id, findings)
    place.conclude(visit_id)
    place.workspace.verdicts.freeze(visit_id)
    place.sign(visit_id)
    package = place.workspace.packages.export_sync(visit_id, tmp_path).files[0]
    trust, identity, url = tmp_path / "bureau.xptrust", tmp_path / "bureau.identity", tmp_path / "new.db"
    trust.write_bytes(place.authority.trust().data)
    identity.write_bytes(place.authority.issuing.lock(None))
    beside = ("--trust", trust, "--identity", identity)
    db = ("--db", f"sqlite:///{url.as_posix()}")
    shown = told(("verify", package, *beside), capfd)
    shown += told(("bureau", "import", *db, *beside, package), capfd)
    status = told(("bureau", "status", *db), capfd)
    assert foreign(scheme, [*shown, *status]) == []
    outcome = place.workspace.panels.open(visit_id).result.verdict.outcome
    words = scheme.conclusion.words(outcome)
    assert status[0][1] == f"示例职业技术学院\t示例建设项目\t{figure}\t{words}"
    assert sum(figure in line for _, line in shown) == 2
