"""``bureau export``: what came sealed, as plain files that anybody can open."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.exchange.package import read_package
from app.exchange.sheet import SheetContents
from app.models import tables
from main import main
from tests.chain import EXPERTS, PHOTO, TASK, Chain
from tests.services.safe.test_safes import copied, desk_of, typed


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a verb: exit code, standard output, standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        return (code, *capfd.readouterr())

    return run


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("exported")


def address(chain: Chain) -> str:
    return f"sqlite:///{(chain.folder / 'bureau.db').as_posix()}"


@pytest.fixture
def taken(chain: Chain, call: Any) -> Chain:
    """The bureau has taken the visit in."""
    code, _, told = call("bureau", "import", "--db", address(chain), chain.out / "sync", "--no-receipt")
    assert code == 0, told
    return chain


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_visit_is_written_as_it_was_held(taken: Chain, call: Any, tmp_path: Path) -> None:
    out = tmp_path / "档案"
    code, said, told = call("bureau", "export", "--db", address(taken), "--out", out, taken.visit)
    assert code == 0, told
    (folder,) = out.iterdir()
    assert {str(folder / name) for name in files_below(folder)} == set(said.splitlines())
    with read_package(taken.out / "sync" / "visit.xpsync", taken.trust, taken.identities) as package:
        for name, member in (
            ("结论.pdf", "verdict.pdf"),
            ("评分汇总表.pdf", "summary.pdf"),
            ("评分表.xlsx", "scores.xlsx"),
            ("考核记录.pdf", "minutes.pdf"),
            ("专家组记录.json", "visit.json"),
        ):
            assert (folder / name).read_bytes() == package.members[member]
    sheets = {path.name: path for path in (folder / "各人的表").iterdir()}
    assert len(sheets) == len(EXPERTS)
    found = {SheetContents.stored(path.read_bytes()).person for path in sheets.values()}
    assert found == {taken.ids[key] for key in EXPERTS}
    names = {person.name for key in EXPERTS for person in taken.site(key).people.list()}
    assert set(sheets) <= {f"{name}-评分表.json" for name in names}
    kept = [path for path in (folder / "佐证材料").rglob("*") if path.is_file()]
    assert PHOTO in [path.read_bytes() for path in kept]


def test_nothing_is_ever_replaced(taken: Chain, call: Any, tmp_path: Path) -> None:
    for _ in range(3):
        assert call("bureau", "export", "--db", address(taken), "--out", tmp_path / "out")[0] == 0
        for path in (tmp_path / "out").rglob("结论.pdf"):
            path.write_bytes(b"mine now")
    folders = sorted((tmp_path / "out").iterdir())
    assert len(folders) == 3
    assert all((each / "结论.pdf").read_bytes() == b"mine now" for each in folders)
    assert len({each.name.removesuffix("（2）").removesuffix("（3）") for each in folders}) == 1


def test_a_file_is_opened_without_being_taken_in(chain: Chain, call: Any, tmp_path: Path) -> None:
    package = chain.out / "sync" / "visit.xpsync"
    code, said, told = call("bureau", "export", "--db", address(chain), "--out", tmp_path / "out", package)
    assert code == 0, told
    assert any(line.endswith("结论.pdf") for line in said.splitlines())
    assert json.loads(call("bureau", "status", "--db", address(chain), "--json")[1]) == {"projects": []}


def test_what_cannot_be_opened_is_told_and_the_others_are_written(
    taken: Chain, call: Any, tmp_path: Path
) -> None:
    spoilt = tmp_path / "spoilt.xpsync"
    data = bytearray((taken.out / "sync" / "visit.xpsync").read_bytes())
    data[-40] ^= 1
    spoilt.write_bytes(data)
    db, out = address(taken), tmp_path / "out"
    code, said, told = call("bureau", "export", "--db", db, "--out", out, spoilt, "nobody", taken.visit)
    assert code == 1
    assert str(spoilt) in told
    assert "nobody" in told
    assert [path.name for path in out.iterdir()] == [Path(said.splitlines()[0]).parent.name]


def test_nothing_taken_in_is_said(chain: Chain, call: Any, tmp_path: Path) -> None:
    code, said, told = call("bureau", "export", "--db", address(chain), "--out", tmp_path / "out")
    assert (code, said) == (0, "")
    assert "还没有收下" in told


def test_another_bureau_cannot_open_it(taken: Chain, call: Any, tmp_path: Path) -> None:
    other = f"sqlite:///{(tmp_path / 'other.db').as_posix()}"
    call("bureau", "init", "--db", other, "--name", "另一局（示例）", "--out", tmp_path / "init", "--no-pin")
    package = taken.out / "sync" / "visit.xpsync"
    code, said, _ = call("bureau", "export", "--db", other, "--out", tmp_path / "out", package)
    assert (code, said) == (1, "")
    assert not files_below(tmp_path / "out")


# The rolling copy of a laptop that was lost.


@pytest.fixture
def stick(chain_at: Callable[..., Chain], tmp_path: Path) -> tuple[Chain, Path]:
    """A copy of one expert's work with a photo that two criteria share a name with."""
    chain, room = chain_at("tasked"), tmp_path / "stick"
    room.mkdir()
    desk = desk_of(chain, EXPERTS[0])
    desk.confirm_recusal()
    typed(chain, EXPERTS[0], "80")
    for number, criterion in enumerate(("3.1", "1.1")):
        (room / "照片.png").write_bytes(PHOTO + bytes([number]))
        desk.attach(criterion, room / "照片.png")
    made = copied(chain.site(EXPERTS[0]), chain.visit, room)
    return chain, made.path


def test_a_copy_gives_ledger_and_evidence(stick: tuple[Chain, Path], call: Any, tmp_path: Path) -> None:
    chain, copy = stick
    code, said, told = call("bureau", "export", "--db", address(chain), "--out", tmp_path / "out", copy)
    assert code == 0, told
    (folder,) = (tmp_path / "out").iterdir()
    name = chain.site(EXPERTS[0]).people.list()[0].name
    ledger = json.loads((folder / f"{name}-记录.json").read_bytes())
    desk = desk_of(chain, EXPERTS[0])
    assert [each["digest"] for each in ledger["entries"]] == [each.digest for each in desk.records()]
    kept = folder / "佐证材料" / name
    assert (kept / "3.1 照片.png").read_bytes() == PHOTO + b"\x00"
    assert (kept / "1.1 照片.png").read_bytes() == PHOTO + b"\x01"
    assert len(said.splitlines()) == 4


def test_what_is_wanting_beside_a_copy_is_told(stick: tuple[Chain, Path], call: Any, tmp_path: Path) -> None:
    chain, copy = stick
    gone, spoilt = sorted((copy.parent / "材料").glob("*.age"))
    gone.unlink()
    spoilt.write_bytes(spoilt.read_bytes()[:-1])
    code, said, told = call("bureau", "export", "--db", address(chain), "--out", tmp_path / "out", copy)
    assert code == 1
    assert "缺 2 个文件" in told or "照片.png" in told
    assert [Path(line).suffix for line in said.splitlines()] == [".txt", ".json"]


@pytest.mark.parametrize("source", ["issued here", "taken in", "beside the copy", "nowhere"])
def test_people_are_told_by_name_where_no_sheet_of_theirs_is(
    chain_at: Callable[..., Chain], call: Any, tmp_path: Path, source: str
) -> None:
    chain, room = chain_at("exported"), tmp_path / "stick"
    room.mkdir()
    copy = copied(chain.lead, chain.visit, room).path
    for sheet in room.rglob("*.xpsheet"):
        sheet.unlink()
    names = {each.id: each.name for each in chain.task.panel}
    if source != "issued here":  # as a bureau's database has it that did not note the names
        with chain.office.store.write() as unit:
            unit.remove(tables.settings, {"key": f"panel.{chain.visit}"})
    if source == "taken in":
        chain.office.bureau.take(chain.out / "sync" / "visit.xpsync", chain.trust, chain.identities)
    if source == "beside the copy":
        (copy.parent / "a.xptask").write_bytes(b"none")
        shutil.copy(chain.out / TASK, copy.parent / "b.xptask")
    _, said, told = call("bureau", "export", "--db", address(chain), "--out", tmp_path / "out", copy)
    (folder,) = (tmp_path / "out").iterdir()
    ledgers = {each.name for each in folder.glob("*-记录*.json")}
    by_id = {person for person in names if any(person in line for line in (*said.splitlines(), told))}
    assert bool(by_id) == (source == "nowhere")
    if source != "nowhere":
        assert {f"{names[chain.ids[key]]}-记录（收到的）.json" for key in EXPERTS} <= ledgers
        people = dict(line.split("\t") for line in (folder / "人员.txt").read_text("utf-8").splitlines())
        assert people == names
