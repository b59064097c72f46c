"""Taking a photo where Qt offers a camera. Its module need not be installed: then nothing shows."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.widgets import Dialog, Label

MODULE = "PySide6.QtMultimedia"


def camera() -> Any | None:
    """Qt's multimedia module, where it is installed and a camera is there."""
    if MODULE not in sys.modules and importlib.util.find_spec(MODULE) is None:
        return None
    try:
        multimedia = importlib.import_module(MODULE)
    except ImportError:  # installed, but a library of the system is missing
        return None
    return multimedia if multimedia.QMediaDevices.videoInputs() else None


class Preview(QWidget):
    """What the camera sees, whole."""

    def __init__(self) -> None:
        super().__init__()
        self._seen = QImage()
        self.setMinimumSize(QSize(theme.CARD_WIDTH, theme.CARD_WIDTH * 3 // 4))
        self.setAccessibleName(say("镜头画面"))

    def show_image(self, image: QImage) -> None:
        """Show one frame."""
        self._seen = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame in the middle of its ground."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().hover))
        size = self._seen.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(
            (self.width() - size.width()) / 2,
            (self.height() - size.height()) / 2,
            size.width(),
            size.height(),
        )
        painter.drawImage(box, self._seen)


class CameraDialog(Dialog):
    """Shows what the camera sees; the button takes it. ``taken`` gives the photo, not yet stored."""

    taken = Signal(object)  # QImage

    def __init__(self, parent: QWidget, multimedia: Any) -> None:
        super().__init__(parent, say("拍照"), say("拍下"))
        self.preview, self.words = Preview(), Label(role="muted", wrap=True)
        self.body.addWidget(self.preview)
        self.body.addWidget(self.words)
        self.words.hide()
        self.act.clicked.disconnect()
        self.act.clicked.connect(self._shoot)
        self.act.setDefault(True)
        self._camera = multimedia.QCamera(multimedia.QMediaDevices.defaultVideoInput())
        self._session, self._sink = multimedia.QMediaCaptureSession(), multimedia.QVideoSink()
        self._capture = multimedia.QImageCapture()
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self._sink)
        self._session.setImageCapture(self._capture)
        self._sink.videoFrameChanged.connect(lambda frame: self.preview.show_image(frame.toImage()))
        self._capture.imageCaptured.connect(lambda _number, image: self._take(image))
        self._capture.errorOccurred.connect(lambda *_: self._fail())
        self._camera.errorOccurred.connect(lambda *_: self._fail())
        self.finished.connect(lambda _: self._camera.stop())
        self._camera.start()

    def _shoot(self) -> None:
        self.act.setEnabled(False)
        self._capture.capture()

    def _take(self, image: QImage) -> None:
        self.taken.emit(image)
        self.accept()

    def _fail(self) -> None:
        self.act.setEnabled(True)
        self.act.setFocus()
        self.words.show_text(
            say("相机暂时不能用。请检查它是否被别的程序占用，然后再拍；也可以用手机拍好再选择文件。")
        )
        self.words.show()
