"""Small pictures of attached files: made beside the window in the order they are seen, kept a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.common.errors import XianpingError
from app.decoding.decoder import Picture
from app.services.evidence.lightbox import HEAVIEST_SMALL
from app.ui import theme
from app.ui.shell.view_bench import Bench, Check
from app.ui.viewer.files import FileState
from app.ui.viewer.view_pictures import image_of

KEPT = 240  # of 144 by 144 pixels: some 20 MB
Make = Callable[[str, int], Picture]  # a file as a square of so many pixels


class Thumbnails(QObject):
    """Makes what is wanted, one after the other; what is wanted no more is not made."""

    ready = Signal(str, QImage)
    failed = Signal(str, object)  # the trouble

    def __init__(self, make: Make, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._kept: OrderedDict[str, QImage] = OrderedDict()
        self._waiting: list[str] = []
        self._bench = Bench(self)
        self._bench.ended.connect(self._keep)

    def want(self, files: Iterable[FileState]) -> None:
        """Make the pictures of these files, in this order, and of no others."""
        pictures = [file for file in files if file.picture and file.weight <= HEAVIEST_SMALL]
        wanted = [file.sha256 for file in pictures if file.sha256 not in self._kept]
        if wanted[: len(self._waiting)] != self._waiting:
            self._bench.drop()
            self._waiting = []
        for sha256 in wanted[len(self._waiting) :]:
            self._waiting.append(sha256)
            self._bench.run(sha256, partial(_made, self._make, sha256))
        for file in pictures:
            if file.sha256 in self._kept:
                self._kept.move_to_end(file.sha256)
                self._show(file.sha256)

    def _keep(self, sha256: str, image: object) -> None:
        """Keep what was made; an empty picture where none could be: opening the file says why."""
        if sha256 in self._waiting:
            self._waiting.remove(sha256)
        self._kept[sha256] = image if isinstance(image, QImage) else QImage()
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self._show(sha256)
        if isinstance(image, XianpingError):
            self.failed.emit(sha256, image)

    def _show(self, sha256: str) -> None:
        image = self._kept.get(sha256, QImage())
        if not image.isNull():
            self.ready.emit(sha256, image)


def _made(make: Make, sha256: str, check: Check) -> QImage:
    """The middle of a picture, cut to a square."""
    check(0)
    return image_of(make(sha256, theme.ATTACHMENT * 2))
