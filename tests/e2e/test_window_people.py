"""Real people with PINs on own devices: tasked by the bureau at the command line, scoring by keyboard."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from app.scoring import FindingSpec, format_points
from app.services.sample.content import load_sample
from tests.e2e.driving import CTRL, Person, Seats, workspace_of
from tests.e2e.officer import Bureau

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SAMPLE = load_sample()
EXPERT, LEADER, PINS = "孙建国", "李秀英", {"孙建国": "246810", "李秀英": "135791"}


@pytest.fixture
def seats(qapp: QApplication) -> Iterator[Seats]:
    made = Seats(qapp)
    yield made
    made.clear()


class Files:
    """Answers the file dialogs: the next one gets this path."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.next = Path()
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(self.next), ""))
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(self.next), ""))
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(self.next)], ""))
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(self.next))

    def give(self, path: Path) -> Path:
        self.next = path
        return path


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    return Files(monkeypatch)


@pytest.mark.parametrize("form", ["pen", "digital"])
def test_two_devices(seats: Seats, files: Files, tmp_path: Path, form: str) -> None:
    bureau = Bureau(tmp_path)
    expert, leader = seats.sit(tmp_path / "专家电脑"), seats.sit(tmp_path / "组长电脑")
    ids = {
        name: bureau.enrols(enrol(me, name, files, tmp_path, PINS[name] if form == "digital" else ""))
        for me, name in ((expert, EXPERT), (leader, LEADER))
    }
    task = bureau.tasks(ids[EXPERT], ids[LEADER], form)
    for me in (expert, leader):
        trust(me, files.give(bureau.trust), bureau.fingerprint)
        take(me, files.give(task))
    score(expert)
    sheet = files.give(tmp_path / "孙建国.xpsheet")
    expert.press("导出评分表")
    assert sheet.stat().st_size
    leader.press("收取评分表")
    leader.press("收取评分表…")
    leader.settle()
    leader.press("写结论")
    conclude(leader)
    leader.picture(form)
    if form == "pen":
        assert leader.reads("在纸上签名")
    else:
        send_round(expert, leader, files, tmp_path)
    bureau.takes(export(leader, files, tmp_path, early=form == "pen"), total_of(leader))


def send_round(expert: Person, leader: Person, files: Files, folder: Path) -> None:
    """The document goes to the expert's device as a file, and comes back signed; the leader signs last."""
    files.give(folder / "待签.xprecord")
    with leader.answering(lambda: leader.picture_and_press("issue", "出具")):
        leader.press("发给专家签署")
    leader.settle()
    expert.press("签署文件")
    expert.press("打开待签文件")
    expert.settle()
    expert.picture("copy")
    sign(expert, EXPERT)
    files.give(folder / "已签.pdf")
    expert.key(Qt.Key.Key_S, CTRL)
    expert.picture("copy-signed")
    leader.press("收回签名")
    leader.settle()
    leader.picture("taken-back")
    sign(leader, LEADER)
    leader.picture("signed")


def test_one_device_and_pins(seats: Seats, files: Files, tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    me = seats.sit(tmp_path / "共用电脑")
    expert, leader = (
        bureau.enrols(enrol(me, name, files, tmp_path, PINS[name])) for name in (EXPERT, LEADER)
    )
    task = bureau.tasks(expert, leader, "digital")
    trust(me, files.give(bureau.trust), bureau.fingerprint)
    take(me, files.give(task))
    sit_down(me, EXPERT)
    score(me)
    me.picture("scored-home")
    sit_down(me, LEADER)
    me.press("写结论")
    conclude(me)
    for name in (EXPERT, LEADER):
        sign(me, name)
    bureau.takes(export(me, files, tmp_path), total_of(me))


def enrol(me: Person, name: str, files: Files, folder: Path, pin: str) -> Path:
    """Make an identity, with a PIN or none, and write the enrolment request."""
    if me.place != "people":
        me.press("建立身份")
    me.picture("people")

    def fill() -> None:
        me.type(name)
        for field, text in (("单位", "某技师学院"), ("PIN", pin), ("再输一次", pin)):
            me.fill(field, text)
        me.picture("identity")
        me.key(Qt.Key.Key_Return)

    with me.answering(fill):
        me.press("建立身份")
    if pin:
        me.picture("code")
        me.press("我已抄下")
        me.press("完成")
    me.picture("people-made")
    request = files.give(folder / f"{name}.xpenrol")
    if me.buttons("切换到此人"):
        with me.answering(lambda: tell_pin(me, name)):
            me.press("切换到此人")
    (mine,) = [person for person in workspace_of(me).people.list() if person.name == name]
    me.click(me.screen.enrol_buttons[mine.id])
    assert request.stat().st_size
    return request


def tell_pin(me: Person, name: str) -> None:
    """The expert's once wrongly; then as it is."""
    if name == EXPERT:
        me.type("000000")
        me.key(Qt.Key.Key_Return)
        me.until(lambda: me.reads("PIN 不正确"), "the refusal")
        me.picture("wrong-pin")
    me.type(PINS[name])
    me.key(Qt.Key.Key_Return)


def sit_down(me: Person, name: str) -> None:
    """Take the keyboard over, if somebody else has it."""
    current = workspace_of(me).people.current
    if current is None or current.name != name:
        with me.answering(lambda: tell_pin(me, name)):
            me.choose("身份", name)


def sign(me: Person, name: str) -> None:
    """The own PIN and no drawing."""

    def confirm() -> None:
        assert me.reads(f"签署：{name}")
        me.press("本机不便手写")
        me.fill("PIN", PINS[name])
        me.picture("sign")
        me.press("签署")

    me.until(lambda: bool(me.buttons("签署")), "what was opened, proven")  # till then it takes no key
    with me.answering(confirm):
        me.key(Qt.Key.Key_Return, CTRL)
    me.settle()
    assert me.said() == ""


def trust(me: Person, path: Path, fingerprint: str) -> None:
    """Load the trust file, its fingerprint compared with the notice."""

    def compare() -> None:
        me.picture("trust")
        assert me.reads(fingerprint)
        assert not me.buttons("信任该单位")
        me.press("我已逐组核对")
        me.press("信任该单位")

    with me.answering(compare):
        me.press("载入信任文件")
    me.key(Qt.Key.Key_Escape)


def take(me: Person, _task: Path) -> None:
    me.key(Qt.Key.Key_O, CTRL)
    me.settle()
    me.picture("tasked")


def score(me: Person) -> None:
    """Every criterion by keyboard alone, Enter leading from field to field."""
    with me.answering(lambda: me.key(Qt.Key.Key_Return)):
        me.press("开始评分")
    desk = me.screen.desk
    answers = {**SAMPLE.common, **SAMPLE.sheets["expert-3"]}
    criteria = workspace_of(me).schemes[SAMPLE.scheme].criteria
    for criterion in criteria:
        assert desk.presenter.state.card.id == criterion.id
        me.key(Qt.Key.Key_M, CTRL)
        for spec in criterion.findings:
            if spec.name in desk.card.form.lines:
                answer(me, spec, answers[criterion.id].get(spec.name))
                me.key(Qt.Key.Key_Return)
    me.picture("scored")
    me.key(Qt.Key.Key_L, CTRL)
    me.press("锁定")
    me.key(Qt.Key.Key_Escape)


def answer(me: Person, spec: FindingSpec, value: Any) -> None:
    """Give one field its value by keys."""
    values = [option.value for option in spec.options]
    match value:
        case bool():
            me.type("1" if value else "2")
        case list() if spec.kind == "set":
            me.type("".join(str(values.index(each) + 1) for each in value))
        case list():
            rows(me, value)
        case str() if values:
            me.type(str(values.index(value) + 1))
        case str():
            me.type(value)


def rows(me: Person, cases: list[dict[str, str]]) -> None:
    for case in cases:
        me.press("添加一行")
        for part in ("name", "deduction", "reason"):
            me.type(case[part])
            if part != "reason":
                me.key(Qt.Key.Key_Return)


def conclude(me: Person) -> None:
    """Opinions from the draft, then the frozen text, then the page of signatures."""
    me.picture("collected")
    me.key(Qt.Key.Key_D, CTRL)
    with me.answering(lambda: me.press("确认并定稿")):
        me.key(Qt.Key.Key_Return, CTRL)
    me.settle()
    me.press("去签署")
    me.settle()


def export(me: Person, files: Files, folder: Path, *, early: bool = False) -> Path:
    """early: nothing has asked yet whether it goes out without the unit's answer."""
    out = files.give(folder / "U盘")
    out.mkdir()
    with me.answering(lambda: me.press("照此导出")) if early else nullcontext():
        me.key(Qt.Key.Key_E, CTRL)
    me.settle()
    me.picture("exported")
    (package,) = out.glob("*.xpsync")
    return package


def total_of(me: Person) -> str:
    workspace = workspace_of(me)
    return format_points(workspace.panels.open(workspace.shelf.all()[0].id).state.result.total)
