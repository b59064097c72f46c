"""The officer's verbs: a line a file, an exit code for the whole, and nothing lost by one bad file."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.bootstrap import open_office, open_workspace
from app.exchange.enrolment import read_enrolment, write_enrolment
from app.exchange.package import read_package
from app.exchange.task import read_task
from app.services.authoring.self_assessment import FIRST
from app.services.store.schemes import SchemeLibrary
from app.signing.credentials import Enrolment
from app.signing.keys import DeviceKey, PersonKeys
from app.signing.trust import Trust
from main import main
from tests.chain import EXPERTS, PEOPLE, TRUST, Chain, spec_of
from tests.services.places import text_of


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a verb: exit code, standard output, standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        return (code, *capfd.readouterr())

    return run


@pytest.fixture
def post(chain_at: Callable[..., Chain]) -> Path:
    """A folder as it comes: a visit's package with trust and identity beside it."""
    chain = chain_at("exported")
    folder = chain.folder / "post"
    shutil.copytree(chain.out / "sync", folder)
    shutil.copy(chain.out / TRUST, folder)
    (folder / "bureau.identity").write_bytes(chain.authority.issuing.lock(None))
    return folder


def database(folder: Path, name: str = "new.db") -> str:
    return f"sqlite:///{(folder / name).as_posix()}"


def test_a_folder_is_taken_with_the_identity_that_lies_beside(post: Path, call: Any, tmp_path: Path) -> None:
    db = database(tmp_path)
    code, said, talk = call("bureau", "import", "--db", db, "--trust", post / TRUST, post)
    assert code == 0
    assert Trust.parse((post / TRUST).read_bytes()).fingerprint in talk
    assert "示例市人力资源和社会保障局" in talk
    (line,) = said.splitlines()
    assert line.split("\t")[:2] == [str(post / "visit.xpsync"), "已接收"]

    code, said, _ = call("bureau", "import", "--db", db, "--trust", post / TRUST, post, "--json")
    told = json.loads(said)
    assert (code, told["fate"], told["path"], told["codes"]) == (
        0,
        "already here",
        str(post / "visit.xpsync"),
        [],
    )


def test_the_status_is_told_as_json_and_as_lines(post: Path, call: Any, tmp_path: Path) -> None:
    db = database(tmp_path)
    assert call("bureau", "status", "--db", db, "--json")[:2] == (0, '{"projects":[]}\n')
    call("bureau", "import", "--db", db, "--trust", post / TRUST, post)
    (row,) = json.loads(call("bureau", "status", "--db", db, "--json")[1])["projects"]
    line = call("bureau", "status", "--db", db)[1].strip().split("\t")

    assert (row["total"], row["verdict"], row["rectification"], row["grade"]) == (
        "88",
        "pass",
        "advised",
        None,
    )
    assert row["unit"] == line[0] == "示例职业技术学院"
    assert line[2:] == ["88", row["verdict_words"]] == ["88", "通过验收"]
    assert len(row["signed_by"]) == len(PEOPLE)


def test_a_hostile_folder_costs_one_line_each(post: Path, call: Any, tmp_path: Path) -> None:
    (post / "a-folder.xpsync").mkdir()
    (post / "b-empty.xpsync").write_bytes(b"")
    (post / "c-text.xpsync").write_text("您好")
    (post / "d-zip.xpsync").write_bytes((post / "scores.xlsx").read_bytes())
    (post / "e-cut.xpsync").write_bytes((post / "visit.xpsync").read_bytes()[:-1])
    with (post / "f-huge.xpsync").open("wb") as huge:
        huge.truncate(3 * 1024**3)
    (post / "g-gone.xpsync").symlink_to(post / "nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(post / "h-pipe.xpsync")
    shutil.copy(post / "visit.xpsync", post / "z-twice.xpsync")

    code, said, talk = call("bureau", "import", "--db", database(tmp_path), "--trust", post / TRUST, post)
    fates = {Path(line.split("\t")[0]).name: line.split("\t")[1] for line in said.splitlines()}

    assert code == 1
    assert "Traceback" not in talk
    assert fates.pop("visit.xpsync") == "已接收"
    assert fates.pop("z-twice.xpsync") == "已在库中"
    assert set(fates.values()) == {"拒收"}
    assert len(fates) == len(list(post.glob("*.xpsync"))) - 2


def test_one_file_that_cannot_be_read_does_not_stop_the_others(
    post: Path, call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(post / "visit.xpsync", post / "a-bad.xpsync")
    real = Path.open

    def broken(self: Path, *given: Any, **more: Any) -> Any:
        if self.name == "a-bad.xpsync":
            raise PermissionError(13, "Permission denied")
        return real(self, *given, **more)

    monkeypatch.setattr(Path, "open", broken)
    options = ("--trust", post / TRUST, "--json")
    code, said, _ = call("bureau", "import", "--db", database(tmp_path), post, *options)
    first, second = [json.loads(line) for line in said.splitlines()]

    assert (code, first["fate"], first["codes"]) == (1, "refused", ["XP-3008"])
    assert second["fate"] == "taken"


def test_an_identity_may_lie_in_the_folder_that_was_named_but_trust_may_not(
    post: Path, call: Any, tmp_path: Path
) -> None:
    deep = post / "第一组" / "一"
    deep.mkdir(parents=True)
    shutil.move(post / "visit.xpsync", deep)
    trust = ("--trust", post / TRUST)

    assert call("bureau", "import", "--db", database(tmp_path), post)[0] == 2
    assert call("bureau", "import", "--db", database(tmp_path), deep, *trust)[0] == 1
    assert call("bureau", "import", "--db", database(tmp_path), post, *trust)[0] == 0


def test_a_trust_confirmed_on_this_device_is_used(post: Path, call: Any, tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "data")
    workspace.trusts.confirm((post / TRUST).read_bytes())
    data = ("--data", tmp_path / "data")
    assert call(*data, "bureau", "import", "--db", database(tmp_path), post)[0] == 0  # while it is open
    workspace.close()


def test_trust_and_identity_can_be_named(post: Path, call: Any, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    path = shutil.copy(post / "visit.xpsync", alone)
    options = ["--trust", post / TRUST, "--identity", post / "bureau.identity"]
    without = call("bureau", "import", "--db", database(tmp_path), path)
    assert without[0] == 2
    assert "--trust" in without[2]
    sealed = call("bureau", "import", "--db", database(tmp_path), path, *options[:2])
    assert (sealed[0], "不是发给您的" in sealed[1]) == (1, True)
    assert call("bureau", "import", "--db", database(tmp_path), path, *options)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["import", "--db", "sqlite:///{tmp}/a.db"], 2),
        (["import", "--db", "sqlite:///{tmp}/a.db", "{tmp}/nowhere"], 2),
        (["import", "--db", "sqlite:///{tmp}/a.db", "{tmp}"], 0),
        (["status", "--db", "sqlite:////nowhere/at/all/a.db"], 3),
        (["status", "--db", "sqlite:///{tmp}"], 3),
        (["status", "--db", "not a url"], 2),
        (["status", "--db", "oracle://x/y"], 2),
        (["status"], 2),
        (["nonsense"], 2),
    ],
)
def test_wrong_calls(call: Any, tmp_path: Path, arguments: list[str], code: int) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    got, _, talk = call("bureau", *[word.format(tmp=folder) for word in arguments])

    assert got == code
    assert talk
    assert "Traceback" not in talk


def test_a_bureau_founds_itself_once_and_hands_out_a_task(
    chain_at: Callable[..., Chain], call: Any, tmp_path: Path
) -> None:
    chain = chain_at("tasked")
    db, out = database(tmp_path), tmp_path / "发出"
    code, said, _ = call("bureau", "init", "--db", db, "--name", "示例局", "--out", out)
    assert code == 0
    first = (out / TRUST).read_bytes()
    assert json.loads(first)["name"] == "示例局"
    assert "指纹" in said
    (out / TRUST).unlink()
    assert call("bureau", "init", "--db", db, "--name", "示例局", "--out", out)[0] == 0
    assert (out / TRUST).read_bytes() == first
    assert call("bureau", "init", "--db", db, "--name", "另一局", "--out", out)[0] == 2

    spec = tmp_path / "批次.json"
    spec.write_text(spec_of(chain, "digital").model_dump_json(), encoding="utf-8")
    requests = [chain.out / f"{key}.xpenrol" for key in PEOPLE]
    task = out / "第一组.xptask"
    assert call("bureau", "task", "--db", db, "--out", task, spec, *requests)[0] == 0
    assert task.stat().st_size > 0
    code, said, _ = call("bureau", "task", "--db", db, "--out", out / "x.xptask", spec, *requests[1:])
    assert (code, json.loads(said)["errors"][0]["code"]) == (2, "XP-4703")
    assert not (out / "x.xptask").exists()
    assert call("bureau", "task", "--db", db, "--out", out / "x.xptask", spec, chain.out / TRUST)[0] == 2


def test_an_unknown_scheme_is_named(chain_at: Callable[..., Chain], call: Any, tmp_path: Path) -> None:
    chain = chain_at("tasked")
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps({**json.loads(spec_of(chain, "pen").model_dump_json()), "scheme": "../../x"}))
    request = chain.out / "leader.xpenrol"
    code, said, _ = call("bureau", "task", "--db", database(tmp_path), "--out", tmp_path / "x", spec, request)

    assert (code, json.loads(said)["errors"][0]["code"]) == (2, "XP-4705")


def test_verify_names_an_experts_sheet(chain_at: Callable[..., Chain], call: Any, tmp_path: Path) -> None:
    chain = chain_at("locked")
    identity = tmp_path / "leader.identity"
    identity.write_bytes(chain.keys("leader").lock(None))
    code, said, _ = call(
        "verify", chain.sheet(EXPERTS[0]), "--trust", chain.out / TRUST, "--identity", identity
    )

    assert code == 0
    assert "专家甲（示例）" in said
    assert "校验链完整" in said


def test_verify_names_the_identity_beside_that_waits_for_its_pin(
    chain_at: Callable[..., Chain], call: Any
) -> None:
    chain = chain_at("locked")
    (chain.out / "leader.identity").write_bytes(chain.keys("leader").lock("271828"))
    code, *said = call("verify", chain.sheet(EXPERTS[0]), "--trust", chain.out / TRUST)
    assert code == 1
    told = "".join(said)
    assert "XP-3105" in told
    assert "leader.identity" in told
    assert "--identity" in told


def test_a_task_carries_the_bureaus_own_scheme_and_the_units_own_points(
    chain_at: Callable[..., Chain], call: Any, tmp_path: Path
) -> None:
    chain = chain_at("tasked")
    db, out = database(tmp_path), tmp_path / "a.xptask"
    assert call("bureau", "init", "--db", db, "--name", "示例局", "--out", tmp_path)[0] == 0
    spec = tmp_path / "批次.json"
    wanted = spec_of(chain, "pen")
    spec.write_text(wanted.model_dump_json(), encoding="utf-8")
    book, own = tmp_path / "自评.xlsx", tmp_path / "细则.yaml"
    assert call("scheme", "self-xlsx", wanted.scheme, book)[0] == 0
    shipped = SchemeLibrary().source(wanted.scheme).decode()
    own.write_text(shipped.replace('version: "2025.1"', 'version: "2025.1-own"'), encoding="utf-8")
    requests = [chain.out / f"{key}.xpenrol" for key in PEOPLE]
    call_task = ("bureau", "task", "--db", db, "--out", out, spec, *requests)

    code, said, _ = call(*call_task, "--self", book)
    fault = json.loads(said)["errors"][0]
    assert (code, fault["code"], "没有写自评单位" in fault["message"]) == (2, "XP-4707", True)
    projects = {(visit.project.unit, visit.project.name) for visit in wanted.visits}
    books = []
    for number, project in enumerate(sorted(projects)):
        copy = tmp_path / f"自评{number}.xlsx"
        books += ["--self", copy]
        shutil.copy(book, copy)
        fill_self_assessment(copy, "2", *project)
    code, said, _ = call(*call_task, *books, "--scheme", own)
    assert said == f"{out}\n"
    office = open_office(db)
    authority = office.issuing.unlock(None)
    office.close()
    with read_package(out, authority.trust(), [authority.issuing.identity]) as package:
        task, scheme = read_task(package, authority.trust())
    assert scheme == own.read_bytes()
    assert task.visits[0].self_assessment["1.1"] == "2"

    own.write_text(shipped.replace(f"id: {wanted.scheme}", "id: another"), encoding="utf-8")
    code, said, _ = call(*call_task, "--scheme", own)
    assert (code, json.loads(said)["errors"][0]["code"]) == (2, "XP-4706")


def fill_self_assessment(path: Path, points: str, unit: str, project: str) -> None:
    """The unit gives the first criterion these points and every other nothing."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    sheet["B3"], sheet["E3"] = unit, project
    for row in range(FIRST, sheet.max_row + 1):
        if sheet.cell(row, 1).value and str(sheet.cell(row, 1).value) != "合计":
            sheet.cell(row, 5).value = int(points) if row == FIRST else 0
    book.save(path)


def test_two_enrolments_of_one_person_are_refused_with_both_fingerprints(
    chain_at: Callable[..., Chain], call: Any, tmp_path: Path
) -> None:
    """Somebody else's keys under an expert's id: the later file must not take the seat."""
    chain = chain_at("tasked")
    genuine = next(chain.out.glob("*.xpenrol"))
    with read_package(genuine, None) as package:
        theirs = read_enrolment(package)
    keys, device = PersonKeys.generate(), DeviceKey.generate()
    forged = Enrolment.make(theirs.person, keys, device, chain.clock.now())
    write_enrolment(tmp_path / "forged.xpenrol", forged, keys)
    spec = tmp_path / "spec.json"
    spec.write_text(spec_of(chain, "digital").model_dump_json(), encoding="utf-8")
    files = sorted(chain.out.glob("*.xpenrol"))
    out = tmp_path / "out.xptask"
    for order in ([*files, tmp_path / "forged.xpenrol"], [tmp_path / "forged.xpenrol", *files]):
        db = database(tmp_path, f"{len(list(tmp_path.iterdir()))}.db")
        call("bureau", "init", "--db", db, "--name", "示例局", "--out", tmp_path)
        code, said, _ = call("bureau", "task", "--db", db, "--out", out, spec, *order)
        assert code == 2
        assert theirs.fingerprint in said
        assert forged.fingerprint in said
        assert "XP-4708" in said
        assert not out.exists()


def test_the_seats_are_listed_and_the_notice_prints_their_fingerprints(
    chain_at: Callable[..., Chain], call: Any, tmp_path: Path
) -> None:
    chain = chain_at("tasked")
    db = database(tmp_path)
    _, said, _ = call("bureau", "init", "--db", db, "--name", "示例局", "--out", tmp_path)
    assert (tmp_path / "指纹核对单.pdf").is_file()
    own = said.rsplit("：", 1)[1].strip()
    spec = tmp_path / "spec.json"
    spec.write_text(spec_of(chain, "digital").model_dump_json(), encoding="utf-8")
    files = sorted(chain.out.glob("*.xpenrol"))
    notice = tmp_path / "核对单.pdf"
    twice = [*files, files[0]]  # the same file given twice is one person
    code, said, talk = call(
        "bureau", "task", "--db", db, "--out", tmp_path / "a.xptask", "--notice", notice, spec, *twice
    )
    assert code == 0
    assert said.splitlines() == [str(tmp_path / "a.xptask"), str(notice)]
    rows = [line.split("\t") for line in talk.splitlines() if line.count("\t") == 2]
    people = {name: fingerprint for _, name, fingerprint in rows}
    assert sorted({role for role, _, _ in rows}) == ["专家", "组长"]
    assert len(people) == len(PEOPLE)
    for path in files:
        with read_package(path, None) as package:
            request = read_enrolment(package)
        told = f"{request.person.name}（{request.person.unit}）"
        assert people[told] == request.fingerprint
    printed = text_of(notice.read_bytes(), tmp_path)
    assert all(each in printed for each in (own, *people.values()))
