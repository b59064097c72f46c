"""The scoring verbs as other programs call them: a process, its exit code and what it prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BASE, STUDIO = "tianjin-base-acceptance", "tianjin-studio-acceptance"
ALL_WELL: dict[str, dict[str, Any]] = {
    "1.1": {"dedicated_body": True},
    "1.2": {"duties_divided": True, "responsibility_assigned": True},
    "2.1": {"sound_regimes": ["training", "finance", "assets", "risk"]},
    "2.2": {"archive": "complete"},
    "3.1": {"concurrent_trainees": 80, "deduction": "2", "reason": "实训场地只够 80 人（示例）"},
    "8.2": {"qualified_teachers": 11, "teachers": 34},
}
VISIT = {
    "scheme": BASE,
    "profile": {"unit_type": "enterprise"},
    "policy": {"pass_mark": "75"},
    "findings": ALL_WELL,
}
MEBIBYTE = 1024 * 1024


def call(
    project: Path, *arguments: str, data: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(project / "main.py"), *arguments]
    return subprocess.run(
        command, input=data, capture_output=True, check=False, timeout=600, env={**os.environ, **environment}
    )


def encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def decoded(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    (line,) = done.stdout.decode("utf-8").splitlines()
    told: dict[str, Any] = json.loads(line)
    return told


def test_a_visit_from_a_file(project: Path, tmp_path: Path) -> None:
    source = tmp_path / "考核 一.json"
    source.write_bytes(encoded(VISIT))

    done = call(project, "score", str(source))
    result = decoded(done)

    assert (done.returncode, done.stderr) == (0, b"")
    assert result["state"] == "incomplete"
    assert result["total"] == "15"
    assert result["range"] == {"low": "15", "high": "97"}
    assert result["verdict"]["outcome"] == "undetermined"
    judged = next(each for each in result["criteria"] if each["id"] == "3.1")
    assert (judged["score"], judged["max"], judged["start"]) == ("3", "5", "5")
    assert [line["points"] for line in judged["lines"]] == ["-2"]


def test_standard_input_gives_the_same(project: Path, tmp_path: Path) -> None:
    source = tmp_path / "visit.json"
    source.write_bytes(encoded(VISIT))

    assert (
        call(project, "score", "-", data=encoded(VISIT)).stdout == call(project, "score", str(source)).stdout
    )


def test_the_output_is_utf8_in_any_locale(project: Path) -> None:
    for locale in ("C", "POSIX", "C.UTF-8"):
        done = call(project, "score", "-", data=encoded(VISIT), LC_ALL=locale, PYTHONIOENCODING="latin-1")
        assert "实训场地只够 80 人" in done.stdout.decode("utf-8")


def test_every_fault_is_named_at_once(project: Path) -> None:
    wrong = {
        "3.1": {"concurrent_trainees": 80, "deduction": "9", "reason": "过大"},
        "8.2": {"qualified_teachers": 40, "teachers": 34},
        "99.9": {},
    }

    done = call(project, "score", "-", data=encoded({**VISIT, "findings": wrong, "more": 1}))

    assert done.returncode == 2
    places = {fault["where"] for fault in decoded(done)["errors"]}
    assert {"findings.3.1.deduction", "findings.8.2.qualified_teachers", "findings.99.9", "more"} <= places


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"[1]", ""),
        (b"\xff\xfe{}", "UTF-8"),
        (encoded(VISIT).decode().encode("gbk"), "UTF-8"),
        (b'{"scheme": NaN}', "JSON"),
        (b'{"scheme": "a", "scheme": "b"}', "重复"),
        (b"[" * 100_000, ""),
        (b'{"scheme": ' + b"9" * 10_000 + b"}", ""),
        (b" " * (16 * MEBIBYTE) + b"{}", "16 MiB"),
    ],
    ids=["empty", "cut", "list", "bom", "gbk", "nan", "twice", "deep", "long", "large"],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(project: Path, data: bytes, word: str) -> None:
    for verb in ("score", "panel"):
        done = call(project, verb, "-", data=data)
        faults = decoded(done)["errors"]

        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
        assert word in faults[0]["message"]
        assert all(fault["message"] for fault in faults)


def test_a_file_of_the_greatest_size_is_read(project: Path) -> None:
    body = encoded(VISIT)

    assert call(project, "score", "-", data=body.ljust(16 * MEBIBYTE)).returncode == 0


def test_lines_go_on_after_a_bad_one(project: Path) -> None:
    studio = {"scheme": STUDIO, "findings": {"3.1": {"renovations": 4}}}
    lines = [encoded(VISIT), b"{", encoded({**VISIT, "scheme": "nowhere"}), encoded(studio)]

    done = call(project, "score", "--lines", "-", data=b"\n".join(lines) + b"\n")
    results = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]

    assert done.returncode == 2
    assert ["errors" in each for each in results] == [False, True, True, False]
    assert results[3]["total"] == "8"


def test_lines_without_a_fault_end_well(project: Path) -> None:
    done = call(project, "score", "--lines", "-", data=(encoded(VISIT) + b"\n") * 50)

    assert done.returncode == 0
    assert len(set(done.stdout.splitlines())) == 1
    assert len(done.stdout.splitlines()) == 50


def test_a_panel_is_joined(project: Path) -> None:
    other = {**ALL_WELL, "3.1": {**ALL_WELL["3.1"], "deduction": "1"}, "1.1": {"dedicated_body": False}}
    sheets = [{"expert": "甲", "findings": ALL_WELL}, {"expert": "乙", "findings": other}]
    raw = {"scheme": BASE, "profile": {"unit_type": "enterprise"}, "sheets": sheets}

    done = call(project, "panel", "-", data=encoded(raw))
    result = decoded(done)
    criteria = {each["id"]: each for each in result["criteria"]}

    assert done.returncode == 0
    assert result["state"] == "open"
    assert (criteria["3.1"]["state"], criteria["3.1"]["score"]) == ("averaged", "3.5")
    assert (criteria["1.1"]["state"], criteria["1.1"]["differs"]) == ("disputed", ["dedicated_body"])
    assert criteria["9.1"]["state"] == "unanswered"


@pytest.mark.parametrize("sheets", [[], [{"expert": "甲", "findings": {}}] * 2, "甲"])
def test_a_panel_of_nobody_or_of_doubles_is_refused(project: Path, sheets: object) -> None:
    done = call(project, "panel", "-", data=encoded({"scheme": BASE, "sheets": sheets}))

    assert done.returncode == 2
    assert any(fault["where"].startswith("sheets") for fault in decoded(done)["errors"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["score"], 2), (["nosuch"], 2), (["score", "--nosuch", "-"], 2), (["--help"], 0), (["--version"], 0)],
)
def test_usage(project: Path, arguments: list[str], code: int) -> None:
    done = call(project, *arguments)

    assert done.returncode == code
    assert bool(done.stdout) == (code == 0)
    assert bool(done.stderr) == (code != 0)


def test_a_missing_file_and_a_folder_are_bad_input(project: Path, tmp_path: Path) -> None:
    for name in (tmp_path / "没有.json", tmp_path):
        done = call(project, "score", str(name))
        assert done.returncode == 2
        assert decoded(done)["errors"][0]["where"] == ""


def test_scoring_waits_for_neither_window_nor_database(project: Path) -> None:
    script = (
        "import sys; from main import main; main(['score', '-']);"
        "print(sorted({'PySide6', 'sqlalchemy', 'pyhanko', 'reportlab'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=encoded(VISIT),
        capture_output=True,
        check=False,
        cwd=project,
        timeout=600,
    )

    assert done.stderr.split() == [b"[]"]
