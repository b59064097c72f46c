"""The strip on top: 现评, where one is, who sits here, what is not delivered, settings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.shell.guide import ABOUT
from app.ui.shell.presenter import HeaderState
from app.ui.shell.settings import KEPT_DAYS, LOOKS, RESTS, TEXT_SIZES, Settings
from app.ui.theme import Tone
from app.ui.widgets import Chip, Elided, Heading, IconButton, QuietButton, Sign, Surface, row, sign_icon

LOOK_NAMES = {"system": "跟随系统", "light": "浅色", "dark": "深色", "contrast": "高对比度"}
SIZE_NAMES = {100: "标准", 115: "较大", 130: "大", 150: "最大"}


class Header(Surface):
    """Renders a ``HeaderState``; every choice leaves as a signal."""

    went_back = Signal()
    person_chosen = Signal(str)
    people_wanted = Signal()
    look_chosen = Signal(str)
    size_chosen = Signal(int)
    keys_wanted = Signal()
    trial_wanted = Signal()
    safe_wanted = Signal()
    lock_wanted = Signal()
    rest_chosen = Signal(int)
    days_chosen = Signal(int)
    help_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("topbar")
        self.back = IconButton(Sign.BACK, say("返回（Esc）"))
        self.back.clicked.connect(self.went_back)
        self.name = Heading(say("现评"))
        self.caption = Elided("", "muted")
        self.undelivered = Chip()
        self.sample = Chip(say("示例"), Tone.ATTENTION, Sign.INFO)
        self.person = QuietButton("", hint=say("切换身份（Ctrl+Shift+P）"))
        self.settings = QuietButton(say("设置"))
        self.keys = IconButton(Sign.KEYS, say("快捷键、使用指南（F1）"))
        self.keys.clicked.connect(self.keys_wanted)
        self._people = QMenu(self.person)
        self.person.setMenu(self._people)
        for button in (self.person, self.settings):
            button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands after the words
            button.setIconSize(QSize(theme.CAPTION, theme.CAPTION))
        self.settings.setMenu(self._settings_menu())
        self._lay_out()
        self._draw_arrows()
        self.show_place("", may_go_back=False)
        for part in (self.person, self.undelivered, self.sample):
            part.hide()  # until it is known who is here

    def show_state(self, state: HeaderState) -> None:
        """Show who is here and what is not delivered."""
        named = (
            say("身份：{name}", name=state.me)
            if state.me
            else say("选择身份")
            if state.others
            else say("尚无身份")
        )
        self.person.show_text(named)
        self.person.show()
        self._fill_people(state)
        told = say("未送达 {count}", count=state.undelivered)
        self.undelivered.show_chip(told, Tone.ATTENTION, Sign.ATTENTION)
        self.undelivered.setToolTip(
            say(
                "已导出、主管部门尚未收下的考核数。请把导出的文件交给主管部门；"
                "收到回执文件（.xpack）后按 Ctrl+O 导入。"
            )
        )
        self.undelivered.setVisible(state.undelivered > 0)
        for action in (*self._rests.actions(), self.lock):
            action.setEnabled(state.locks)

    def show_aside(self, part: QWidget) -> None:
        """Take in something small that another room makes."""
        self._aside.addWidget(part)

    def show_sample(self, *, on: bool) -> None:
        """Show whether all that is seen is the sample."""
        self.sample.setVisible(on)

    def show_place(self, caption: str, *, may_go_back: bool) -> None:
        """Show where in the program the person is."""
        self.caption.setText(caption)
        self.back.setVisible(may_go_back)

    def show_settings(self, settings: Settings) -> None:
        """Tick the look and the text size in force."""
        for action in self._choices.actions() + self._sizes.actions():
            action.setChecked(action.data() in {settings.look, settings.text_size})
        for action in self._rests.actions():
            action.setChecked(action.data() == settings.rest)
        for action in self._days.actions():
            action.setChecked(action.data() == settings.kept_days)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the arrows anew when the colours change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_arrows()

    def _draw_arrows(self) -> None:
        for button in (self.person, self.settings):
            button.setIcon(sign_icon(Sign.DOWN, theme.colours().accent, theme.CAPTION))

    def _lay_out(self) -> None:
        self._aside = row()
        layout = row(
            self.back, self.name, theme.SPACE_4, self.sample, self.caption, self._aside, gap=theme.SPACE_8
        )
        for part in (self.undelivered, self.person, self.settings, self.keys):
            layout.addWidget(part)
        layout.setStretchFactor(self.caption, 1)
        layout.setContentsMargins(theme.SPACE_16, theme.SPACE_4, theme.SPACE_12, theme.SPACE_4)
        self.setLayout(layout)

    def _settings_menu(self) -> QMenu:
        menu = QMenu(self.settings)
        self._choices = self._section(menu, say("外观"), [(look, say(LOOK_NAMES[look])) for look in LOOKS])
        self._choices.triggered.connect(lambda action: self.look_chosen.emit(action.data()))
        menu.addSeparator()
        sizes = [(size, say(SIZE_NAMES[size])) for size in TEXT_SIZES]
        self._sizes = self._section(menu, say("文字大小"), sizes)
        self._sizes.triggered.connect(lambda action: self.size_chosen.emit(action.data()))
        menu.addSeparator()
        rests = [(rest, say("{count} 分钟", count=rest)) for rest in RESTS]
        self._rests = self._section(menu, say("无人操作多久后锁定"), rests)
        self._rests.triggered.connect(lambda action: self.rest_chosen.emit(action.data()))
        self.lock = QAction(say("立即锁定（Ctrl+Alt+L）"), menu)
        self.lock.triggered.connect(self.lock_wanted)
        menu.addAction(self.lock)
        menu.addSeparator()
        people = QAction(say("身份与信任…"), menu)
        people.triggered.connect(self.people_wanted)
        menu.addAction(people)
        safe = QAction(say("副本位置…"), menu)
        safe.triggered.connect(self.safe_wanted)
        menu.addAction(safe)
        self.kept = menu.addMenu(say("主管部门收下多久后可清除…"))
        days = [(each, say("{count} 天", count=each)) for each in KEPT_DAYS]
        self._days = self._choices_in(self.kept, days)
        self._days.triggered.connect(lambda action: self.days_chosen.emit(action.data()))
        trial = QAction(say("试用方案…"), menu)
        trial.triggered.connect(self.trial_wanted)
        menu.addAction(trial)
        menu.addSeparator()
        for words, sought in ((say("使用指南…"), ""), (say("关于现评…"), ABOUT)):
            shown = QAction(words, menu)
            shown.triggered.connect(lambda _=False, sought=sought: self.help_wanted.emit(sought))
            menu.addAction(shown)
        return menu

    def _section(self, menu: QMenu, title: str, choices: Sequence[tuple[object, str]]) -> QActionGroup:
        heading = QAction(title, menu)
        heading.setEnabled(False)
        menu.addAction(heading)
        return self._choices_in(menu, choices)

    def _choices_in(self, menu: QMenu, choices: Sequence[tuple[object, str]]) -> QActionGroup:
        group = QActionGroup(menu)
        for value, label in choices:
            action = QAction(label, menu, checkable=True)
            action.setData(value)
            group.addAction(action)
            menu.addAction(action)
        return group

    def _fill_people(self, state: HeaderState) -> None:
        self._people.clear()
        for person in state.others:
            action = QAction(person.name, self._people)
            action.triggered.connect(lambda _=False, one=person.id: self.person_chosen.emit(one))
            self._people.addAction(action)
        if state.others:
            self._people.addSeparator()
        manage = QAction(say("身份与信任…"), self._people)
        manage.triggered.connect(self.people_wanted)
        self._people.addAction(manage)
