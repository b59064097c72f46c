"""Problems and suggestions: two plain texts, a line each opinion, with a first draft from the lost points."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal

from app.common.words import say
from app.scoring.kinds import KindWords
from app.ui import theme
from app.ui.widgets import Button, Caption, Heading, NoteField, Scrolled, SectionRule, row

PAUSE_MS = 800
MOST_LINES = 40


class OpinionsPage(Scrolled):
    """Emits both texts at every key, and to be recorded a moment after the last one and when left."""

    typing = Signal(str, str)
    written = Signal(str, str)
    draft_wanted = Signal()

    def __init__(self) -> None:
        self.problems = NoteField(say("发现的问题"), placeholder=say("一行一条"), lines=7, most=MOST_LINES)
        self.suggestions = NoteField(say("建议"), placeholder=say("一行一条"), lines=7, most=MOST_LINES)
        self.draft = Button("")
        self._problems_title, self._suggestions_title = SectionRule(""), SectionRule("")
        head = row(Heading(say("问题与建议")), None, self.draft)
        super().__init__(
            head,
            Caption(say("一行一条；写入结论文件，宣读时逐条读出。")),
            self._problems_title,
            self.problems,
            self._suggestions_title,
            self.suggestions,
            None,
            gap=theme.SPACE_12,
            margin=theme.SPACE_24,
        )
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self._waiting = False
        self.problems.written.connect(self._type)
        self.suggestions.written.connect(self._type)
        self.draft.clicked.connect(self.draft_wanted)

    @property
    def empty(self) -> bool:
        """Whether nothing is written yet."""
        return not (self.problems.toPlainText().strip() or self.suggestions.toPlainText().strip())

    def show_words(self, words: KindWords, titles: tuple[str, str]) -> None:
        """Call both texts and the draft as this kind of scheme does."""
        self.draft.show_text(say(words.draft))
        self.draft.setToolTip(say(words.draft_hint))
        parts = (self.problems, self._problems_title), (self.suggestions, self._suggestions_title)
        for title, (field, rule) in zip(titles, parts, strict=True):
            rule.caption.show_text(say(title))
            field.setAccessibleName(say(title))

    def show_state(
        self,
        problems: tuple[str, ...],
        suggestions: tuple[str, ...],
        typed: tuple[str, str] | None,
        *,
        writable: bool,
    ) -> None:
        """Show what is stored, unless something newer is being written, or was when the program ended."""
        if not self._waiting and typed is not None:
            for field, text in zip((self.problems, self.suggestions), typed, strict=True):
                field.show_value(text)
            self._wait()
        if not self._waiting:
            for field, stored in ((self.problems, problems), (self.suggestions, suggestions)):
                if tuple(line.strip() for line in field.toPlainText().splitlines() if line.strip()) != stored:
                    field.show_value("\n".join(stored))
        for field in (self.problems, self.suggestions):
            field.setReadOnly(not writable)
        self.draft.setEnabled(writable)

    def flush(self) -> None:
        """Hand over at once what is still waiting."""
        self._pause.stop()
        if self._waiting:
            self._waiting = False
            self.written.emit(self.problems.toPlainText(), self.suggestions.toPlainText())

    def _type(self, _text: str) -> None:
        self.typing.emit(self.problems.toPlainText(), self.suggestions.toPlainText())
        self._wait()

    def _wait(self) -> None:
        self._waiting = True
        self._pause.start()
