"""Every door that reads a text from elsewhere takes it with the mark that Windows' editors put first."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from app.bootstrap import open_workspace
from app.cli.main import verbs
from app.exchange.recognition import guise
from app.services.authoring.trials import Trials
from app.ui.people.presenter import PeoplePresenter
from app.ui.shell.settings import SettingsFile
from main import main
from tests.chain import EXPERTS, TASK, TRUST, Chain, spec_of

Call = Callable[..., tuple[int, str, str]]
MARK = b"\xef\xbb\xbf"
ROOT = Path(__file__).parents[2]
SCHEMES = ROOT / "resources" / "schemes"
GOLDEN = ROOT / "tests" / "golden" / "scoring"
BASE = "tianjin-base-acceptance"
VISIT = {
    "scheme": BASE,
    "profile": {"unit_type": "enterprise"},
    "policy": {"pass_mark": "75"},
    "findings": {"1.1": {"dedicated_body": True}},
}
DECLARED = {
    "project": "示例工作室",
    "project_kind": "studio",
    "level": "provincial",
    "indicators": [
        {"item": "带徒", "kind": "basic", "weight": "50", "target": "10", "measure": "apprentices"},
        {"item": "竞赛", "kind": "individual", "weight": "50", "target": "4"},
    ],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a door is tried. file: the text as it comes; out: what the verb writes, if anything."""

    chain: Chain
    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "came"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def db(self) -> str:
        return f"sqlite:///{(self.chain.folder / 'bureau.db').as_posix()}"


@dataclass(frozen=True, slots=True)
class Door:
    """A way in. text: what comes; args: the verb's words; out: whether what is written is compared, too."""

    text: Callable[[Place], bytes]
    args: Callable[[Place], tuple[object, ...]]
    out: bool = False


def case(name: str) -> Callable[[Place], bytes]:
    first = next(
        each["input"] for each in json.loads((GOLDEN / f"{name}.json").read_text("utf-8")) if "expect" in each
    )
    return lambda _: json.dumps(first, ensure_ascii=False).encode()


def visit(_: Place) -> bytes:
    return json.dumps(VISIT).encode()


def lines(_: Place) -> bytes:
    return f"\n{json.dumps(VISIT)}\n{json.dumps(VISIT)}\n".encode()


def places(_: Place) -> bytes:
    return json.dumps({"by": "votes", "places": 1, "projects": [{"id": "甲", "votes": 3}]}).encode()


def due(_: Place) -> bytes:
    return json.dumps({"scheme": BASE, "on": "2025-06-01", "events": []}).encode()


def words(_: Place) -> bytes:
    return '"还差 2 人"\n"10:05 宣读"\n'.encode()


def synced(place: Place) -> Path:
    return place.chain.out / "sync" / "visit.xpsync"


def scheme(_: Place) -> bytes:
    return (SCHEMES / BASE / "scheme.yaml").read_bytes()


def declared(_: Place) -> bytes:
    return json.dumps(DECLARED).encode()


def spec(place: Place) -> bytes:
    plain = spec_of(place.chain, "digital").model_dump(mode="json")
    visits = [{**each, "date_from": "2026/5/12", "date_to": "2026-5-13"} for each in plain["visits"]]
    return json.dumps({**plain, "visits": visits}).encode()


def trust(place: Place) -> bytes:
    return (place.chain.out / TRUST).read_bytes()


def identity(place: Place) -> bytes:
    return place.chain.authority.issuing.lock(None)


def pin(_: Place) -> bytes:
    return "２４６８１０\n".encode()  # as a Chinese input method writes digits


def settled(place: Place, *more: object) -> tuple[object, ...]:
    requests = sorted(place.chain.out.glob("*.xpenrol"))
    written = place.folder / "spec.json"
    written.write_bytes(spec(place))
    return ("bureau", "task", "--db", place.db, *(more or (place.file,)), *requests, "--out", place.out)


def sealed(verb: str) -> Callable[[Place], tuple[object, ...]]:
    """A verb of the bureau that opens the visit's package by trust or identity, where no keys are."""
    new = {"import": "--no-receipt", "export": "--out"}

    def args(place: Place) -> tuple[object, ...]:
        package = place.chain.out / "sync" / "visit.xpsync"
        db = f"sqlite:///{(place.folder / 'new.db').as_posix()}"
        named = ("--trust", place.chain.out / TRUST, "--identity", place.file)
        more = (new[verb],) if verb == "import" else (new[verb], place.out)
        return ("bureau", verb, "--db", db, package, *named, *more)

    return args


def trusting(verb: str) -> Callable[[Place], tuple[object, ...]]:
    def args(place: Place) -> tuple[object, ...]:
        own = place.folder / "own.identity"
        own.write_bytes(identity(place))
        swap = {place.file: own, place.chain.out / TRUST: place.file}
        return tuple(swap.get(each, each) if isinstance(each, Path) else each for each in sealed(verb)(place))

    return args


def init(place: Place) -> tuple[object, ...]:
    db = f"sqlite:///{(place.folder / 'init.db').as_posix()}"
    return ("bureau", "init", "--db", db, "--name", "示例局", "--out", place.out, "--pin-file", place.file)


DOORS: dict[tuple[str, str], Door] = {
    ("score", "file"): Door(visit, lambda at: ("score", at.file)),
    ("score --lines", "file"): Door(lines, lambda at: ("score", "--lines", at.file)),
    ("panel", "file"): Door(case("tianjin-panel"), lambda at: ("panel", at.file)),
    ("performance", "file"): Door(case("hubei-performance"), lambda at: ("performance", at.file)),
    ("grade-batch", "file"): Door(case("hubei-effect"), lambda at: ("grade-batch", at.file)),
    ("draw", "file"): Door(case("bureau"), lambda at: ("draw", at.file)),
    ("due", "file"): Door(due, lambda at: ("due", at.file)),
    ("rank", "file"): Door(places, lambda at: ("rank", at.file)),
    ("spoken", "file"): Door(words, lambda at: ("spoken", at.file)),
    ("reading", "trust"): Door(trust, lambda at: ("reading", synced(at), *opens(at), "--trust", at.file)),
    ("reading", "identity"): Door(
        identity,
        lambda at: ("reading", synced(at), "--trust", at.chain.out / TRUST, "--identity", at.file),
    ),
    ("scheme check", "file"): Door(scheme, lambda at: ("scheme", "check", at.file)),
    ("scheme compare", "old"): Door(
        scheme, lambda at: ("scheme", "compare", at.file, BASE, visit_of(at), "--json")
    ),
    ("scheme compare", "new"): Door(
        scheme, lambda at: ("scheme", "compare", BASE, at.file, visit_of(at), "--json")
    ),
    ("scheme compare", "visit"): Door(
        visit, lambda at: ("scheme", "compare", BASE, BASE, at.file, "--json")
    ),
    ("scheme declare", "file"): Door(declared, lambda at: ("scheme", "declare", at.file, at.out), out=True),
    ("scheme diff", "old"): Door(scheme, lambda at: ("scheme", "diff", at.file, BASE)),
    ("scheme diff", "new"): Door(scheme, lambda at: ("scheme", "diff", BASE, at.file)),
    ("scheme events", "scheme"): Door(scheme, lambda at: ("scheme", "events", at.file)),
    ("scheme questions", "scheme"): Door(scheme, lambda at: ("scheme", "questions", at.file)),
    ("scheme self-xlsx", "scheme"): Door(scheme, lambda at: ("scheme", "self-xlsx", at.file, at.out)),
    ("scheme to-xlsx", "scheme"): Door(scheme, lambda at: ("scheme", "to-xlsx", at.file, at.out), out=True),
    ("verify", "file"): Door(trust, lambda at: ("verify", at.file, "--trust", at.chain.out / TRUST)),
    ("verify", "trust"): Door(
        trust, lambda at: ("verify", at.chain.out / TASK, *opens(at), "--trust", at.file)
    ),
    ("verify", "identity"): Door(
        identity,
        lambda at: ("verify", at.chain.out / TASK, "--trust", at.chain.out / TRUST, "--identity", at.file),
    ),
    ("bureau task", "spec"): Door(spec, settled),
    ("bureau task", "scheme_file"): Door(
        scheme, lambda at: settled(at, at.folder / "spec.json", "--scheme", at.file)
    ),
    ("bureau import", "trust"): Door(trust, trusting("import")),
    ("bureau import", "identity"): Door(identity, sealed("import")),
    ("bureau export", "trust"): Door(trust, trusting("export")),
    ("bureau export", "identity"): Door(identity, sealed("export")),
    ("bureau init", "pin_file"): Door(pin, init),
}  # fmt: skip
BUREAU = ("export", "import", "init", "recover", "status", "task")
SAME_READER = {
    *((f"bureau {verb}", "pin_file") for verb in ("export", "import", "recover", "status", "task")),
    ("verify", "pin_file"), ("reading", "pin_file"), ("bureau recover", "code_file"),
}  # fmt: skip
WRITTEN = ("blank-xlsx", "declare", "from-xlsx", "self-xlsx", "to-xlsx")
NO_TEXT = {
    *((f"bureau {verb}", "db") for verb in BUREAU),
    *((f"bureau {verb}", "out") for verb in ("export", "init", "task")),
    *((f"scheme {verb}", "out") for verb in WRITTEN),
    ("verify", "db"), ("reading", "db"), ("reading", "file"), ("demo", "out"), ("bureau init", "name"),
    ("bureau import", "receipt"), ("bureau task", "notice_file"),
    ("scheme from-xlsx", "book"), ("bureau task", "self_books"),
    ("verify", "package"), ("bureau import", "paths"), ("bureau export", "wanted"),
    ("bureau task", "enrolments"),
}  # fmt: skip
"""Written by the verb, or read as Excel, as a package whose every byte is signed, or as a name."""


def visit_of(place: Place) -> Path:
    path = place.folder / "visit.json"
    path.write_bytes(visit(place))
    return path


def opens(place: Place) -> tuple[object, ...]:
    path = place.folder / "own.identity"
    path.write_bytes(identity(place))
    return ("--identity", path)


@pytest.fixture
def call(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """Run a verb without a terminal: exit code, standard output, standard error."""
    with open(os.devnull) as nothing:  # noqa: PTH123
        monkeypatch.setattr(sys, "stdin", nothing)

        def run(*arguments: object) -> tuple[int, str, str]:
            capfd.readouterr()
            code = main([str(argument) for argument in arguments])
            return (code, *capfd.readouterr())

        yield run


@pytest.mark.parametrize("name", DOORS, ids=" ".join)
def test_a_text_with_a_mark_is_read_as_one_without(
    name: tuple[str, str],
    chain_at: Callable[..., Chain],
    call: Call,
    tmp_path: Path,
) -> None:
    door, stage = DOORS[name], "exported" if "trust" in name or "identity" in name else "tasked"
    chain, told, written = chain_at(stage), [], []
    for mark in (b"", MARK):
        shutil.rmtree(tmp_path / "at", ignore_errors=True)
        place = Place(chain, tmp_path / "at")
        place.folder.mkdir()
        place.file.write_bytes(mark + door.text(place))
        code, said, words = call(*door.args(place))
        assert code == 0, words
        told.append(said if "init" not in name[0] else "")
        written.append(place.out.read_bytes() if door.out else b"")
    assert told[0] == told[1]
    assert written[0] == written[1]


def _asked(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every argument and every option with a value, of every verb."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from _asked(command.get_command(context, name) or click.Command(name), (*path, name))
        return
    for each in command.params:
        if not (isinstance(each, click.Option) and each.is_flag):
            yield " ".join(path), str(each.name)


def test_no_door_of_the_command_line_is_forgotten() -> None:
    tried = {(verb.removesuffix(" --lines"), name) for verb, name in DOORS}
    assert set(_asked(verbs)) == tried | SAME_READER | NO_TEXT
    assert not tried & (SAME_READER | NO_TEXT)


def test_the_windows_doors_take_a_mark(chain_at: Callable[..., Chain], tmp_path: Path) -> None:
    chain = chain_at("tasked")
    place = Place(chain, tmp_path)
    marked = tmp_path / "信任.txt"
    marked.write_bytes(MARK + trust(place))
    assert guise(marked) == "trust"
    people = PeoplePresenter(chain.site(EXPERTS[0]))
    data, info = people.look_at(marked)
    assert (data[:3], info.known) == (MARK, True)

    other = open_workspace(tmp_path / "another")
    try:
        other.trusts.confirm(data)
        assert [each.data for each in other.trusts.all()] == [trust(place)], "what is kept is the signed text"
    finally:
        other.close()

    file = tmp_path / "细则.yaml"
    file.write_bytes(MARK + scheme(place))
    assert Trials(chain.lead.schemes, open_workspace).read(file).scheme.id == BASE


def test_the_programs_settings_take_a_mark(tmp_path: Path) -> None:
    kept = SettingsFile.read(tmp_path / "settings.json")
    kept.change(look="dark")
    kept.path.write_bytes(MARK + kept.path.read_bytes())
    assert SettingsFile.read(kept.path).now.look == "dark"
