"""A sheet that counts without its signed file: told before freezing, and settled on the spot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.models import tables
from app.signing import vault

Opener = Callable[[str], Any]
PIN = "271828"


@pytest.fixture(autouse=True)
def _cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)


def unkept(here: Any, key: str, *, gone: bool) -> bytes:
    """Nothing is kept of a sheet that is locked here; its expert has a PIN, or keys elsewhere."""
    person = here.people[key]
    keys = here.workspace.people.keys(person)
    with here.workspace.store.write() as unit:
        row = unit.first(tables.received, kind="xpsheet", sender=person)
        assert row is not None
        unit.remove(tables.received, {"kind": "xpsheet", "sender": person})
        if gone:
            unit.remove(tables.people, {"id": person})
        else:
            unit.change(tables.people, {"id": person}, keys=keys.lock(PIN), has_pin=True)
    return bytes(row["data"])


def type_pin(dialog: Any) -> None:
    dialog.pin.setText(PIN)
    dialog.act.click()


def test_the_expert_signs_with_the_pin_and_the_text_can_be_frozen(
    stand: Opener, qtbot: QtBot, answering: Callable[..., None]
) -> None:
    here = stand("ruled")
    unkept(here, "expert-1", gone=False)
    screen = here.go("conclusion")
    person = here.people["expert-1"]
    (unsigned,) = screen.presenter.state.result.unsigned
    assert unsigned.person_id == person
    assert unsigned.told in screen.presenter.state.result.blocked
    assert not screen.result.freeze.isEnabled()
    button = screen.result.settling[person]
    assert button.isVisible()
    assert "专家甲" in button.text()
    answering(type_pin)
    button.click()
    assert screen.result.freeze.isEnabled()
    assert not screen.result.settling
    assert "已签名" in here.notices[-1].title
    answering(lambda dialog: dialog.act.click())
    screen.result.freeze.click()
    here.settle(qtbot)
    assert screen.presenter.state.result.frozen


def test_the_file_of_an_expert_elsewhere_is_collected_even_when_frozen(
    stand: Opener, qtbot: QtBot, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = stand("signed")
    data = unkept(here, "expert-1", gone=True)
    (tmp_path / "甲.xpsheet").write_bytes(data)
    screen = here.go("conclusion")
    assert screen.result.wanting_title.caption.text() == "导出前还缺"
    button = screen.result.settling[here.people["expert-1"]]
    assert screen.left.collect.isEnabled()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tmp_path / "甲.xpsheet")], ""))
    button.click()
    here.settle(qtbot)
    assert screen.presenter.state.result.unsigned == ()
    assert not screen.left.collect.isEnabled()
    assert "已收下" in here.notices[-1].title
    here.workspace.packages.export_sync(here.visit, tmp_path)
