"""Attached files at the desk: tiles by keys, many at once, hostile ones, no work on the window's thread."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage, QTransform
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.common.canon import sha256
from app.common.errors import EnvironmentTrouble
from app.decoding.decoder import Decoder
from app.services.evidence import storage as storing
from app.services.evidence.evidence import EvidenceFiles
from app.ui.desk import DeskPresenter, DeskView
from app.ui.desk.files import view as view_files
from app.ui.desk.files.view_tiles import FileTile, Thumbnail
from app.ui.viewer import view_contents, view_pictures, view_thumbnails
from app.ui.viewer.files import ending_of
from app.ui.widgets import Sign
from tests.ui.desk.sitting import CTRL, SHIFT, Sitting


def photo(path: Path, side: int = 60, colour: str = "#336699") -> Path:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path


def attach(desk: Sitting, *paths: Path, count: int = 0) -> tuple[FileTile, ...]:
    desk.view.wants.attached.emit(list(paths))
    wanted = count or len(paths)
    desk.qtbot.waitUntil(lambda: len(desk.card.files) == wanted, timeout=20_000)
    return desk.view.card.files.tiles


@pytest.fixture
def seated(desk: Sitting) -> Sitting:
    """Somebody is at the keyboard, so that what is stored is encrypted."""
    desk.visit.workspace.people.create("李某某（示例）", "示例单位", None, person_id=desk.visit.person)
    return desk


def test_tiles_are_reached_and_walked_by_keys(seated: Sitting, tmp_path: Path) -> None:
    tiles = attach(seated, *(photo(tmp_path / f"{n}.png", 20 + n) for n in range(5)))
    seated.view.card.note.setFocus()
    for _ in range(120):
        if isinstance(seated.focus, FileTile):
            break
        seated.press(Qt.Key.Key_Tab)
    assert seated.focus is tiles[0]
    seated.press(Qt.Key.Key_Right)
    assert seated.focus is tiles[1]
    below = next(tile for tile in tiles if tile.x() == tiles[1].x() and tile.y() > tiles[1].y())
    seated.press(Qt.Key.Key_Down)
    assert seated.focus is below
    seated.press(Qt.Key.Key_Up)
    seated.press(Qt.Key.Key_Left)
    seated.press(Qt.Key.Key_Left)
    assert seated.focus is tiles[0]
    seated.press(Qt.Key.Key_End)
    assert seated.focus is tiles[-1]
    seated.press(Qt.Key.Key_Tab)
    assert tiles[-1].remove.hasFocus()
    seated.press(Qt.Key.Key_Tab)
    assert tiles[-1].mark.hasFocus()
    seated.press(Qt.Key.Key_Tab)
    assert tiles[-1].caption.hasFocus()
    seated.press(Qt.Key.Key_Tab)
    assert seated.view.card.files.pick.hasFocus()


def test_delete_takes_off_and_the_neighbour_has_the_keyboard(seated: Sitting, tmp_path: Path) -> None:
    tiles = attach(seated, *(photo(tmp_path / f"{n}.png", 20 + n) for n in range(3)))
    tiles[1].setFocus()
    seated.press(Qt.Key.Key_Delete)
    assert [file.name for file in seated.sheet.attachments["1.1"]] == ["0.png", "2.png"]
    assert seated.focus is tiles[2]
    seated.press(Qt.Key.Key_Delete)
    seated.press(Qt.Key.Key_Delete)
    assert "1.1" not in seated.sheet.attachments
    assert seated.view.card.files.pick.hasFocus()


def test_p_marks_personal_data_in_a_word_and_is_undone(seated: Sitting, tmp_path: Path) -> None:
    (tile,) = attach(seated, photo(tmp_path / "名册.png"))
    assert not tile.chip.isVisible()
    tile.setFocus()
    seated.press(Qt.Key.Key_P)
    assert seated.sheet.attachments["1.1"][0].personal
    assert tile.chip.isVisible()
    assert "个人信息" in tile.accessibleName()
    assert seated.focus is tile
    seated.press(Qt.Key.Key_Z, CTRL)
    (taken_back,) = seated.sheet.attachments["1.1"]
    assert not taken_back.personal
    assert not tile.chip.isVisible()
    seated.qtbot.mouseClick(tile.mark, Qt.MouseButton.LeftButton)
    assert seated.sheet.attachments["1.1"][0].personal


def test_tiles_that_stay_keep_their_widgets(seated: Sitting, tmp_path: Path) -> None:
    before = attach(seated, photo(tmp_path / "a.png", 20), photo(tmp_path / "b.png", 21))
    after = attach(seated, photo(tmp_path / "c.png", 22), count=3)
    assert after[:2] == before


def test_hundreds_are_shown_a_page_at_a_time(seated: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_files, "PAGE", 4)
    seated.view.card.files._most = 4
    desk = seated.visit.workspace.sheets.open(seated.visit.visit, seated.visit.person)
    for number in range(10):
        file = seated.visit.workspace.evidence.take_bytes(_bytes(b"%d" % number), f"{number}.txt")
        desk.attach_prepared("1.1", file)
    seated.view.show_state(seated.view.presenter.dismiss())
    files = seated.view.card.files
    assert len(list(files.tiles)) == 4
    assert "共 10 个" in files.more.text()
    files.more.setFocus()
    seated.press(Qt.Key.Key_Space)
    assert len(files.tiles) == 8
    assert files.tiles[4].hasFocus()
    files.more.click()
    assert len(files.tiles) == 10
    assert not files.more.isVisible()


def is_told(told: QLabel, name: str) -> bool:
    return name in told.text()


def _bytes(data: bytes) -> io.BytesIO:
    return io.BytesIO(data)


# Beside the window, and bounded.


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """Which threads read, hash, decode and pack."""
    seen: dict[str, set[str]] = {}

    def watch(owner: object, name: str) -> None:
        real = getattr(owner, name)

        def watched(*given: object, **more: object) -> object:
            seen.setdefault(name, set()).add(threading.current_thread().name)
            return real(*given, **more)

        monkeypatch.setattr(owner, name, watched)

    watch(storing, "_poured")
    watch(EvidenceFiles, "prepare")
    watch(EvidenceFiles, "take_bytes")
    watch(EvidenceFiles, "read")
    watch(Decoder, "_ask")
    watch(view_thumbnails, "image_of")
    watch(view_contents, "levels_of")
    monkeypatch.setattr("app.ui.desk.files.view_intake.encoded", _noting(seen, view_pictures.encoded))
    return seen


def _noting(seen: dict[str, set[str]], real: Callable[..., bytes]) -> Callable[..., bytes]:
    def encoded(*given: object) -> bytes:
        seen.setdefault("encoded", set()).add(threading.current_thread().name)
        return real(*given)

    return encoded


def test_nothing_is_read_hashed_or_decoded_on_the_windows_thread(
    seated: Sitting, tmp_path: Path, threads: dict[str, set[str]]
) -> None:
    (tile,) = attach(seated, photo(tmp_path / "现场.jpg", 600))
    seated.qtbot.waitUntil(lambda: not tile.thumbnail._picture.isNull())
    pasted = QImage(64, 64, QImage.Format.Format_RGB32)
    pasted.fill(QColor("#112233"))
    QGuiApplication.clipboard().setImage(pasted)
    seated.press(Qt.Key.Key_V, CTRL | SHIFT)
    seated.qtbot.waitUntil(lambda: len(seated.card.files) == 2)
    tile.setFocus()
    seated.press(Qt.Key.Key_Space)
    viewer = seated.dialog()
    seated.qtbot.waitUntil(lambda: bool(viewer.canvas.levels))  # type: ignore[attr-defined]
    viewer.reject()
    assert set(threads) == {
        *("_poured", "prepare", "take_bytes", "read"),
        *("_ask", "image_of", "levels_of", "encoded"),
    }
    assert all(name.startswith("xianping-files") for names in threads.values() for name in names)


def test_five_hundred_files_at_once_are_read_one_at_a_time(
    seated: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way, most = 0, 0
    lock, real = threading.Lock(), EvidenceFiles.prepare

    def counted(*given: object, **more: object) -> object:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        try:
            return real(*given, **more)  # type: ignore[arg-type]
        finally:
            with lock:
                under_way -= 1

    monkeypatch.setattr(EvidenceFiles, "prepare", counted)
    before = threading.active_count()
    paths = []
    for number in range(500):
        paths.append(tmp_path / f"{number}.txt")
        paths[-1].write_bytes(b"%d" % (number // 5))
    seated.view.wants.attached.emit(paths)
    assert threading.active_count() <= before + 3
    seated.qtbot.waitUntil(lambda: len(seated.card.files) == 3)
    seated.view.wants.storing_stopped.emit()
    stopped = len(seated.card.files)
    seated.qtbot.wait(200)
    assert most == 1
    assert stopped <= len(seated.card.files) < 100
    assert not seated.view.card.files.line.isVisible()


def test_progress_is_told_and_can_be_stopped_in_the_middle_of_a_file(
    seated: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.desk.files.view_intake.PATIENCE_MS", 0)
    going, real = threading.Event(), EvidenceFiles.prepare

    def slow(files: EvidenceFiles, path: Path, visit: str, check: Callable[[int], None]) -> object:
        check(5 * 1024 * 1024)
        going.wait(10)
        check(6 * 1024 * 1024)
        return real(files, path, visit, check)

    monkeypatch.setattr(EvidenceFiles, "prepare", slow)
    (tmp_path / "录像.mp4").write_bytes(b"film")
    seated.view.wants.attached.emit([tmp_path / "录像.mp4", photo(tmp_path / "b.png")])
    line = seated.view.card.files.line
    seated.qtbot.waitUntil(line.isVisible)
    seated.qtbot.waitUntil(lambda: "5.0 MB" in line.words.text())
    assert "1 / 2" in line.words.text()
    assert "录像.mp4" in line.words.text()
    seated.qtbot.mouseClick(line.stop, Qt.MouseButton.LeftButton)
    going.set()
    assert not line.isVisible()
    seated.qtbot.wait(200)
    assert seated.card.files == ()
    assert not seated.view.banner.isVisible()
    monkeypatch.setattr(EvidenceFiles, "prepare", real)
    attach(seated, tmp_path / "录像.mp4")


def test_a_file_belongs_to_the_criterion_it_was_given_for_though_the_desk_is_left(
    seated: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, real = threading.Event(), EvidenceFiles.prepare

    def slow(*given: object, **more: object) -> object:
        going.wait(10)
        return real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(EvidenceFiles, "prepare", slow)
    seated.view.wants.attached.emit([photo(tmp_path / "a.png")])
    seated.go("1.2")
    going.set()
    seated.qtbot.waitUntil(lambda: "1.1" in seated.sheet.attachments)
    assert "1.2" not in seated.sheet.attachments
    assert seated.card.files == ()


def test_storing_goes_on_though_the_desk_is_gone(
    seated: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, real = threading.Event(), EvidenceFiles.prepare

    def slow(*given: object, **more: object) -> object:
        going.wait(10)
        return real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(EvidenceFiles, "prepare", slow)
    other = DeskView(DeskPresenter(seated.visit.workspace, seated.visit.visit, seated.visit.person))
    other.wants.attached.emit([photo(tmp_path / f"{n}.png", 30 + n) for n in range(3)])
    other.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    del other
    going.set()
    seated.qtbot.waitUntil(lambda: len(seated.sheet.attachments.get("1.1", ())) == 3)


def test_thumbnails_of_a_card_that_was_left_are_not_made(
    seated: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    going, real = threading.Event(), EvidenceFiles.read

    def slow(files: EvidenceFiles, digest: str) -> bytes:
        made.append(digest)
        going.wait(10)
        return real(files, digest)

    monkeypatch.setattr(EvidenceFiles, "read", slow)
    paths = [photo(tmp_path / f"{n}.png", 30 + n) for n in range(8)]
    attach(seated, *paths)
    seated.go("1.2")
    going.set()
    seated.qtbot.wait(200)
    before = len(made)
    assert before < 8
    seated.go("1.1")
    tiles = seated.view.card.files.tiles
    seated.qtbot.waitUntil(lambda: all(not tile.thumbnail._picture.isNull() for tile in tiles))
    order = [sha256(path.read_bytes()) for path in paths]
    assert made[before:] == [each for each in order if each in made[before:]]


def test_thumbnails_are_kept_in_a_bounded_store(
    seated: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_thumbnails, "KEPT", 2)
    tiles = attach(seated, *(photo(tmp_path / f"{n}.png", 30 + n) for n in range(5)))
    seated.qtbot.waitUntil(lambda: all(not tile.thumbnail._picture.isNull() for tile in tiles))
    assert len(seated.view._viewing._thumbnails._kept) == 2


# Hostile and broken files.


def test_a_pasted_file_of_a_picture_is_kept_as_it_is_and_not_decoded_here(
    seated: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = b"II*\x00\x08\x00\x00\x00" + b"\xff" * 400
    held = QMimeData()
    held.setData("image/tiff", hostile)
    QGuiApplication.clipboard().setMimeData(held)
    seated.press(Qt.Key.Key_V, CTRL | SHIFT)
    seated.qtbot.waitUntil(lambda: len(seated.card.files) == 1)
    (file,) = seated.card.files
    assert (file.name, file.kind) == (f"粘贴的图片 {sha256(hostile)[:6]}.tiff", "图片")
    seated.qtbot.waitUntil(lambda: file.name in seated.view.card.files.unshown.text(), timeout=20_000)


def test_what_cannot_be_shown_is_told_when_it_is_attached(seated: Sitting, tmp_path: Path) -> None:
    for name, data in (
        ("报告.pdf", b"%PDF-1.4 cut"),
        ("照片.jpg", b"\xff\xd8\xff\xe0 cut"),
        ("录像.mp4", b"\0\0\0\x18ftypmp42"),
    ):
        (tmp_path / name).write_bytes(data)
    attach(
        seated,
        *(tmp_path / name for name in ("报告.pdf", "照片.jpg", "录像.mp4")),
        photo(tmp_path / "好.png"),
    )
    told = seated.view.card.files.unshown
    for name in ("报告.pdf", "照片.jpg", "录像.mp4"):
        seated.qtbot.waitUntil(partial(is_told, told, name), timeout=20_000)
    assert "好.png" not in told.text()
    assert told.isVisible()
    attach(seated, photo(tmp_path / "又一张.png", 61), count=5)
    assert not told.isVisible()


@pytest.mark.parametrize("quarters", [1, -1])
def test_turning_and_halving_in_bands_is_turning_and_halving(qapp: QApplication, quarters: int) -> None:
    image = QImage(1500, 1301, QImage.Format.Format_RGB32)
    for y in range(0, 1301, 3):
        for x in range(0, 1500, 250):
            image.setPixel(x, y, x * 7919 + y * 104_729)
    (whole,) = view_pictures.turned((image,), quarters)
    assert whole == image.transformed(QTransform().rotate(90 * quarters))
    levels = view_pictures.levels_of(image)
    assert [(each.width(), each.height()) for each in levels] == [(1500, 1301), (750, 650)]
    image.fill(QColor("#123456"))
    assert view_pictures.levels_of(image)[1].pixelColor(749, 649) == QColor("#123456")


def test_a_batch_tells_all_that_was_not_taken_and_keeps_the_rest(seated: Sitting, tmp_path: Path) -> None:
    (tmp_path / "夹").mkdir()
    (tmp_path / "空.txt").touch()
    given = [tmp_path / "夹", tmp_path / "空.txt", tmp_path / "没有.jpg", photo(tmp_path / "好.png")]
    attach(seated, *given, count=1)
    seated.qtbot.waitUntil(seated.view.banner.isVisible)
    words = seated.view.banner.message.text()
    assert "有 3 个文件没有附上" in words
    for part in ("文件夹", "空的", "找不到"):
        assert part in words


def test_a_full_disk_stops_the_batch_with_its_own_words(
    seated: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def full(*_: object, **__: object) -> object:
        tried.append(1)
        raise EnvironmentTrouble(
            "磁盘空间已满，无法保存。", safe="此前的都在。", advice="请清理。", code="XP-3301"
        )

    kept = attach(seated, photo(tmp_path / "a.png"))
    monkeypatch.setattr(EvidenceFiles, "prepare", full)
    seated.view.wants.attached.emit([photo(tmp_path / f"{n}.png", 30 + n) for n in range(40)])
    seated.qtbot.waitUntil(seated.view.banner.isVisible)
    assert "磁盘空间已满" in seated.view.banner.message.text()
    seated.qtbot.wait(100)
    assert len(tried) < 40
    assert seated.view.card.files.tiles == kept


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("名册.pdf", "PDF"),
        ("台账.2025.xlsx", "XLSX"),
        ("说明", ""),
        (".wps", ""),
        ("a.备份", ""),
        ("a.parquet", ""),
    ],
)
def test_a_tile_says_the_ending_of_its_file(name: str, ending: str) -> None:
    assert ending_of(name) == ending


def test_tiles_of_two_kinds_look_different(dressed: object, qtbot: QtBot) -> None:
    def drawn(name: str) -> QImage:
        tile = Thumbnail()
        qtbot.addWidget(tile)
        tile.show_sign(Sign.FILE, ending_of(name))
        return tile.grab().toImage()

    assert drawn("a.pdf") != drawn("a.xlsx")
    assert drawn("a.pdf") == drawn("b.PDF")


def test_the_same_file_again_is_kept_once_and_said(seated: Sitting, tmp_path: Path) -> None:
    attach(seated, photo(tmp_path / "名册.png"))
    again = tmp_path / "副本.png"
    again.write_bytes((tmp_path / "名册.png").read_bytes())
    seated.view.wants.attached.emit([again])
    seated.qtbot.waitUntil(seated.view.banner.isVisible)
    assert str(seated.state.trouble) == "与本项已附的“名册.png”内容相同，没有再附一份。"
    assert [file.name for file in seated.sheet.attachments["1.1"]] == ["名册.png"]


# Captions, and pasted photos.


def test_a_caption_is_written_by_keys_kept_told_and_undone(seated: Sitting, tmp_path: Path) -> None:
    (tile,) = attach(seated, photo(tmp_path / "车间.png"))
    tile.setFocus()
    seated.press(Qt.Key.Key_C)
    assert seated.focus is tile.caption
    seated.type("数控车间")
    seated.type("东侧")
    assert seated.sheet.attachments["1.1"][0].caption == "数控车间东侧"
    seated.press(Qt.Key.Key_Return)
    assert tile.hasFocus(), "Enter goes back to the tile, and opens nothing"
    assert "数控车间东侧" in tile.accessibleName()
    seated.press(Qt.Key.Key_P)
    (held,) = seated.sheet.attachments["1.1"]
    assert (held.caption, held.personal) == ("数控车间东侧", True)
    seated.press(Qt.Key.Key_Z, CTRL)
    seated.press(Qt.Key.Key_Z, CTRL)
    assert seated.sheet.attachments["1.1"][0].caption == "数控车间"
    assert tile.caption.text() == "数控车间"
    seated.go("1.2")
    seated.go("1.1")
    assert seated.view.card.files.tiles[0].caption.text() == "数控车间"


def pasted(desk: Sitting, image: QImage) -> str:
    QGuiApplication.clipboard().setImage(image)
    before = len(desk.card.files)
    desk.press(Qt.Key.Key_V, CTRL | SHIFT)
    desk.qtbot.waitUntil(lambda: len(desk.card.files) > before, timeout=20_000)
    return desk.sheet.attachments["1.1"][-1].media_type


def mottled(side: int, *, seen_through: bool = False) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    for x in range(side):
        for y in range(side):
            alpha = 120 if seen_through and x < side // 2 else 255
            image.setPixelColor(x, y, QColor(x * 255 // side, y * 255 // side, (x * y) % 256, alpha))
    return image


def test_a_pasted_photo_is_a_jpeg_and_drawn_things_stay_as_they_are(seated: Sitting) -> None:
    assert pasted(seated, mottled(160)) == "image/jpeg"
    assert pasted(seated, mottled(161, seen_through=True)) == "image/png"
    letters = QImage(200, 200, QImage.Format.Format_RGB32)
    letters.fill(QColor("white"))
    assert pasted(seated, letters) == "image/png"


def test_of_a_jpeg_that_is_offered_as_png_too_its_own_bytes_are_kept(seated: Sitting, tmp_path: Path) -> None:
    data = photo(tmp_path / "a.jpg", 90).read_bytes()
    held = QMimeData()
    held.setData("image/png", photo(tmp_path / "a.png", 90).read_bytes())
    held.setData("image/jpeg", data)
    QGuiApplication.clipboard().setMimeData(held)
    seated.press(Qt.Key.Key_V, CTRL | SHIFT)
    seated.qtbot.waitUntil(lambda: len(seated.card.files) == 1)
    assert seated.card.files[0].sha256 == sha256(data)


def test_a_copied_file_is_taken_as_it_is_and_not_the_picture_beside_it(
    seated: Sitting, tmp_path: Path
) -> None:
    path = photo(tmp_path / "现场照片.jpg", 90)
    held = QMimeData()
    held.setImageData(mottled(50))
    held.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(held)
    seated.press(Qt.Key.Key_V, CTRL | SHIFT)
    seated.qtbot.waitUntil(lambda: len(seated.card.files) == 1)
    (file,) = seated.card.files
    assert (file.name, file.sha256) == ("现场照片.jpg", sha256(path.read_bytes()))


def test_a_pasted_picture_is_seen_where_it_landed(seated: Sitting) -> None:
    seated.view.resize(1366, 600)
    seated.go("3.1")
    scroll = seated.view.card._scroll
    scroll.verticalScrollBar().setValue(0)
    QGuiApplication.clipboard().setImage(mottled(120))
    seated.press(Qt.Key.Key_V, CTRL | SHIFT)
    seated.qtbot.waitUntil(lambda: len(seated.card.files) == 1, timeout=20_000)
    (tile,) = seated.view.card.files.tiles

    def seen() -> bool:
        top = tile.mapTo(scroll.viewport(), tile.rect().topLeft()).y()
        return top >= 0 and top + tile.height() <= scroll.viewport().height()

    seated.qtbot.waitUntil(seen, timeout=10_000)
