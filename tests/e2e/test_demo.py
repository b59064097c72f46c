"""The whole job with nobody at the keyboard, run as a process, and every file that it leaves proven."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_workspace
from app.signing.pdf_check import _spans
from app.signing.trust import Trust
from main import main

PROMISED = ("bureau.xptrust", "verdict.pdf", "scores.xlsx", "visit.xpsync", "bureau.db", "summary.pdf")
SIGNERS = 4
UNSIGNED = ("summary.pdf", "minutes.pdf")


def demo(project: Path, out: Path, *more: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(project / "main.py"), "demo", "--out", str(out), *more]
    mask = -1 if os.name == "nt" else 0o022
    return subprocess.run(command, capture_output=True, check=False, timeout=600, umask=mask)


@pytest.fixture(scope="module")
def ran(project: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any], str]:
    """The folder of one run, what it said as JSON, and what it told on the way."""
    out = tmp_path_factory.mktemp("演示 一") / "out"
    done = demo(project, out, "--json")
    assert done.returncode == 0, done.stderr.decode()
    (line,) = done.stdout.decode().splitlines()
    return out, json.loads(line), done.stderr.decode()


@pytest.fixture
def out(ran: tuple[Path, dict[str, Any], str], tmp_path: Path) -> Path:
    """A copy of what the run left, to be changed at will."""
    return Path(shutil.copytree(ran[0], tmp_path / "out"))


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Any:
    """Run a verb in this process: exit code, standard output, standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        return (code, *capfd.readouterr())

    return run


def test_the_promised_files_are_there_and_nothing_half_done(ran: tuple[Path, dict[str, Any], str]) -> None:
    folder, told, _ = ran
    here = sorted(path.name for path in folder.iterdir())

    assert set(PROMISED) <= set(here)
    assert {Path(name).suffix for name in here} >= {".xptask", ".xpsheet", ".xpenrol"}
    assert sum(name.endswith(".xpsheet") for name in here) == 3
    assert told["files"] == here
    assert all((folder / name).stat().st_size for name in here)


def test_total_and_verdict_are_told(
    project: Path, ran: tuple[Path, dict[str, Any], str], tmp_path: Path
) -> None:
    _, told, talk = ran
    done = demo(project, tmp_path / "again")
    lines = done.stdout.decode().splitlines()

    assert (done.returncode, told["total"], told["verdict"]) == (0, "88", "pass")
    assert lines[:2] == ["总分：88", "结论：通过验收（pass）"]
    assert done.stderr.decode().splitlines()[:-6] == talk.splitlines()[:-6]
    assert "逐条重算无误" in talk


def test_a_second_run_into_the_folder_is_refused_and_destroys_nothing(project: Path, out: Path) -> None:
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    done = demo(project, out)

    assert done.returncode == 2
    assert "没有覆盖" in done.stderr.decode()
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_file_of_somebody_else_is_not_written_over(out: Path, call: Any, tmp_path: Path) -> None:
    for written in sorted(out.iterdir()):
        folder = tmp_path / written.stem / written.suffix.removeprefix(".")
        folder.mkdir(parents=True)
        (folder / written.name).write_bytes(b"mine")
        code, _, told = call("demo", "--out", folder)
        assert code == 2, written.name
        assert "没有覆盖" in told
        assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [(written.name, b"mine")]


def test_a_folder_that_cannot_be_made_is_the_environments_trouble(project: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")

    assert demo(project, tmp_path / "taken").returncode == 3
    assert demo(project, tmp_path / "taken" / "below").returncode == 3


@pytest.mark.skipif(
    not shutil.which("pdfsig") or not shutil.which("certutil"), reason="needs poppler and NSS"
)
def test_another_program_calls_every_signature_valid(out: Path, tmp_path: Path) -> None:
    database = f"sql:{tmp_path}"
    root = json.loads((out / "bureau.xptrust").read_bytes())["root_certificate"]
    (tmp_path / "root.der").write_bytes(base64.b64decode(root))
    subprocess.run(["certutil", "-N", "-d", database, "--empty-password"], check=True)
    trusting = ["-A", "-d", database, "-n", "root", "-t", "CT,CT,CT", "-i", str(tmp_path / "root.der")]
    subprocess.run(["certutil", *trusting], check=True)

    done = subprocess.run(
        ["pdfsig", "-nssdir", database, str(out / "verdict.pdf")], capture_output=True, check=True, text=True
    )

    assert done.stdout.count("Signature Validation: Signature is Valid.") == SIGNERS + 1
    assert done.stdout.count("Certificate Validation: Certificate is Trusted.") == SIGNERS + 1
    assert done.stdout.count("\n  - Total document signed") == 1


@pytest.mark.skipif(not shutil.which("pdffonts"), reason="needs poppler")
def test_every_font_is_embedded(out: Path) -> None:
    done = subprocess.run(["pdffonts", str(out / "verdict.pdf")], capture_output=True, check=True, text=True)
    fonts = done.stdout.splitlines()[2:]

    assert len(fonts) > SIGNERS
    assert all(line.split()[-5:-3] == ["yes", "yes"] for line in fonts)


def test_verify_accepts_every_file(out: Path, call: Any) -> None:
    kinds = {".xptask", ".xpsheet", ".xpsync", ".xpenrol", ".xpack", ".pdf", ".xptrust"}
    files = [path for path in sorted(out.iterdir()) if path.suffix in kinds and path.name not in UNSIGNED]
    assert {path.suffix for path in files} == kinds
    for path in files:
        code, said, _ = call("verify", path, "--trust", out / "bureau.xptrust")
        assert (code, said.splitlines()[0]) == (0, f"{path.name}：有效")
        code, said, _ = call("verify", path, "--trust", out / "bureau.xptrust", "--json")
        proof = json.loads(said)
        assert (code, proof["valid"], proof["complete"]) == (0, True, True)
        assert set(proof["bureau"]) == {"name", "fingerprint"}
        assert (proof["missing"], proof["reasons"]) == ([], [])
        assert proof["kind"] == path.suffix.removeprefix(".")
        assert all(signed["name"] and signed["at"].endswith("Z") for signed in proof["signatures"])
        assert proof["signatures"]


def test_the_bureaus_papers_are_vouched_for_by_the_package_alone(out: Path, call: Any) -> None:
    """Nobody signs the bureau's own papers: alone they are never valid, and the answer says what is."""
    for name in UNSIGNED:
        code, said, _ = call("verify", out / name, "--trust", out / "bureau.xptrust", "--json")
        assert code == 1
        assert "XP-4525" in said
        assert "成果包" in said
    code, said, _ = call("verify", out / "visit.xpsync", "--trust", out / "bureau.xptrust")
    assert code == 0
    assert "结论文件、评分汇总表、评分表和考核记录按记录重新绘制，与所附的一致" in said


def test_verify_says_who_signed_the_verdict_and_that_the_sums_are_right(out: Path, call: Any) -> None:
    trust = ("--trust", out / "bureau.xptrust")
    _, said, _ = call("verify", out / "verdict.pdf", "--json", *trust)
    proof = json.loads(said)
    _, told, _ = call("verify", out / "visit.xpsync", *trust)

    assert [signed["role"] for signed in proof["signatures"]] == ["expert", "expert", "expert", "leader"]
    assert {signed["form"] for signed in proof["signatures"]} == {"digital"}
    assert "已按成果包里的记录重新绘制，与这份文件逐页一致" in proof["facts"]
    assert "总分 88，与文件写明的一致" in told


@contextmanager
def changed(path: Path) -> Iterator[None]:
    data = path.read_bytes()
    middle = len(data) // 2
    path.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
    yield
    path.write_bytes(data)


def test_verify_refuses_every_changed_file(out: Path, call: Any) -> None:
    shutil.copy(out / "bureau.xptrust", out / "own.xptrust")
    names = [
        "panel.xptask",
        "expert-1.xpsheet",
        "leader.xpenrol",
        "visit.xpsync",
        "verdict.pdf",
        "own.xptrust",
    ]
    for name in names:
        with changed(out / name):
            code, said, talk = call("verify", out / name, "--trust", out / "bureau.xptrust", "--json")
        assert code == 1, name
        if name == "own.xptrust" and not said.startswith('{"kind"'):
            continue
        proof = json.loads(said)
        assert (proof["valid"], proof["complete"]) == (False, False)
        assert proof["reasons"]
        assert all("（XP-" in reason for reason in proof["reasons"])
        assert "Traceback" not in talk


def test_a_trust_file_that_is_damaged_is_the_answer_where_it_is_the_question(out: Path, call: Any) -> None:
    trust = out / "bureau.xptrust"
    with changed(trust):
        assert call("verify", trust, "--trust", trust)[0] == 1
        assert call("verify", out / "verdict.pdf", "--trust", trust)[0] == 2


def test_trust_that_lies_beside_the_file_is_not_believed(out: Path, call: Any, tmp_path: Path) -> None:
    for name in ("verdict.pdf", "visit.xpsync", "bureau.xptrust"):
        code, said, talk = call("verify", out / name, "--json")
        assert (code, json.loads(said)["errors"][0]["code"]) == (2, "XP-1004")
        assert "文件旁边的信任文件不作数" in talk
    workspace = open_workspace(tmp_path / "data")
    workspace.trusts.confirm((out / "bureau.xptrust").read_bytes())
    workspace.close()
    code, said, _ = call("--data", tmp_path / "data", "verify", out / "verdict.pdf", "--json")
    trust = Trust.parse((out / "bureau.xptrust").read_bytes())
    assert (code, json.loads(said)["bureau"]) == (
        0,
        {"name": trust.name, "fingerprint": trust.fingerprint},
    )
    code, said, _ = call("verify", out / "visit.xpsync", "--db", f"sqlite:///{out / 'bureau.db'}")
    assert code == 0
    assert trust.fingerprint in said


def test_signatures_that_are_not_complete_are_a_state_of_their_own(
    out: Path, call: Any, tmp_path: Path
) -> None:
    pdf = (out / "verdict.pdf").read_bytes()
    for count, span in enumerate(_spans(pdf)[:-1]):
        cut = tmp_path / "cut.pdf"
        cut.write_bytes(pdf[: span.end])
        code, said, _ = call("verify", cut, "--trust", out / "bureau.xptrust", "--json")
        proof = json.loads(said)
        assert (code, proof["valid"], proof["complete"]) == (1, False, False)
        assert len(proof["signatures"]) == count
        assert len(proof["missing"]) == SIGNERS - count
        assert "组长 组长丁（示例）" in proof["missing"]
        assert proof["reasons"]
        said, _ = call("verify", cut, "--trust", out / "bureau.xptrust")[1:]
        assert "有效\n" not in said.replace("不是有效", "")
        assert "请连同成果包" in said


def test_a_strangers_trust_vouches_for_nothing(out: Path, call: Any, tmp_path: Path) -> None:
    made = call(
        "bureau", "init", "--db", f"sqlite:///{tmp_path / 'b.db'}", "--name", "他局", "--out", tmp_path
    )
    assert made[0] == 0
    names = ["panel.xptask", "expert-1.xpsheet", "visit.xpsync", "verdict.pdf", "bureau.xptrust"]

    for name in names:
        code, said, _ = call("verify", out / name, "--trust", tmp_path / "bureau.xptrust", "--json")
        assert code == 1, name
        assert any(each in said for each in ("XP-3202", "XP-3814", "XP-4405"))


def test_without_an_identity_a_sealed_file_stays_closed(out: Path, call: Any) -> None:
    for path in out.glob("*.identity"):
        path.rename(path.with_suffix(".key"))

    trust = ("--trust", out / "bureau.xptrust")
    code, said, _ = call("verify", out / "visit.xpsync", "--json", *trust)
    assert code == 1
    assert "XP-3101" in said
    assert call("verify", out / "visit.xpsync", "--identity", out / "bureau.key", *trust)[0] == 0
    code, said, _ = call("verify", out / "verdict.pdf", *trust)
    assert code == 0
    assert "没有成果包在手边" in said


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["nothing.pdf", "--trust", "bureau.xptrust"], "找不到"),
        (["verdict.pdf", "--trust", "nothing.xptrust"], "找不到"),
        (["verdict.pdf", "--trust", "scores.xlsx"], ""),
        (["folder", "--trust", "bureau.xptrust"], "文件夹"),
        (["verdict.pdf", "--trust", "folder"], "文件夹"),
        (["visit.xpsync", "--identity", "scores.xlsx", "--trust", "bureau.xptrust"], ""),
        (["alone/verdict.pdf"], "--trust"),
        ([], ""),
    ],
)
def test_wrong_calls_are_bad_input(
    out: Path, call: Any, monkeypatch: pytest.MonkeyPatch, arguments: list[str], word: str
) -> None:
    (out / "folder").mkdir()
    (out / "alone").mkdir()
    shutil.copy(out / "verdict.pdf", out / "alone")
    monkeypatch.chdir(out)

    code, _, talk = call("verify", *arguments)
    assert code == 2
    assert word in talk
    assert "Traceback" not in talk


@pytest.mark.skipif(os.name == "nt", reason="needs the devices of POSIX")
def test_a_disk_that_cannot_be_read_is_the_environments_trouble(
    out: Path, call: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def broken(self: Path, *given: Any, **more: Any) -> Any:
        if self.name == "visit.xpsync":
            raise OSError(5, "Input/output error")
        return real(self, *given, **more)

    monkeypatch.setattr(Path, "open", broken)
    assert call("verify", out / "visit.xpsync", "--trust", out / "bureau.xptrust")[0] == 3


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_keys_and_databases_are_for_their_user_alone(ran: tuple[Path, dict[str, Any], str]) -> None:
    modes = {path.name: path.stat().st_mode & 0o777 for path in ran[0].iterdir()}
    kept = {name for name in modes if name.endswith((".identity", ".db"))}
    assert len(kept) > SIGNERS
    assert {modes[name] for name in kept} == {0o600}
    assert {mode for name, mode in modes.items() if name not in kept} == {0o644}


def test_scores_and_trust_are_what_they_look_like(out: Path) -> None:
    assert (out / "scores.xlsx").read_bytes().startswith(b"PK")
    assert (out / "verdict.pdf").read_bytes().startswith(b"%PDF-")
    assert (out / "bureau.db").read_bytes().startswith(b"SQLite format 3")


def test_the_bureau_takes_the_package_again_elsewhere(out: Path, call: Any) -> None:
    database = f"sqlite:///{out / 'second.db'}"

    assert call("bureau", "import", "--db", database, out)[0] == 2
    assert call("bureau", "import", "--db", database, "--trust", out / "bureau.xptrust", out)[0] == 0
    again = (out / "visit.xpsync", "--trust", out / "bureau.xptrust", "--json")
    code, said, _ = call("bureau", "import", "--db", database, *again)
    assert (code, json.loads(said)["fate"]) == (0, "already here")
    (project,) = json.loads(call("bureau", "status", "--db", database, "--json")[1])["projects"]
    assert (project["total"], project["verdict"], project["grade"]) == ("88", "pass", None)
    assert project["rectification"] == "advised"
