"""The pages of a PDF file, out of memory, drawn by Qt's own view on threads of its own."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from app.common.errors import Refusal
from app.common.words import say
from app.ui import theme
from app.ui.widgets import column

LEAST, MOST, STEP = 0.1, 8.0, 1.25


class _Paper(QPdfView):
    """Qt's view; what turns pages goes on to whoever holds it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows scroll; the rest is not for the view."""
        if event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            event.ignore()
        else:
            super().keyPressEvent(event)


class Pages(QWidget):
    """One page at a time. ``turned``: which page (from 0) of how many; ``zoomed``: how large, in percent."""

    turned = Signal(int, int)
    zoomed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        # In this order: the document must go before the view that listens to it.
        self._document, self._data = QPdfDocument(self), QBuffer(self)
        self.paper = _Paper(self)
        self.paper.setDocument(self._document)
        self.paper.setPageMode(QPdfView.PageMode.SinglePage)
        self.paper.setPageSpacing(0)  # between pages that are shown alone it would only ask for a scroll bar
        self.paper.setFrameShape(QPdfView.Shape.NoFrame)
        self.paper.setAccessibleName(say("PDF 页面"))
        self._fitted = False
        self._wear()
        self.setFocusProxy(self.paper)
        self.setLayout(column(self.paper, gap=0))

    def show_pdf(self, data: bytes) -> None:
        """Show a file from its first page. Raises Refusal."""
        self.clear()
        self._data.setData(data)
        self._data.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._data)
        if self._document.error() == QPdfDocument.Error.IncorrectPassword:
            raise Refusal.because("这份 PDF 设有密码，不在这里显示。可用其他程序打开。", code="XP-6109")
        if self._document.status() != QPdfDocument.Status.Ready or self.pages < 1:
            raise Refusal.because(
                "这份 PDF 打不开，可能不完整。原样保存着，可用其他程序试一试。", code="XP-6109"
            )
        self.fit()
        self.leaf(0)

    def clear(self) -> None:
        """Show nothing, and let the content go."""
        self._document.close()
        self._data.close()
        self._data.setData(b"")

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self._document.pageCount()

    @property
    def page(self) -> int:
        """Which page is shown, from 0."""
        return self.paper.pageNavigator().currentPage()

    def leaf(self, steps: int) -> None:
        """Show a page further on or back; at the ends it stays."""
        page = min(max(self.page + steps, 0), self.pages - 1)
        self.paper.pageNavigator().jump(page, QPointF(), 0)
        self.turned.emit(page, self.pages)

    def fit(self) -> None:
        """A page as large as fits."""
        self._zoom_to(self._fits())
        self._fitted = True

    def whole(self) -> None:
        """As large as on paper."""
        self._zoom_to(1.0)

    def zoom(self, steps: float) -> None:
        """Larger by so many steps, smaller by negative ones."""
        self._zoom_to(self.paper.zoomFactor() * STEP**steps)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What fitted fits again."""
        super().resizeEvent(event)
        if self._fitted and self.pages > 0:
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Let the ground behind the page follow a change of mode."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._wear()

    def _wear(self) -> None:
        worn = QPalette(self.paper.palette())
        worn.setColor(QPalette.ColorRole.Dark, QColor(theme.colours().bg))
        if worn != self.paper.palette():
            self.paper.setPalette(worn)

    def _zoom_to(self, factor: float) -> None:
        self._fitted = False
        self.paper.setZoomMode(QPdfView.ZoomMode.Custom)
        self.paper.setZoomFactor(min(max(factor, LEAST), MOST))
        self.zoomed.emit(round(self.paper.zoomFactor() * 100))

    def _fits(self) -> float:
        """The factor at which the page is whole: Qt's own forgets the margin and asks for a scroll bar."""
        size = self._document.pagePointSize(self.page) * (self.logicalDpiX() / 72)
        room, edge = self.paper.size(), self.paper.documentMargins()
        across = (room.width() - edge.left() - edge.right()) / max(size.width(), 1.0)
        down = (room.height() - edge.top() - edge.bottom() - 1) / max(size.height(), 1.0)
        return float(min(across, down))
