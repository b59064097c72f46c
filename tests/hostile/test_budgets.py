"""Every hostile or odd file, through what a user does with it: in bounded time and memory, to an answer.

The deadlines are generous: what breaks one hangs.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = Path(__file__).parent / "files"
SECONDS = 60
MEGABYTES = 1024
BOUNDED = (
    "import resource, runpy, sys;"
    f"resource.setrlimit(resource.RLIMIT_DATA, ({MEGABYTES} << 20,) * 2);"
    "sys.argv = sys.argv[1:];"
    "runpy.run_path(sys.argv[0], run_name='__main__')"
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of memory are Unix's")


def told(*arguments: object) -> tuple[int, str, str]:
    """Exit code, results and words of a verb under the limits."""
    command = [sys.executable, "-c", BOUNDED, ROOT / "main.py", *arguments]
    done = subprocess.run(
        list(map(str, command)), check=False, capture_output=True, text=True, timeout=SECONDS, cwd=ROOT
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bureau")
    code, *_ = told("bureau", "init", "--db", f"sqlite:///{folder}/b.db", "--name", "示例局", "--out", folder)
    assert code == 0
    return folder / "bureau.xptrust"


@pytest.mark.parametrize("path", sorted(FILES.iterdir()), ids=lambda path: path.name)
def test_verify_answers_any_file(path: Path, trust: Path) -> None:
    code, said, words = told("verify", path, "--trust", trust)
    assert code == 1
    assert said + words


@pytest.mark.parametrize("path", sorted(FILES.glob("*.[xy]*")), ids=lambda path: path.name)
def test_a_workbook_or_scheme_is_checked_within_its_budget(path: Path) -> None:
    code, said, _ = told("scheme", "check", path, "--json")
    errors = json.loads(said)["errors"]
    assert code in (1, 2)
    assert 0 < len(errors) <= 201


def test_a_half_megabyte_of_brackets_in_quotes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.yaml"
    path.write_bytes(b"a: '" + b"'\nb" * 1000 + b"'\nc: " + b"[" * 250_000 + b"]" * 250_000)
    code, said, _ = told("scheme", "check", path, "--json")
    assert code in (1, 2)
    assert json.loads(said)["errors"]


def test_a_mark_of_byte_order_and_slashes_in_dates_are_no_fault(tmp_path: Path) -> None:
    code, said, _ = told("score", FILES / "visit-bom.json")
    assert (code, json.loads(said)["state"]) == (0, "incomplete")


def long_list(key: str, one: object, count: int, **more: object) -> bytes:
    return json.dumps({**more, key: [one] * count}).encode()


GRADE = {"policy": {"good": "90", "fairly_good": "80", "ordinary": "60"}}
PANEL = {"scheme": "tianjin-base-acceptance", "profile": {"unit_type": "enterprise"}, "policy": {}}
LARGE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "indicators": ("performance", lambda: long_list("indicators", {"id": "a", "weight": "1" * 900}, 1000)),
    "nothings": ("grade-batch", lambda: long_list("projects", {}, 300_000, **GRADE)),
    "digits": (
        "performance",
        lambda: b'{"indicators": "' + b"1" * 3999 + b"." * 3 + b"2" * 3999 * 250 + b'"}',
    ),
    "sheets": ("panel", lambda: long_list("sheets", {"expert": "a", "findings": {}}, 40_000, **PANEL)),
    "strangers": ("panel", lambda: json.dumps({**PANEL, "assignments": {"1.1": ["x"] * 200_000}}).encode()),
    "keys": ("score", lambda: b"{" + b",".join(b'"k": 1' for _ in range(150_000)) + b"}"),
    "no numbers": ("score", lambda: b"[" + b",".join(b"NaN" for _ in range(250_000)) + b"]"),
    "depth": ("score", lambda: b"[" * 500_000 + b"]" * 500_000),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_megabyte_is_answered_with_the_first_two_hundred_faults(tmp_path: Path, name: str) -> None:
    verb, make = LARGE[name]
    (tmp_path / "in.json").write_bytes(make())
    code, said, _ = told(verb, tmp_path / "in.json")
    errors = json.loads(said)["errors"]
    assert code == 2
    assert 0 < len(errors) <= 201
    assert len(said) < 200_000
    if len(errors) == 201:
        assert errors[-1]["message"].startswith("另有 ")


@pytest.mark.parametrize("verb", ["score", "panel", "performance", "grade-batch", "scheme check", "verify"])
@pytest.mark.parametrize("what", ["pipe", "device"])
def test_a_pipe_or_a_device_is_refused_in_a_word(tmp_path: Path, trust: Path, verb: str, what: str) -> None:
    import os

    path = Path("/dev/zero")
    if what == "pipe":
        path = tmp_path / "pipe"
        os.mkfifo(path)
    more = ("--trust", trust) if verb == "verify" else ()
    code, said, words = told(*verb.split(), path, *more)
    assert code in (1, 2)
    assert "不是普通文件" in said + words
