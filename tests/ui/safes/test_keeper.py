"""When copies are written, by whom signed, and what is shown of them: without a window."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.exchange.package import read_package
from app.services.safe.places import ROOM
from app.signing import vault
from app.ui.safes.keeper import Keeper
from app.ui.safes.pace import AGAIN, LATEST, QUIET, Pace
from app.ui.safes.presenter import SafePresenter, Volume
from tests.chain import EXPERTS, Chain
from tests.services.conftest import new_visit
from tests.services.safe.test_safes import PIN, with_pin

FIRST = EXPERTS[0]


def test_the_pace_waits_for_a_pause_but_not_for_ever() -> None:
    pace = Pace()
    pace.saw(1, 0.0)
    assert not pace.due(QUIET - 0.1)
    for second in range(1, int(LATEST)):
        pace.saw(1 + second, float(second))
        assert not pace.due(float(second))
    assert pace.due(LATEST)
    pace.began()
    assert not pace.due(LATEST + 100)
    pace.saw(100, 200.0)
    assert pace.due(200 + QUIET)
    pace.began()
    pace.failed(210.0)
    assert not pace.due(210 + AGAIN - 0.1)
    assert pace.due(210 + AGAIN)


@dataclass
class Desk:
    """One expert's device with a keeper whose seconds the test counts."""

    chain: Chain
    stick: Path
    seconds: float = 0.0
    keeper: Keeper = field(init=False)
    presenter: SafePresenter = field(init=False)

    def __post_init__(self) -> None:
        site = self.chain.site(FIRST)
        self.keeper = Keeper(site.safes, lambda: self.seconds)
        self.presenter = SafePresenter(site, self.keeper)

    def type(self, value: str) -> None:
        self.chain.wait()
        desk = self.chain.site(FIRST).sheets.open(self.chain.visit, self.chain.ids[FIRST])
        desk.record("3.1", "concurrent_trainees", value)

    def pass_(self, seconds: float) -> None:
        for _ in range(int(seconds)):
            self.seconds += 1
            self.keeper.tick()
            self.keeper.settle()

    @property
    def corner(self) -> tuple[str, str]:
        state = self.presenter.corner(self.chain.visit)
        return state.text, state.tone

    @property
    def tip(self) -> str:
        return self.presenter.corner(self.chain.visit).tip

    @property
    def files(self) -> list[Path]:
        return sorted((self.stick / ROOM).glob("*.xpsafe"))


@pytest.fixture
def desk(chain_at: Callable[..., Chain], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)
    stick = tmp_path / "stick"
    stick.mkdir()
    made = Desk(chain_at("tasked"), stick)
    yield made
    made.keeper.close()


def test_it_writes_by_itself_after_a_pause(desk: Desk) -> None:
    assert desk.corner == ("未备份", "plain")
    assert "还没有选择副本位置" in desk.tip
    desk.presenter.choose(desk.stick)
    desk.keeper.settle()
    desk.type("8")
    desk.pass_(2)
    assert desk.files == []
    desk.pass_(3)
    assert len(desk.files) == 1
    made = desk.presenter.corner(desk.chain.visit)
    assert made.tone == "done"
    assert made.text.startswith("副本 ")
    assert str(desk.files[0]) in made.tip
    assert desk.presenter.corner("").text == made.text


def test_leaving_locking_and_closing_write_at_once(desk: Desk) -> None:
    desk.presenter.choose(desk.stick)
    desk.type("8")
    desk.keeper.soon()
    desk.keeper.settle()
    first = desk.files[0].read_bytes()
    desk.type("80")
    desk.keeper.close()
    current = desk.keeper.copied[desk.chain.visit].path
    assert current.read_bytes() != first
    assert len(desk.files) == 2


def test_a_stick_that_comes_back_is_written_without_being_asked(desk: Desk) -> None:
    desk.presenter.choose(desk.stick)
    desk.type("8")
    desk.pass_(5)
    shutil.rmtree(desk.stick)
    desk.type("80")
    desk.pass_(5)
    assert desk.corner == ("U 盘不在", "attention")
    assert "没有丢失" in desk.tip
    assert "上一份副本写于" in desk.tip
    desk.stick.mkdir()
    desk.pass_(AGAIN + 1)
    assert desk.corner[1] == "done"
    assert len(desk.files) == 1


@pytest.mark.parametrize(
    ("number", "word"),
    [(errno.ENOSPC, "U 盘已满"), (errno.EROFS, "U 盘不可写"), (errno.EIO, "副本未写成")],
)
def test_what_a_stick_does_to_us_is_a_quiet_word(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, number: int, word: str
) -> None:
    desk.presenter.choose(desk.stick)
    desk.keeper.settle()
    desk.type("8")

    def fails(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fails)
        desk.pass_(5)
        assert desk.corner == (word, "attention")
        assert "还没有写成过副本" in desk.tip
    desk.pass_(AGAIN + 1)
    assert desk.corner[1] == "done"


def test_what_one_has_written_is_signed_by_that_one(desk: Desk) -> None:
    """The keyboard goes to somebody else before the pause is over."""
    site = desk.chain.site(FIRST)
    desk.presenter.choose(desk.stick)
    desk.pass_(10)
    desk.type("8")
    desk.keeper.tick()
    assert desk.files == []
    stranger = site.people.create("路人（示例）", "示例单位", None)
    site.people.switch(stranger.id, None)
    desk.pass_(1)
    with read_package(desk.files[0], desk.chain.trust, desk.chain.identities) as package:
        assert package.manifest.sender == desk.chain.ids[FIRST]
    before = desk.files[0].read_bytes()
    desk.pass_(10)
    assert [path.read_bytes() for path in desk.files] == [before]
    site.people.switch(desk.chain.ids[FIRST], None)
    desk.type("80")
    desk.pass_(5)
    assert desk.keeper.copied[desk.chain.visit].path.read_bytes() != before


def test_without_open_keys_it_waits_for_the_person(desk: Desk) -> None:
    site = desk.chain.site(FIRST)
    with_pin(site, desk.chain.ids[FIRST])
    desk.type("8")
    site = desk.chain.reopen(FIRST, PIN)
    site.people._seated = None  # as before anybody has sat down
    again = Desk(desk.chain, desk.stick)
    again.presenter.choose(desk.stick)
    again.pass_(5)
    assert again.files == []
    assert "输入 PIN" in again.tip
    site.people.switch(desk.chain.ids[FIRST], PIN)
    again.pass_(5)
    assert again.corner[1] == "done"
    again.keeper.close()


def test_a_visit_without_a_task_says_that_no_copy_can_be_made(desk: Desk) -> None:
    site = desk.chain.site(FIRST)
    site.visits.add(new_visit(id="00000000-0000-4000-8000-00000000000a"))
    state = desk.presenter.corner("00000000-0000-4000-8000-00000000000a")
    assert (state.text, state.tone) == ("不能备份", "plain")
    assert "无法制作加密副本" in state.tip


def test_a_stick_is_offered_once(desk: Desk, tmp_path: Path) -> None:
    stick = Volume("KINGSTON", desk.stick)
    assert desk.presenter.line(()).kind == ""
    line = desk.presenter.line((stick,))
    assert (line.kind, line.volume) == ("place", stick)
    assert "“KINGSTON”" in line.text
    desk.presenter.decline(line)
    assert desk.presenter.line((stick,)).kind == ""
    other = Volume("SANDISK", tmp_path)
    assert desk.presenter.line((stick, other)).volume == other
    desk.presenter.choose(desk.stick)
    assert desk.presenter.line((stick, other)).kind == ""


def test_the_keys_are_asked_about_once(desk: Desk) -> None:
    site, person = desk.chain.site(FIRST), desk.chain.ids[FIRST]
    desk.presenter.choose(desk.stick)
    assert desk.presenter.line(()).kind == "", "nobody without a PIN is asked"
    assert desk.presenter.place().keys == ""
    with_pin(site, person)
    line = desk.presenter.line(())
    assert line.kind == "keys"
    assert "还没有决定" in desk.presenter.place().keys
    desk.presenter.decline(line)
    assert desk.presenter.line(()).kind == ""
    assert "留在本机" in desk.presenter.place().keys
    desk.presenter.carry_keys(PIN)
    assert "用您的 PIN 加锁" in desk.presenter.place().keys


def test_no_place_any_more_writes_no_more(desk: Desk) -> None:
    desk.presenter.choose(desk.stick)
    desk.type("8")
    desk.pass_(5)
    before = [path.read_bytes() for path in desk.files]
    desk.presenter.leave()
    desk.type("80")
    desk.pass_(30)
    assert [path.read_bytes() for path in desk.files] == before
    assert desk.corner == ("未备份", "plain")
    assert desk.presenter.place().where == ""
