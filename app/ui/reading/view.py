"""The reading on the screen: a calm page for the audience, and the spoken form beside it for the leader."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QScreen
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.reading.presenter import ReadingPresenter
from app.ui.reading.state import ReadingState
from app.ui.widgets import Label, ReturningDialog, column, row
from app.ui.widgets.line_ends import joined

Key = Qt.Key
ON = {Key.Key_Right, Key.Key_Down, Key.Key_PageDown, Key.Key_Space, Key.Key_Return, Key.Key_Enter, Key.Key_N}
BACK = {Key.Key_Left, Key.Key_Up, Key.Key_PageUp, Key.Key_Backspace, Key.Key_P}
DARK = {Key.Key_B, Key.Key_Period}
LARGER, SMALLER = {Key.Key_Plus, Key.Key_Equal}, {Key.Key_Minus}
"""Arrows, a presenter's remote, and the keys that presentations have."""
BEAT_MS = 1000
SMALLEST, SMALL = 36, (1366, 768)


class AudiencePage(QWidget):
    """One thought in large type, nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = Label("", "muted", wrap=True)
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        body = column(self.title, self.text, gap=theme.SPACE_24, margin=theme.SPACE_32 * 2)
        body.setStretch(1, 1)
        self.setLayout(body)

    def show_state(self, state: ReadingState) -> None:
        """Draw the page, or nothing."""
        for each in (self.title, self.text):
            each.setVisible(not state.dark)
        told = say("{title}（{why}）", title=state.title, why=state.marked) if state.marked else state.title
        self.title.setText(told)
        size = _grown(self, state.size)
        self.title.setFont(theme.sans(size // 2))
        self.text.setText(joined(state.text))
        self.setAccessibleName(say("黑屏") if state.dark else f"{state.title}：{state.text}")
        self._fit(size)

    def _fit(self, size: int) -> None:
        """As large as asked where the page holds it."""
        for pixels in range(size, SMALLEST - 1, -2):
            self.text.setFont(theme.serif(pixels))
            width = self.width() - 4 * theme.SPACE_32
            if self.text.heightForWidth(width) <= self.height() - 5 * theme.SPACE_32 - size:
                return


class LeaderPage(QWidget):
    """What only the leader sees: the spoken form, the clause, the next words, the page, the time."""

    def __init__(self) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = Label("", "heading", wrap=True)
        self.spoken = QLabel()
        self.spoken.setTextFormat(Qt.TextFormat.PlainText)
        self.spoken.setWordWrap(True)
        self.aside = Label("", "muted", wrap=True)
        self.following = Label("", "muted", wrap=True)
        self.place = Label("", "strong")
        self.times = Label("", "strong")
        body = column(
            row(self.title, None, self.place, self.times, gap=theme.SPACE_24),
            self.spoken,
            self.aside,
            self.following,
            gap=theme.SPACE_16,
            margin=theme.SPACE_32,
        )
        body.setStretch(1, 1)
        self.setLayout(body)

    def show_state(self, state: ReadingState) -> None:
        """Draw what is to be said now, and what comes."""
        self.title.setText(_titled(state))
        self.spoken.setFont(theme.serif(_grown(self, max(state.size - 8, theme.POINTS))))
        self.spoken.setText(joined(state.spoken))
        self.setAccessibleName(f"{state.title}：{state.spoken}")
        self.aside.setText("\n".join(_beside(state)))
        following = say("下一页：{words}…", words=state.following) if state.following else say("最后一页")
        self.following.setText(following)
        self.place.setText(say("第 {number} 页，共 {many} 页", number=state.number, many=state.many))
        told = say("已用 {gone}　约余 {left}　现在 {now}", gone=state.gone, left=state.left, now=state.now)
        self.times.setText(told)


class ReadingDialog(ReturningDialog):
    """Full screen over the window. With a second screen the audience's page goes there."""

    def __init__(
        self, parent: QWidget | None, presenter: ReadingPresenter, ended: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        title = "试读：{heading}" if presenter.rehearsal else "宣读：{heading}"
        self.setWindowTitle(say(title, heading=presenter.heading))
        self.presenter, self._ended = presenter, ended
        self.page, self.notes = AudiencePage(), LeaderPage()
        self.audience: AudiencePage | None = None
        self._alone = presenter.rehearsal
        self._stack = QStackedLayout(self)  # of nobody's, it would show its first page as a window
        self._stack.addWidget(self.page)
        self._stack.addWidget(self.notes)
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self.refresh)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._place_pages)
            application.screenRemoved.connect(self._place_pages)

    def begin(self) -> None:
        """Take the screens and show the page where one is."""
        self.open()
        self.showFullScreen()
        self._place_pages()
        self._beat.start()

    def refresh(self) -> None:
        """Draw both pages."""
        state = self.presenter.state()
        for page in (self.page, self.notes, self.audience):
            if page is not None:
                page.show_state(state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn, jump, hide, grow; Escape ends it."""
        key = Key(event.key())
        if key == Key.Key_Escape:
            self.reject()
        elif self._act(key):
            self.refresh()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys and touches on the audience's screen are the dialog's, too."""
        if watched is self.audience and self.audience is not None:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                self.keyPressEvent(event)
                return True
            if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
                self._touched(event.position().x() / self.audience.width())
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch on the left third goes back, elsewhere on."""
        self._touched(event.position().x() / self.width())

    def _touched(self, share: float) -> None:
        if share < 1 / 3:
            self.presenter.go_back()
        else:
            self.presenter.go_on()
        self.refresh()

    def done(self, outcome: int) -> None:
        """Give the screens back, then let what was read be noted."""
        self._beat.stop()
        self._take_back()
        super().done(outcome)
        self._ended()

    def _act(self, key: Key) -> bool:
        deeds = self.presenter
        if key in ON:
            deeds.go_on()
        elif key in BACK:
            deeds.go_back()
        elif key in DARK:
            deeds.darken()
        elif key in LARGER or key in SMALLER:
            deeds.grow(1 if key in LARGER else -1)
        elif key in (Key.Key_Home, Key.Key_End):
            deeds.go_to(1 if key == Key.Key_Home else len(deeds.pages))
        elif key == Key.Key_A:
            deeds.read_all()
        elif key == Key.Key_L:
            self._alone = not self._alone
            self._place_pages()
        elif Key.Key_1 <= key <= Key.Key_9:
            deeds.go_to_section(key - Key.Key_0)
        else:
            return False
        return True

    def _place_pages(self) -> None:
        """The audience's page on a second screen while there is one; else the page, or by L the notes."""
        other = self._other_screen()
        if other is None:
            self._take_back()
        else:
            self._send_to(other)
        shown = self.notes if other is not None or self._alone else self.page
        self._stack.setCurrentWidget(shown)
        shown.setFocus()
        self.refresh()

    def _other_screen(self) -> QScreen | None:
        """Where the audience looks; nobody looks on at a rehearsal."""
        if self.presenter.rehearsal:
            return None
        mine = self.screen()
        return next((each for each in QGuiApplication.screens() if each is not mine), None)

    def _send_to(self, screen: QScreen) -> None:
        if self.audience is None:
            self.audience = AudiencePage()
            self.audience.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
            self.audience.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            self.audience.installEventFilter(self)
        self.audience.setGeometry(screen.geometry())
        self.audience.showFullScreen()

    def _take_back(self) -> None:
        if self.audience is not None:
            self.audience.close()
            self.audience.deleteLater()
            self.audience = None


def _titled(state: ReadingState) -> str:
    """The title, with what the leader alone is told of the moment."""
    told = [state.marked, say("试读") * state.rehearsal, say("已黑屏") * state.dark]
    why = say("，").join(each for each in told if each)
    return say("{title}（{why}）", title=state.title, why=why) if why else state.title


def _beside(state: ReadingState) -> Iterator[str]:
    """The clause; and what was heard and no longer stands, so that it can be said."""
    if state.aside:
        yield say("条款：{aside}", aside=state.aside)
    if state.dropped:
        yield say("上次读过、现已不在定稿里，请口头说明：{texts}", texts=" / ".join(state.dropped))


def _grown(page: QWidget, size: int) -> int:
    """A size that is meant for a small screen, on the page's own: seen from the back row alike."""
    return round(size * max(min(page.width() / SMALL[0], page.height() / SMALL[1]), 1))
