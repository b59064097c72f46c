"""The document itself on screen: Qt's PDF view with page and zoom; imported when first shown."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPointF, Qt
from PySide6.QtGui import QColor, QKeySequence, QPalette, QResizeEvent, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.widgets import Button, Caption, IconButton, Label, Sign, Surface, column, row

READABLE = 1.4  # wider than that, a page fitted to a large screen only makes eyes wander
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)


class DocumentView(QWidget):
    """Shows PDF bytes. Ctrl with plus, minus and zero zooms, PageUp and PageDown turn pages."""

    def __init__(self) -> None:
        super().__init__()
        self.document = QPdfDocument(self)
        self._data = QBuffer(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self._fitted = True
        self.view.setPageSpacing(theme.SPACE_12)
        self.view.setAccessibleName(say("结论文件"))
        self.view.setFrameShape(QPdfView.Shape.NoFrame)
        self._wear()
        self.page = Label("", "muted")
        self.zoom = Caption()
        self.back = IconButton(Sign.BACK, say("上一页（PageUp）"))
        self.next = IconButton(Sign.NEXT, say("下一页（PageDown）"))
        self.smaller = IconButton(Sign.MINUS, say("缩小（Ctrl+−）"))
        self.larger = IconButton(Sign.PLUS, say("放大（Ctrl++）"))
        self.fit = Button(say("适合宽度"), "quiet", hint=say("Ctrl+0"))
        self._lay_out()
        self._listen()

    def show_pdf(self, data: bytes) -> None:
        """Show a document; the page shown stays where it can."""
        page = self.view.pageNavigator().currentPage()
        self.document.close()
        self._data.close()
        self._data.setData(data)
        self._data.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._data)
        if self._fitted:
            self.fit_width()
        self.turn_to(min(page, max(self.pages - 1, 0)))

    @property
    def pages(self) -> int:
        """How many pages the document has."""
        return self.document.pageCount()

    def turn_to(self, page: int) -> None:
        """Show a page, from 0."""
        if 0 <= page < self.pages:
            self.view.pageNavigator().jump(page, QPointF(0, 0), 0)
        self._tell()

    def zoom_by(self, step: int) -> None:
        """One step of the zoom scale up or down."""
        now = self._factor()
        larger = [zoom for zoom in ZOOMS if zoom > now + 0.01]
        smaller = [zoom for zoom in ZOOMS if zoom < now - 0.01]
        wanted = larger[0] if step > 0 and larger else smaller[-1] if step < 0 and smaller else now
        self._fitted = False
        self._zoom_to(wanted)

    def fit_width(self) -> None:
        """As wide as there is room, and still easy to read."""
        self._fitted = True
        fit = self._fit()
        if fit > READABLE:
            self._zoom_to(READABLE)
        else:
            self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
            self._tell()

    def changeEvent(self, event: QEvent) -> None:
        """Let the desk behind the pages follow a change of mode."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._wear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The zoom that fits changes with the width."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit_width()

    def _wear(self) -> None:
        worn = QPalette(self.view.palette())
        worn.setColor(QPalette.ColorRole.Dark, QColor(theme.colours().line))
        if worn != self.view.palette():
            self.view.setPalette(worn)

    def _zoom_to(self, factor: float) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(factor)
        self._tell()

    def _factor(self) -> float:
        custom = self.view.zoomMode() == QPdfView.ZoomMode.Custom
        return float(self.view.zoomFactor()) if custom or not self.pages else self._fit()

    def _fit(self) -> float:
        """The factor at which a page is as wide as the view."""
        if not self.pages:
            return 1.0
        points = self.document.pagePointSize(0).width()
        inches = self.view.logicalDpiX() / 72
        return float(self.view.viewport().width() / (points * inches))

    def _tell(self) -> None:
        shown = self.view.pageNavigator().currentPage() + 1 if self.pages else 0
        self.page.setText(say("第 {page} / {pages} 页", page=shown, pages=self.pages))
        self.back.setEnabled(shown > 1)
        self.next.setEnabled(shown < self.pages)
        self.zoom.setText(f"{round(self._factor() * 100)}%" if self.pages else "")

    def _lay_out(self) -> None:
        tools = row(
            self.back,
            self.page,
            self.next,
            None,
            self.smaller,
            self.zoom,
            self.larger,
            self.fit,
            gap=theme.SPACE_8,
        )
        tools.setContentsMargins(theme.SPACE_16, theme.SPACE_4, theme.SPACE_16, theme.SPACE_4)
        layout = column(Surface("topbar", tools), self.view, gap=0)
        layout.setStretch(1, 1)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.zoom.setMinimumWidth(theme.ATTACHMENT)
        self.setLayout(layout)
        self._tell()

    def _listen(self) -> None:
        turn = self.view.pageNavigator()
        turn.currentPageChanged.connect(lambda _: self._tell())
        self.back.clicked.connect(lambda: self.turn_to(turn.currentPage() - 1))
        self.next.clicked.connect(lambda: self.turn_to(turn.currentPage() + 1))
        self.smaller.clicked.connect(lambda: self.zoom_by(-1))
        self.larger.clicked.connect(lambda: self.zoom_by(1))
        self.fit.clicked.connect(self.fit_width)
        for keys, does in (
            ("Ctrl++", lambda: self.zoom_by(1)),
            ("Ctrl+=", lambda: self.zoom_by(1)),
            ("Ctrl+-", lambda: self.zoom_by(-1)),
            ("Ctrl+0", self.fit_width),
            ("PgUp", lambda: self.turn_to(turn.currentPage() - 1)),
            ("PgDown", lambda: self.turn_to(turn.currentPage() + 1)),
        ):
            QShortcut(QKeySequence(keys), self, does)
