"""A whole visit by real keys and mouse: from opening the sample in the window to the bureau's database."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from app.services.store.site import Person as Somebody
from app.services.workspace import Workspace

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QFileDialog

from app.scoring import format_points
from app.services.packages.proofs import Evidence
from app.services.packages.verification import prove_file
from app.services.sample.content import load_sample
from main import _scratch_shelf
from tests.e2e.driving import CTRL, SHIFT, Person, Seats, told_by, workspace_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SAMPLE = load_sample()


@pytest.fixture
def seats(qapp: QApplication) -> Iterator[Seats]:
    made = Seats(qapp)
    yield made
    made.clear()


def test_the_sample_from_the_first_screen_to_the_bureau(
    seats: Seats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = seats.sit(tmp_path / "data")
    me.picture("empty")
    me.press("打开示例")
    me.settle()
    me.picture("home")

    score(me)
    check_sheet(me)
    me.key(Qt.Key.Key_Escape)
    me.choose("身份", "组长丁")
    me.picture("leader")
    me.press("写结论")
    settle(me)
    record_the_day(me)
    code = freeze(me)
    record_the_reading(me)
    state_the_unit(me)
    sign_all(me)
    out = tmp_path / "U盘"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    me.key(Qt.Key.Key_E, CTRL)
    me.settle()
    me.picture("exported")

    total = format_points(panel_of(me).result.total)
    package, pdf = check_files(me, out, code, total)
    taken = bureau_takes(me, tmp_path, package)
    assert (taken["total"], taken["unit"]) == (total, SAMPLE.project.unit)
    assert pdf


def score(me: Person) -> None:
    """专家甲 confirms recusal, answers what is open by keyboard alone, and locks."""
    with me.answering(lambda: me.picture_and_press("pledge", "我确认以上承诺")):
        me.press("继续评分")
    me.picture("desk")
    for typed in ("1", "1", "540", "91.3", "", "1", "2", "1.5", "方法有改进，模式创新尚不明显"):
        me.key(Qt.Key.Key_M, CTRL)  # the papers were seen
        me.type(typed)
        me.picture("desk")
        if not typed.startswith("方法"):
            me.key(Qt.Key.Key_Return)
    me.key(Qt.Key.Key_L, CTRL)
    me.picture("lock")
    me.press("锁定")
    me.picture("locked")


def check_sheet(me: Person) -> None:
    """What was typed is what 专家甲 found, and it is locked."""
    workspace = workspace_of(me)
    person = seated(workspace)
    assert person.name == "专家甲（示例）"
    desk = workspace.sheets.open(visit_of(me), person.id)
    answers = SAMPLE.findings_of(SAMPLE.window.person)
    assert {cid: dict(found) for cid, found in desk.answers.items()} == {
        cid: dict(found) for cid, found in answers.items()
    }
    assert desk.locked
    assert me.reads("评分表已锁定")
    assert me.screen.desk.result.total.text() == format_points(desk.tally.total)


def settle(me: Person) -> None:
    """What the experts counted differently is ruled; the opinions are drafted."""
    me.picture("conclusion")
    me.press("采用专家甲")
    me.fill("裁定理由", SAMPLE.rulings["13.2"].reason)
    me.picture("ruling")
    me.press("裁定")
    me.picture("ruled")
    assert panel_of(me).rulings["13.2"].reason == SAMPLE.rulings["13.2"].reason
    for criterion, talk in SAMPLE.talks.items():
        me.press(f"去看：{criterion} ")
        with me.answering(partial(talk_over, me, talk.sentence)):
            me.key(Qt.Key.Key_J, CTRL | SHIFT)
        assert panel_of(me).settlements[criterion].sentence == talk.sentence
    me.picture("talked-over")
    me.key(Qt.Key.Key_D, CTRL)
    me.picture("opinions")
    assert me.field("发现的问题").toPlainText()


def talk_over(me: Person, sentence: str) -> None:
    """A wide spread is settled; everybody agrees."""
    me.fill("合议结论", sentence)
    me.press("全体同意")
    me.picture("talk")
    me.press("登记")


def record_the_day(me: Person) -> None:
    """What happens before the conclusion is formed; reading and answer wait until it is frozen."""
    later = {step.id for step in panel_of(me).scheme.own_steps if step.after}
    write_steps(me, {step: note for step, note in SAMPLE.protocol.items() if step not in later})
    me.picture("protocol")


def record_the_reading(me: Person) -> None:
    later = {step.id for step in panel_of(me).scheme.own_steps if step.after}
    write_steps(me, {step: note for step, note in SAMPLE.protocol.items() if step in later})
    me.picture("reading")


def write_steps(me: Person, notes: Mapping[str, Any]) -> None:
    me.key(Qt.Key.Key_3, CTRL)
    for note in notes.values():
        me.type(note.people)
        me.key(Qt.Key.Key_Return)
        me.type(note.notes)
        me.key(Qt.Key.Key_Return)
    panel = panel_of(me)
    kept = {step.id: (step.people, step.notes) for step in (*panel.protocol, *panel.followed)}
    wanted = {step: (note.people, note.notes) for step, note in notes.items()}
    assert {step: kept.get(step) for step in wanted} == wanted


def freeze(me: Person) -> str:
    with me.answering(lambda: me.picture_and_press("freeze", "确认并定稿")):
        me.key(Qt.Key.Key_Return, CTRL)
    me.settle()
    me.picture("frozen")
    code = panel_of(me).short_code
    assert me.reads(code)
    return str(code)


def state_the_unit(me: Person) -> None:
    me.key(Qt.Key.Key_4, CTRL)
    me.type(SAMPLE.statement.by)
    me.press("无异议")
    me.fill("单位表态", SAMPLE.statement.text)
    me.picture("statement")


def sign_all(me: Person) -> None:
    """The experts, then the leader, each draws a name."""
    me.press("去签署")
    me.settle()
    me.picture("signing")
    assert me.screen.document.pages > 1
    sign_all_here(me)


def sign_all_here(me: Person) -> None:
    while me.screen.round.slots:
        with me.answering(lambda: sign(me)):
            me.key(Qt.Key.Key_Return, CTRL)
        me.settle()
    me.picture("signed")
    assert me.button("导出").hasFocus()
    assert len(panel_of(me).sheets) == 3


def sign(me: Person) -> None:
    me.draw(me.field("手写签名区"))
    me.picture("sign")
    me.press("签署")


def check_files(me: Person, out: Path, code: str, total: str) -> tuple[Path, Path]:
    """What was exported is valid, says the total, and the window shows the same."""
    package, pdf = next(out.glob("*.xpsync")), next(out.glob("*结论*.pdf"))
    assert len(list(out.glob("*"))) == 5
    (trust,) = workspace_of(me).trusts.all()
    with _scratch_shelf() as shelf:
        proof = prove_file(pdf, Evidence(trust, (), shelf))
    assert [(each.role, each.name) for each in proof.signatures][-1] == ("leader", "组长丁（示例）")
    assert len(proof.signatures) == 4
    leader = identity_of(me)
    with _scratch_shelf() as shelf:
        told = "".join(prove_file(package, Evidence(trust, (leader,), shelf)).facts)
    assert f"总分 {total}，" in told
    text = text_of(pdf)
    assert re.search(rf"(?<![\d.]){re.escape(total)}(?![\d.])", text), text
    assert code in text
    me.key(Qt.Key.Key_Escape)
    assert me.place == "conclusion"
    assert me.screen.result.total.text() == total
    me.key(Qt.Key.Key_Escape)
    me.picture("home-delivered")
    assert me.reads("已导出，待送达")
    return package, pdf


def bureau_takes(me: Person, folder: Path, package: Path) -> dict[str, Any]:
    """``bureau import`` and ``bureau status``: the row of the project."""
    (trust,) = workspace_of(me).trusts.all()
    trusted, identity = folder / "bureau.xptrust", folder / "leader.identity"
    trusted.write_bytes(trust.data)
    keys = workspace_of(me).people.keys(seated(workspace_of(me)).id)
    identity.write_bytes(keys.lock(None))
    db = f"sqlite:///{(folder / 'bureau.db').as_posix()}"
    known = ("--trust", str(trusted), "--identity", str(identity))
    line = told_by("bureau", "import", "--db", db, *known, "--json", str(package))
    assert json.loads(line)["fate"] == "taken"
    again = told_by("bureau", "import", "--db", db, *known, "--json", str(package))
    assert json.loads(again)["fate"] == "already here"
    (row,) = json.loads(told_by("bureau", "status", "--db", db, "--json"))["projects"]
    return dict(row)


def seated(workspace: Workspace) -> Somebody:
    """Who sits there; somebody does."""
    person = workspace.people.current
    assert person is not None
    return person


def visit_of(me: Person) -> str:
    return str(workspace_of(me).shelf.all()[0].id)


def panel_of(me: Person) -> Any:
    return workspace_of(me).panels.open(visit_of(me)).state


def identity_of(me: Person) -> str:
    workspace = workspace_of(me)
    return str(workspace.people.keys(seated(workspace).id).identity)


def text_of(pdf: Path) -> str:
    """All words of a PDF, as Qt reads them."""
    document = QPdfDocument()
    document.load(str(pdf))
    return "".join(document.getAllText(page).text() for page in range(document.pageCount()))
