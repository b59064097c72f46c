"""The verbs ``due`` and ``scheme events``, as they are called."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ASKED = {
    "scheme": "hubei-base-midterm",
    "profile": {"level": "national"},
    "on": "2026-06-01",
    "policy": {"rectification_months": 6},
    "events": [{"what": "announced", "on": "2025-03-01"}],
}
MIDTERM = {
    "obligation": "midterm",
    "who": "省人社厅会同省财政厅",
    "paper": "中期考核评估和绩效监控",
    "clause": "办法 第二条",
    "due": "2026-03-01",
    "state": "overdue",
    "hard": True,
}


Call = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def call(project: Path) -> Call:
    def run(*arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "main.py", *arguments]
        return subprocess.run(command, check=False, cwd=project, input=data, capture_output=True, timeout=600)

    return run


def test_what_falls_due_is_told_in_the_contracts_form_and_the_same_each_time(call: Call) -> None:
    data = json.dumps(ASKED).encode()
    plain, marked = call("due", "-", data=data), call("due", "-", data=b"\xef\xbb\xbf" + data)
    assert (plain.returncode, plain.stderr) == (0, b"")
    assert plain.stdout == marked.stdout
    assert json.loads(plain.stdout) == {"due": [MIDTERM]}


def test_bad_input_ends_with_2_and_names_every_fault(call: Call) -> None:
    wrong = ASKED | {"on": "2026-02-30", "events": [{"what": "objected", "on": "2025-03-01"}]}
    done = call("due", "-", data=json.dumps(wrong).encode())
    errors = json.loads(done.stdout)["errors"]
    assert done.returncode == 2
    assert [each["where"] for each in errors] == ["on", "events.0.what"]
    assert "announced（发文公布）" in errors[1]["message"]


def test_the_events_of_a_scheme_are_listed_with_their_clauses(call: Call) -> None:
    told = json.loads(call("scheme", "events", "shaoxing-base-enterprise", "--json").stdout)
    known = {each["event"]: each for each in told}
    assert known["objected"]["clauses"] == ["办法 四（三）"]
    assert "yearly_report" in known["submitted"]["papers"]
    plain = call("scheme", "events", "shaoxing-base-enterprise")
    assert plain.returncode == 0
    assert "objected\t收到异议\t办法 四（三）" in plain.stdout.decode().splitlines()
    assert call("scheme", "events", "nowhere").returncode == 2
