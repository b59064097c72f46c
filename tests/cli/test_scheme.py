"""The verbs about schemes, as they are called."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from app.services.store.schemes import SchemeLibrary

Call = Callable[..., CompletedProcess[bytes]]


@pytest.fixture
def call(project: Path) -> Call:
    def run(*arguments: str, data: bytes = b"") -> CompletedProcess[bytes]:
        command = [sys.executable, "main.py", "scheme", *arguments]
        return subprocess.run(command, check=False, cwd=project, input=data, capture_output=True, timeout=600)

    return run


def test_every_scheme_is_listed(call: Call) -> None:
    library = SchemeLibrary()
    done = call("list", "--json")
    assert done.returncode == 0
    wanted = [{"id": each.id, "version": each.version, "title": each.title} for each in library.values()]
    assert json.loads(done.stdout) == wanted
    lines = call("list").stdout.decode().splitlines()
    assert [line.split()[0] for line in lines] == list(library.ids())


def test_a_good_scheme_ends_with_0_and_a_bad_one_with_1(call: Call, project: Path) -> None:
    good = project / "resources" / "schemes" / "hubei-effect" / "scheme.yaml"
    assert call("check", str(good)).returncode == 0
    bad = good.read_text(encoding="utf-8").replace("max: 50", "max: 51", 1)
    done = call("check", "-", data=bad.encode())
    assert done.returncode == 1
    assert "sections.2" in done.stdout.decode()
    told = json.loads(call("check", "-", "--json", data=bad.encode()).stdout)
    assert told["valid"] is False
    assert "sections" in {each["where"] for each in told["errors"]}


@pytest.mark.parametrize("data", [b"", b"\xff", b"a: [", b"a: 1\na: 2\n"])
def test_what_is_no_scheme_is_told_and_not_raised(call: Call, data: bytes) -> None:
    done = call("check", "-", data=data)
    assert done.returncode == 1
    assert done.stdout


def test_a_file_that_is_not_there_ends_with_2(call: Call) -> None:
    assert call("check", "no-such-file.yaml").returncode == 2


def test_two_versions_are_compared_by_id_or_file(call: Call, project: Path, tmp_path: Path) -> None:
    source = project / "resources" / "schemes" / "tianjin-base-acceptance" / "scheme.yaml"
    newer = tmp_path / "newer.yaml"
    newer.write_text(source.read_text("utf-8").replace('version: "2025.2"', 'version: "2026.1"'), "utf-8")
    done = call("diff", "tianjin-base-acceptance", str(newer))
    assert (done.returncode, done.stdout.decode()) == (0, "版本：2025.2 → 2026.1\n")
    assert json.loads(call("diff", str(newer), str(newer), "--json").stdout) == []
    assert call("diff", "no-such", str(newer)).returncode == 2


def test_a_workbook_is_checked_and_compared_like_a_file(call: Call, tmp_path: Path) -> None:
    book = tmp_path / "细则.xlsx"
    assert call("to-xlsx", "tianjin-studio-acceptance", str(book)).returncode == 0
    assert call("check", str(book)).returncode == 0
    done = call("diff", "tianjin-studio-acceptance", str(book), "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_what_a_batch_settles_is_listed_in_words_and_as_json(call: Call) -> None:
    said = call("questions", "tianjin-base-acceptance").stdout.decode()
    assert "policy.pass_mark，没有默认，不写明的结论不定" in said
    assert "· completed：满一步才扣，零头不计（默认）" in said
    told = json.loads(call("questions", "tianjin-base-acceptance", "--json").stdout)
    assert [each["key"] for each in told["profile"]] == ["visits[].profile.unit_type", "visits[].round"]
