"""What the window says where data or files cannot be used: one clear word, nothing lost, nothing changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app.bootstrap import open_workspace
from app.services.sample.samples import Samples
from tests.e2e.driving import CTRL, Person, Seats, workspace_of

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.filterwarnings("ignore:Function. 'QDragEnterEvent:DeprecationWarning"),  # Qt has no other
]
DATABASE = "xianping.db"


@pytest.fixture
def seats(qapp: QApplication) -> Iterator[Seats]:
    made = Seats(qapp)
    yield made
    made.clear()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample visit."""
    folder = tmp_path_factory.mktemp("sample") / "data"
    workspace = open_workspace(folder)
    Samples(workspace).open()
    workspace.close()
    return folder


@pytest.fixture
def data(sample: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(sample, tmp_path / "data"))


def stands_and_does_nothing(me: Person) -> None:
    """The window without data: nothing it offers fails."""
    assert me.room.session is None
    assert me.screen is None
    for key, modifier in ((Qt.Key.Key_Escape, None), (Qt.Key.Key_O, CTRL), (Qt.Key.Key_Home, None)):
        me.key(key, modifier or Qt.KeyboardModifier.NoModifier)
    with me.answering(lambda: me.press("关闭")):
        me.key(Qt.Key.Key_F1)
    me.choose("设置", "深色")


def test_a_folder_that_cannot_be_made(seats: Seats, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("no folder")
    me = seats.sit(tmp_path / "文件" / "data")
    assert "不能作数据文件夹" in me.said()
    assert "请检查" in me.said()
    assert me.room.window.header.height() < 80, "what stands alone is not drawn out"
    me.picture("no-folder")
    stands_and_does_nothing(me)


@pytest.mark.skipif(not os.path.ismount("/sys"), reason="needs a folder that even root may not write")
def test_a_folder_that_may_not_be_written(seats: Seats) -> None:
    me = seats.sit(Path("/sys/xianping"))
    assert me.said().startswith("数据文件夹不可写入。")
    assert "权限" in me.said()
    stands_and_does_nothing(me)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_data_on_a_read_only_disk(seats: Seats, data: Path) -> None:
    data.chmod(0o555)
    for path in data.iterdir():
        path.chmod(0o444 if path.is_file() else 0o555)
    try:
        me = seats.sit(data)
        assert "数据文件夹不可写入。" in me.said()
    finally:
        data.chmod(0o755)


def test_a_second_window_on_the_same_data(seats: Seats, data: Path) -> None:
    first = seats.sit(data)
    second = seats.sit(data)
    assert second.said().startswith("另一个现评程序正在使用这些数据")
    assert "已录入的内容不受影响" in second.said()
    second.picture("second")
    stands_and_does_nothing(second)
    seats.leave(second)

    with first.answering(lambda: first.press("我确认以上承诺")):
        first.press("继续评分")
    first.type("1")
    desk = workspace_of(first).sheets.open(first.room.window.route.visit_id, me_of(first))
    assert desk.answers["12.1"] == {"training_system": "sound"}


def test_a_newer_database_is_left_alone(seats: Seats, data: Path) -> None:
    with closing(sqlite3.connect(data / DATABASE)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = digest(data)
    me = seats.sit(data)
    assert "由更新版本的现评保存" in me.said()
    assert "安装新版本" in me.said()
    me.picture("newer")
    stands_and_does_nothing(me)
    seats.leave(me)
    assert digest(data) == before


def overwrite(path: Path) -> None:
    path.write_bytes(b"this is no database at all " * 400)


def tear(path: Path) -> None:
    """Every page but the first lost its contents."""
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + bytes(len(whole) - 4096))


@pytest.mark.parametrize("harm", [overwrite, tear])
def test_a_damaged_database_is_left_alone(seats: Seats, data: Path, harm: Callable[[Path], None]) -> None:
    harm(data / DATABASE)
    before = digest(data)
    me = seats.sit(data)
    me.settle()
    assert "数据库文件已损坏" in me.said()
    me.picture("damaged")
    seats.leave(me)
    assert digest(data) == before


def test_files_that_are_refused(seats: Seats, data: Path, tmp_path: Path) -> None:
    me = seats.sit(data)
    package = workspace_of(me).tasks.package(workspace_of(me).shelf.all()[0].id)
    bad = {
        "空的.xptask": b"",
        "乱码.xptask": b"\x00garbage" * 99,
        "截断.xptask": package[:-200],
        "改过.xptask": package[:900] + bytes([package[900] ^ 1]) + package[901:],
        "别的.xptask": enrolment(me, tmp_path),
    }
    before = contents(me)
    for name, content in bad.items():
        path = tmp_path / name
        path.write_bytes(content)
        drop(me, path)
        me.settle()
        assert f"没有收下 {name}" in me.said(), me.said()
        assert "已有内容不受影响" in me.said()
        me.picture("refused")
    drop(me, *(tmp_path / name for name in bad))
    me.settle()
    assert all(name in me.said() for name in bad)
    me.picture("refused-all")
    assert contents(me) == before


def test_a_trust_file_that_is_none(seats: Seats, data: Path, tmp_path: Path) -> None:
    me = seats.sit(data)
    path = tmp_path / "bureau.xptrust"
    path.write_bytes(b"{}")
    drop(me, path)
    me.settle()
    assert me.said().startswith("这不是主管部门的信任文件")
    assert len(workspace_of(me).trusts.list()) == 1
    me.picture("no-trust")


def test_a_file_that_was_double_clicked_and_is_gone(seats: Seats, data: Path, tmp_path: Path) -> None:
    me = seats.sit(data, tmp_path / "第一组.xptask")
    me.until(me.said, "a word about the file")
    assert "没有收下 第一组.xptask：找不到" in me.said()
    me.picture("gone")


def drop(me: Person, *paths: Path) -> None:
    """Drag files over the window and let them go."""
    window, data = me.room.window, QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, drop)


def enrolment(me: Person, folder: Path) -> bytes:
    """A whole and honest file that is not for this device."""
    workspace_of(me).packages.export_enrolment(me_of(me), folder / "mine.xpenrol")
    return (folder / "mine.xpenrol").read_bytes()


def contents(me: Person) -> object:
    workspace = workspace_of(me)
    return workspace.people.list(), workspace.visits.list(), workspace.trusts.list()


def me_of(me: Person) -> str:
    current = workspace_of(me).people.current
    assert current is not None
    return current.id


def digest(folder: Path) -> str:
    """Of the database file's bytes."""
    return hashlib.sha256((folder / DATABASE).read_bytes()).hexdigest()
