"""The viewer by keys alone: pictures, pages, texts, and what is shown nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from reportlab.pdfgen.canvas import Canvas as PdfCanvas

from app.common.canon import sha256
from app.ui.viewer.view import Viewer
from app.ui.viewer.view_contents import MOST_CHARACTERS, text
from tests.ui.desk.files.test_files import attach, photo
from tests.ui.desk.sitting import ALT, CTRL, SHIFT, Sitting

FILES = Path(__file__).parents[2] / "hostile" / "files"
OFD = (FILES / "invoice-sample.ofd").read_bytes()
LEFT, RIGHT = QColor("#cc2211"), QColor("#1122cc")


@pytest.fixture
def seated(desk: Sitting) -> Sitting:
    desk.visit.workspace.people.create("李某某（示例）", "示例单位", None, person_id=desk.visit.person)
    return desk


def halves(path: Path, width: int = 3000, height: int = 2000) -> Path:
    """A picture with a red left half and a blue right one."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(RIGHT)
    left = QImage(width // 2, height, QImage.Format.Format_RGB32)
    left.fill(LEFT)
    painter = QPainter(image)
    painter.drawImage(0, 0, left)
    painter.end()
    assert image.save(str(path))
    return path


def pdf(path: Path, pages: int) -> Path:
    drawn = PdfCanvas(str(path))
    for number in range(pages):
        drawn.drawString(100, 700, f"{number + 1}")
        drawn.showPage()
    drawn.save()
    return path


def opened(desk: Sitting, place: int = 0) -> Viewer:
    desk.view.card.files.tiles[place].setFocus()
    desk.press(Qt.Key.Key_Return)
    viewer = desk.dialog()
    assert isinstance(viewer, Viewer)
    return viewer


def seen(desk: Sitting, viewer: Viewer) -> None:
    desk.qtbot.waitUntil(lambda: bool(viewer.canvas.levels), timeout=20_000)


def colour_at(viewer: Viewer, across: float, down: float) -> QColor:
    image = viewer.canvas.grab().toImage()
    return image.pixelColor(int(image.width() * across), int(image.height() * down))


def red(colour: QColor) -> bool:
    return colour.red() > colour.blue()


def test_a_picture_is_fitted_zoomed_and_moved_by_keys(seated: Sitting, tmp_path: Path) -> None:
    attach(seated, halves(tmp_path / "现场.png"))
    viewer = opened(seated)
    seen(seated, viewer)
    fitted = viewer.canvas.scale
    assert fitted < 1
    assert (red(colour_at(viewer, 0.4, 0.5)), red(colour_at(viewer, 0.6, 0.5))) == (True, False)
    seated.press(Qt.Key.Key_Plus)
    assert viewer.canvas.scale == pytest.approx(fitted * 1.25)
    seated.press(Qt.Key.Key_Minus)
    assert viewer.canvas.scale == pytest.approx(fitted)
    seated.press(Qt.Key.Key_1)
    assert viewer.canvas.scale == 1
    assert viewer.tools.zoom.text() == "100%"
    assert (red(colour_at(viewer, 0.49, 0.5)), red(colour_at(viewer, 0.51, 0.5))) == (True, False)
    for _ in range(3):
        seated.press(Qt.Key.Key_Right)
    assert not red(colour_at(viewer, 0.49, 0.5))
    for _ in range(60):
        seated.press(Qt.Key.Key_Left)
    assert red(colour_at(viewer, 0.99, 0.5))
    assert red(colour_at(viewer, 0.0, 0.5)), "no ground shows where the picture could"
    seated.press(Qt.Key.Key_0)
    assert viewer.canvas.scale == fitted


def test_the_mouse_drags_and_its_wheel_zooms_with_ctrl(seated: Sitting, tmp_path: Path) -> None:
    attach(seated, halves(tmp_path / "现场.png"))
    viewer = opened(seated)
    seen(seated, viewer)
    canvas = viewer.canvas
    seated.press(Qt.Key.Key_1)
    centre = canvas.rect().center()
    seated.qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=centre)
    seated.qtbot.mouseMove(canvas, centre + QPoint(200, 0))
    seated.qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=centre + QPoint(200, 0))
    assert red(colour_at(viewer, 0.55, 0.5))
    before = canvas.scale
    where = QPointF(canvas.rect().center())
    wheel = QWheelEvent(
        where,
        canvas.mapToGlobal(where),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        CTRL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, wheel)
    assert canvas.scale == pytest.approx(before * 1.25)
    seated.qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton)
    assert canvas.scale < 1


def test_r_turns_to_the_right_and_shift_r_back(seated: Sitting, tmp_path: Path) -> None:
    attach(seated, halves(tmp_path / "现场.png"))
    viewer = opened(seated)
    seen(seated, viewer)
    seated.press(Qt.Key.Key_R)
    seated.qtbot.waitUntil(lambda: viewer.canvas.levels[0].width() == 2000)
    assert red(colour_at(viewer, 0.5, 0.3))
    assert not red(colour_at(viewer, 0.5, 0.7))
    seated.press(Qt.Key.Key_R, SHIFT)
    seated.qtbot.waitUntil(lambda: viewer.canvas.levels[0].width() == 3000)


def test_the_arrows_lead_to_the_neighbours_and_all_is_told(seated: Sitting, tmp_path: Path) -> None:
    paths = [photo(tmp_path / "甲.png", 40), photo(tmp_path / "乙.png", 41)]
    attach(seated, *paths)
    viewer = opened(seated)
    seen(seated, viewer)
    assert viewer.head.name.text() == "甲.png"
    assert viewer.head.place.text() == "第 1 个，共 2 个"
    told = viewer.foot.told.text()
    assert "图片" in told
    assert "由专家甲（示例）附上" in told
    assert sha256(paths[0].read_bytes()) in viewer.foot.digest.text()
    assert not viewer.tools.before.isEnabled()
    seated.press(Qt.Key.Key_Right)
    assert viewer.head.name.text() == "乙.png"
    seated.press(Qt.Key.Key_Right)
    assert viewer.head.name.text() == "乙.png"
    seated.press(Qt.Key.Key_Left, ALT)
    assert viewer.head.name.text() == "甲.png"
    seated.press(Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def test_personal_data_is_marked_in_the_viewer(seated: Sitting, tmp_path: Path) -> None:
    (tile,) = attach(seated, photo(tmp_path / "名册.png"))
    viewer = opened(seated)
    assert not viewer.head.chip.isVisible()
    seated.press(Qt.Key.Key_P)
    assert seated.sheet.attachments["1.1"][0].personal
    assert viewer.head.chip.isVisible()
    assert tile.chip.isVisibleTo(tile)
    assert viewer.tools.personal.text() == "取消个人信息标记"


def test_pages_of_a_pdf_are_turned_and_zoomed_by_keys(seated: Sitting, tmp_path: Path) -> None:
    attach(seated, pdf(tmp_path / "名册.pdf", 3))
    viewer = opened(seated)
    seated.qtbot.waitUntil(lambda: viewer.tools.page.text() == "第 1 / 3 页")
    assert colour_at(viewer, 0.5, 0.5) == QColor("#ffffff")
    assert viewer.tools.page.isVisible()
    seated.press(Qt.Key.Key_PageDown)
    seated.qtbot.waitUntil(lambda: viewer.tools.page.text() == "第 2 / 3 页")
    seated.press(Qt.Key.Key_PageDown)
    seated.press(Qt.Key.Key_PageDown)
    seated.qtbot.waitUntil(lambda: viewer.tools.page.text() == "第 3 / 3 页")
    assert not viewer.tools.page_after.isEnabled()
    seated.press(Qt.Key.Key_PageUp)
    seated.qtbot.waitUntil(lambda: viewer.tools.page.text() == "第 2 / 3 页")
    fitted = viewer.tools.zoom.text()
    seated.press(Qt.Key.Key_1)
    assert viewer.tools.zoom.text() == "100%"
    assert viewer.canvas.scale == pytest.approx(viewer.canvas.natural)
    seated.press(Qt.Key.Key_Plus)
    assert viewer.tools.zoom.text() == "125%"
    seated.press(Qt.Key.Key_PageDown)
    seated.qtbot.waitUntil(lambda: viewer.tools.page.text() == "第 3 / 3 页")
    assert viewer.tools.zoom.text() == "125%", "the next page is as large as the last"
    seated.press(Qt.Key.Key_0)
    assert viewer.tools.zoom.text() == fitted
    seated.press(Qt.Key.Key_R)
    seated.qtbot.waitUntil(lambda: viewer.canvas.levels[0].width() > viewer.canvas.levels[0].height())


@pytest.mark.qt_log_ignore("JPEG", "propagateSizeHints")  # the decoder's own words about a broken photo
@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("坏.pdf", b"%PDF-1.4 rubbish", "这份 PDF 打不开"),
        ("坏.jpg", b"\xff\xd8 rubbish", "这张图片打不开"),
        ("台账.xlsx", b"PK", "Excel 文件不在这里显示"),
        ("发票.ofd", OFD, "OFD 版式文件不在这里显示"),
        ("发票", OFD, "OFD 版式文件不在这里显示"),
        ("脚本.js", b"alert(1)", "其他文件不在这里显示"),
    ],
)
def test_what_cannot_be_shown_says_so(
    seated: Sitting, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    attach(seated, tmp_path / name)
    viewer = opened(seated)
    seated.qtbot.waitUntil(lambda: words in viewer.words.text())
    assert viewer.words.isVisible()
    assert viewer.tools.lend.isVisible() == (name != "脚本.js")
    assert not viewer.tools.larger.isVisible()
    assert viewer.unshown.name.text() == name
    assert viewer.unshown.told.text().endswith("字节")
    assert viewer.unshown.save.isVisible()


@pytest.mark.parametrize("name", ["坏.jpg", "发票.ofd", "安装.exe", "没有结尾"])
def test_anything_can_be_had_out_again(
    seated: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    data = b"\xff\xd8\x00MZ" + name.encode()
    (tmp_path / name).write_bytes(data)
    attach(seated, tmp_path / name)
    viewer = opened(seated)
    seated.qtbot.waitUntil(viewer.unshown.save.isVisible)
    wanted, asked = tmp_path / "别处" / "另一个名字", []
    wanted.parent.mkdir()

    def choose(_parent: object, _title: str, suggested: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(suggested).name)
        return str(wanted), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(choose))
    seated.press(Qt.Key.Key_S)
    seated.qtbot.waitUntil(viewer.toast.isVisible)
    assert (asked, wanted.read_bytes()) == ([name], data)
    assert viewer.toast.message.text() == f"已存到 {wanted}。"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("IMG_0001.jfif", "IMG_0001.jfif"),
        ("IMG_0001.jfif", "照片.jpg.1"),
        ("IMG_0001.jfif", "照片"),
        ("exif6.webp", "名册.pdf"),
        ("g4.tif", "扫描件.TIF"),
    ],
)
def test_what_a_file_is_its_content_says(seated: Sitting, tmp_path: Path, file: str, name: str) -> None:
    (tmp_path / name).write_bytes((FILES / file).read_bytes())
    (tile,) = attach(seated, tmp_path / name)
    assert seated.card.files[0].kind == "图片"
    seated.qtbot.waitUntil(lambda: not tile.thumbnail._picture.isNull())
    viewer = opened(seated)
    seen(seated, viewer)
    assert viewer.tools.lend.isVisible()


def test_a_pdf_that_never_ends_is_stopped_told_and_not_opened_by_itself_again(
    seated: Sitting, tmp_path: Path
) -> None:
    box = seated.visit.workspace.lightbox
    box._small._patience = box._large._patience = 2
    (tmp_path / "报告.pdf").write_bytes((FILES / "pages-loop.pdf").read_bytes())
    attach(seated, tmp_path / "报告.pdf")
    told = seated.view.card.files.unshown
    seated.qtbot.waitUntil(told.isVisible, timeout=20_000)
    assert "报告.pdf：这份 PDF 打开时超出了限定的时间或内存，已停止" in told.text()
    viewer = opened(seated)
    seated.qtbot.waitUntil(lambda: "已停止" in viewer.words.text(), timeout=20_000)
    assert viewer.unshown.save.isVisible()


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_is_read_in_every_coding_that_windows_writes(
    seated: Sitting, tmp_path: Path, coding: str
) -> None:
    (tmp_path / "座谈.txt").write_bytes("座谈记录 No. 1: 2 h 30 min\r\n到会 12 人".encode(coding))
    attach(seated, tmp_path / "座谈.txt")
    viewer = opened(seated)
    seated.qtbot.waitUntil(lambda: bool(viewer.text.toPlainText()))
    assert viewer.text.toPlainText() == "座谈记录 No. 1: 2 h 30 min\n到会 12 人"


def test_a_pdf_with_a_password_says_so(seated: Sitting, tmp_path: Path) -> None:
    drawn = PdfCanvas(str(tmp_path / "锁.pdf"), encrypt="secret")
    drawn.drawString(100, 700, "1")
    drawn.save()
    attach(seated, tmp_path / "锁.pdf")
    viewer = opened(seated)
    seated.qtbot.waitUntil(lambda: "设有密码" in viewer.words.text())


def test_a_text_is_shown_as_text_and_nothing_in_it_acts(seated: Sitting, tmp_path: Path) -> None:
    (tmp_path / "谈话.txt").write_text("<b>张老师</b>\u202e：见第 3 册\r\n<img src=x>", encoding="gb18030")
    attach(seated, tmp_path / "谈话.txt")
    viewer = opened(seated)
    seated.qtbot.waitUntil(lambda: bool(viewer.text.toPlainText()))
    assert viewer.text.toPlainText() == "<b>张老师</b>：见第 3 册\n<img src=x>"
    assert viewer.text.isReadOnly()
    seated.press(Qt.Key.Key_Right, ALT)
    assert viewer.isVisible()


def test_long_texts_are_cut_and_long_lines_broken() -> None:
    shown = text("长".encode() * (MOST_CHARACTERS + 10))
    assert shown.endswith("（只显示前面一部分。）")
    assert max(map(len, shown.split("\n"))) <= 2000
    assert text(b"\xef\xbb\xbfa\x00b") == "ab"
    assert text(b"\xff\xfe\xff") != ""


def test_a_copy_is_handed_to_another_program_and_taken_back(
    seated: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[Path] = []

    def open_url(url: QUrl) -> bool:
        handed.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(open_url))
    (tmp_path / "台账.xlsx").write_bytes(b"PK rows")
    attach(seated, tmp_path / "台账.xlsx")
    viewer = opened(seated)
    seated.press(Qt.Key.Key_O)
    seated.qtbot.waitUntil(lambda: bool(handed))
    assert handed[0].read_bytes() == b"PK rows"
    assert handed[0].name == "台账.xlsx"
    viewer.reject()
    seated.visit.workspace.evidence.close()
    assert not handed[0].exists()


def test_what_nobody_here_can_read_says_what_to_do(seated: Sitting, tmp_path: Path) -> None:
    attach(seated, photo(tmp_path / "a.png"))
    seated.visit.workspace.people._seated = None
    seated.visit.workspace.evidence.keys._keyring = type(seated.visit.workspace.evidence.keys._keyring)(
        lambda: (), lambda _: None
    )
    viewer = opened(seated)
    seated.qtbot.waitUntil(lambda: "请先切换到本人并输入 PIN" in viewer.words.text())
    assert viewer.words.isVisible()


def test_the_viewer_reads_nothing_more_once_it_is_closed(seated: Sitting, tmp_path: Path) -> None:
    attach(seated, halves(tmp_path / "a.png"))
    viewer = opened(seated)
    viewer.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    seated.qtbot.wait(300)
    assert seated.view.isVisible()
