"""The verbs score and panel, as they are called."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

STUDIO = {"scheme": "tianjin-studio-acceptance", "findings": {"3.1": {"renovations": 2}}}

Call = Callable[..., CompletedProcess[bytes]]


@pytest.fixture
def call(project: Path) -> Call:
    def run(*arguments: str, data: bytes = b"") -> CompletedProcess[bytes]:
        command = [sys.executable, "main.py", *arguments]
        return subprocess.run(command, check=False, cwd=project, input=data, capture_output=True, timeout=600)

    return run


def test_a_visit_is_scored_from_a_file_and_from_standard_input(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "visit.json"
    path.write_text(json.dumps(STUDIO), encoding="utf-8")
    for done in (call("score", str(path)), call("score", "-", data=path.read_bytes())):
        assert (done.returncode, done.stderr) == (0, b"")
        assert json.loads(done.stdout)["total"] == "4"


def test_a_refused_visit_ends_with_2(call: Call) -> None:
    done = call("score", "-", data=b'{"scheme": "x"}')
    assert done.returncode == 2
    assert [each["where"] for each in json.loads(done.stdout)["errors"]] == ["scheme"]


def test_a_bad_line_is_answered_and_the_rest_goes_on(call: Call) -> None:
    good = json.dumps(STUDIO).encode()
    done = call("score", "--lines", "-", data=b"\n".join([good, b"{", b"", good, b"\xff\n"]))
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert ["errors" in line for line in lines] == [False, True, False, True]
    assert call("score", "--lines", "-", data=good).returncode == 0
    assert call("score", "--lines", "-", data=b"").stdout == b""


def test_a_result_is_one_line_however_lines_are_told_apart(call: Call) -> None:
    reason = "甲\u2028乙\u2029丙\u0085丁"
    visit = STUDIO | {"findings": {"5.3": {"award": 1, "reason": reason}}}
    data = json.dumps(visit, ensure_ascii=False).encode()
    lines = call("score", "--lines", "-", data=data + b"\n" + data).stdout.decode().splitlines()
    assert len(lines) == 2
    assert all(reason in json.dumps(json.loads(line), ensure_ascii=False) for line in lines)


def test_a_doubled_key_hides_no_other_fault(call: Call) -> None:
    faulty = b'{"scheme": "x", "policy": 5, "sheets": [], "assignments": {}, "assignments": {}}'
    done = call("panel", "-", data=faulty)
    assert done.returncode == 2
    assert [each["where"] for each in json.loads(done.stdout)["errors"]] == [
        "", "assignments", "scheme", "policy", "sheets",
    ]  # fmt: skip


def test_a_panel_is_joined(call: Call) -> None:
    panel = {"scheme": STUDIO["scheme"], "sheets": [{"expert": "甲", "findings": STUDIO["findings"]}]}
    done = call("panel", "-", data=json.dumps(panel).encode())
    assert done.returncode == 0
    assert json.loads(done.stdout)["total"] == "4"
    assert call("panel", "-", data=b"[]").returncode == 2


def test_scoring_waits_for_no_window_and_no_database(project: Path) -> None:
    """What a verb does not need is not imported: it would cost a second at every call."""
    code = (
        "import sys, main, io; sys.stdin = io.TextIOWrapper(io.BytesIO(b'{}')); main.main(['score', '-']);"
        "print(sorted({name.split('.')[0] for name in sys.modules} "
        "& {'PySide6', 'sqlalchemy', 'reportlab', 'pyhanko', 'cryptography', 'openpyxl', 'pydantic'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, timeout=600, check=True
    )
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_lines_keep_memory_flat(call: Call, tmp_path: Path) -> None:
    """Ten thousand visits, each with words of its own, need no more room than a few."""
    code = (
        "import sys, json, tracemalloc; from app.scoring import answer, score_visit\n"
        "from functools import partial\n"
        "from app.services.store.schemes import SchemeLibrary\n"
        "told = partial(score_visit, SchemeLibrary())\n"
        "def line(n): return json.dumps({'scheme': 'tianjin-studio-acceptance', 'findings': "
        "{'3.1': {'renovations': n}, '5.3': {'award': '1', 'reason': 'x' * 100 + str(n)}}}).encode()\n"
        "tracemalloc.start(); [answer(line(n), told) and None for n in range(12000)]\n"
        "sys.exit(tracemalloc.get_traced_memory()[0] > 14_000_000)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=600).returncode == 0
