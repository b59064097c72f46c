"""Taking a photo with a stand-in for the module that is not installed everywhere."""

# ruff: noqa: N802, N815  Qt's own names
from __future__ import annotations

import sys
import types
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QImage

from app.ui.desk.files.view_camera import MODULE, CameraDialog, camera
from tests.ui.desk.sitting import Sitting

SEEN = QColor("#445566")


class QCamera(QObject):
    errorOccurred = Signal(int, str)
    running = 0

    def __init__(self, device: str) -> None:
        super().__init__()

    def start(self) -> None:
        QCamera.running += 1

    def stop(self) -> None:
        QCamera.running -= 1


class QVideoSink(QObject):
    videoFrameChanged = Signal(object)


class QImageCapture(QObject):
    imageCaptured = Signal(int, QImage)
    errorOccurred = Signal(int, int, str)
    works = True

    def capture(self) -> None:
        if not QImageCapture.works:
            self.errorOccurred.emit(1, 1, "busy")
            return
        image = QImage(320, 240, QImage.Format.Format_RGB32)
        image.fill(SEEN)
        self.imageCaptured.emit(1, image)


class QMediaCaptureSession(QObject):
    def setCamera(self, camera: QCamera) -> None: ...

    def setVideoSink(self, sink: QVideoSink) -> None: ...

    def setImageCapture(self, capture: QImageCapture) -> None: ...


class QMediaDevices:
    there: tuple[str, ...] = ("front",)

    @classmethod
    def videoInputs(cls) -> tuple[str, ...]:
        return cls.there

    @classmethod
    def defaultVideoInput(cls) -> str:
        return cls.there[0]


@pytest.fixture
def multimedia(monkeypatch: pytest.MonkeyPatch) -> Iterator[types.ModuleType]:
    module = types.ModuleType(MODULE)
    for each in (QCamera, QVideoSink, QImageCapture, QMediaCaptureSession, QMediaDevices):
        setattr(module, each.__name__, each)
    monkeypatch.setitem(sys.modules, MODULE, module)
    yield module
    QMediaDevices.there, QImageCapture.works = ("front",), True


def test_without_the_module_there_is_no_button(desk: Sitting) -> None:
    assert camera() is None, "this environment has no such module"
    desk.go("1.2")
    assert not desk.view.card.files.photo.isVisible()


def test_without_a_camera_there_is_no_button(multimedia: types.ModuleType, desk: Sitting) -> None:
    QMediaDevices.there = ()
    desk.view.card.files._find_camera()
    assert not desk.view.card.files.photo.isVisible()


def test_a_module_that_lacks_a_system_library_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> types.ModuleType:
        raise ImportError

    monkeypatch.setattr("importlib.util.find_spec", lambda _: object())
    monkeypatch.setattr("importlib.import_module", missing)
    assert camera() is None


def test_a_photo_is_taken_and_attached(multimedia: types.ModuleType, desk: Sitting) -> None:
    desk.go("1.2")
    button = desk.view.card.files.photo
    assert button.isVisible()
    button.setFocus()
    desk.press(Qt.Key.Key_Space)
    dialog = desk.dialog()
    assert isinstance(dialog, CameraDialog)
    assert QCamera.running == 1
    dialog._sink.videoFrameChanged.emit(Frame())
    middle = dialog.preview.rect().center()
    assert dialog.preview.grab().toImage().pixelColor(middle) == SEEN
    desk.qtbot.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert QCamera.running == 0
    desk.qtbot.waitUntil(lambda: "1.2" in desk.sheet.attachments)
    (file,) = desk.sheet.attachments["1.2"]
    assert (file.media_type, file.name[:5]) == ("image/jpeg", "拍摄的照片")


def test_a_camera_that_fails_says_so_and_can_be_tried_again(
    multimedia: types.ModuleType, desk: Sitting
) -> None:
    desk.go("1.2")
    QImageCapture.works = False
    desk.view.card.files.photo.click()
    dialog = desk.dialog()
    assert isinstance(dialog, CameraDialog)
    desk.qtbot.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    assert "暂时不能用" in dialog.words.text()
    assert dialog.act.isEnabled()
    dialog.reject()
    assert QCamera.running == 0


class Frame:
    def toImage(self) -> QImage:
        image = QImage(320, 240, QImage.Format.Format_RGB32)
        image.fill(SEEN)
        return image
