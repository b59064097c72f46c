"""The whole sheet by keys alone, as an expert would who never takes a hand to the mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.ui.criterion.view_cases import CasesEditor
from app.ui.widgets import LinkButton
from tests.ui.desk.sitting import CTRL, Sitting


def answer(desk: Sitting, cid: str, name: str, value: object) -> None:
    spec = desk.sheet.scheme.criterion(cid).finding(name)
    if spec.kind == "flag":
        desk.type("1" if value else "2")
    elif spec.kind == "level":
        desk.type(str([option.value for option in spec.options].index(str(value)) + 1))
    elif isinstance(value, list) and spec.kind == "set":
        desk.type("".join(str(place) for place, each in enumerate(spec.options, 1) if each.value in value))
    elif isinstance(value, list):
        cases(desk, value)
    else:
        desk.type(str(value))


def cases(desk: Sitting, rows: list[dict[str, str]]) -> None:
    editor = desk.view.card.form.lines["unmet_specialties"].editor
    assert isinstance(editor, CasesEditor)
    for row in rows:
        while not editor.add.hasFocus():
            desk.press(Qt.Key.Key_Tab)
        desk.press(Qt.Key.Key_Space)
        desk.type(row["name"])
        desk.press(Qt.Key.Key_Return)
        desk.type(row["deduction"])
        desk.press(Qt.Key.Key_Return)
        desk.type(row["reason"])


@pytest.mark.usefixtures("watchdog")
def test_the_sample_sheet_by_keys_alone(desk: Sitting) -> None:
    desk.qtbot.waitUntil(lambda: desk.field == "dedicated_body")
    wanted = desk.visit.findings()
    for cid in desk.sheet.mine:
        assert desk.card.id == cid
        desk.press(Qt.Key.Key_M, CTRL)
        left = dict(wanted[cid])
        while desk.field in left:
            answer(desk, cid, desk.field, left.pop(desk.field))
            desk.press(Qt.Key.Key_Return)
            if desk.card.id != cid:
                break
        assert not left
    assert desk.sheet.open_questions() == ()
    stored = {cid: dict(desk.sheet.answers[cid]) for cid in desk.sheet.mine}
    assert stored == {cid: wanted[cid] for cid in desk.sheet.mine}
    assert desk.view.result.total.text() == desk.state.result.total
    assert all(set(marks.values()) == {"original"} for marks in desk.sheet.marks.values())
    desk.press(Qt.Key.Key_L, CTRL)
    assert not desk.dialog().findChildren(LinkButton)
    desk.press(Qt.Key.Key_Tab)  # Enter alone does not lock for good
    with desk.qtbot.waitSignal(desk.view.locked):
        desk.press(Qt.Key.Key_Return)
    assert desk.sheet.locked
