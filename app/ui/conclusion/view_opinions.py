"""Strengths, problems and suggestions: plain texts, a line each opinion, with a first draft."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal

from app.common.words import say
from app.scoring.model.kinds import KindWords
from app.ui import theme
from app.ui.widgets import Button, Caption, FaultLine, Heading, NoteField, Scrolled, SectionRule, row

PAUSE_MS = 800
MOST_LINES = 40


class OpinionsPage(Scrolled):
    """Emits all texts at every key, and to be recorded a moment after the last one and when left."""

    typing = Signal(str, str, str)
    written = Signal(str, str, str)
    draft_wanted = Signal()

    def __init__(self) -> None:
        self.problems, self.suggestions, self.strengths = (
            NoteField(say(name), placeholder=say("一行一条"), lines=7, most=MOST_LINES)
            for name in ("发现的问题", "建议", "主要成绩")
        )
        self.heading, self.draft, self.drifted = Heading(), Button(""), FaultLine()
        self._fields = self.problems, self.suggestions, self.strengths
        self._rules = SectionRule(""), SectionRule(""), SectionRule("")
        problems, suggestions, strengths = zip(self._rules, self._fields, strict=True)
        super().__init__(
            row(self.heading, None, self.draft),
            Caption(say("一行一条；写入结论文件，宣读时逐条读出。")),
            self.drifted,
            *strengths,
            *problems,
            *suggestions,
            None,
            gap=theme.SPACE_12,
            margin=theme.SPACE_24,
        )
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self._waiting = False
        for field in self._fields:
            field.written.connect(self._type)
        self.draft.clicked.connect(self.draft_wanted)

    @property
    def empty(self) -> bool:
        """Whether nothing is written yet."""
        return not any(text.strip() for text in self._texts())

    @property
    def first(self) -> NoteField:
        """Where writing begins."""
        return self.problems if self.strengths.isHidden() else self.strengths

    def show_words(self, words: KindWords, titles: tuple[str, str]) -> None:
        """Call the texts and the draft as this kind of scheme does; of strengths where it tells of any."""
        self.heading.show_text(say(words.opinions[0]))
        self.draft.show_text(say(words.draft))
        self.draft.setToolTip(say(words.draft_hint))
        for title, rule, field in zip((*titles, words.strengths), self._rules, self._fields, strict=True):
            rule.setVisible(bool(title))
            field.setVisible(bool(title))
            if title:
                rule.caption.show_text(say(title))
                field.setAccessibleName(say(title))

    def show_state(
        self, stored: tuple[tuple[str, ...], ...], typed: tuple[str, ...] | None, *, writable: bool
    ) -> None:
        """Show what is stored, unless something newer is being written, or was when the program ended.

        stored, typed: problems, suggestions, strengths.
        """
        if not self._waiting and typed is not None:
            for field, text in zip(self._fields, typed, strict=True):
                field.show_value(text)
            self._wait()
        if not self._waiting:
            for field, lines in zip(self._fields, stored, strict=True):
                if tuple(line.strip() for line in field.toPlainText().splitlines() if line.strip()) != lines:
                    field.show_value("\n".join(lines))
        for field in self._fields:
            field.setReadOnly(not writable)
        self.draft.setEnabled(writable)

    def show_drifts(self, drifted: tuple[str, ...]) -> None:
        """Name the figures that are away from the result; the text is not frozen with them."""
        self.drifted.show_fault("\n".join(say("{told}。", told=each) for each in drifted))

    def flush(self) -> None:
        """Hand over at once what is still waiting."""
        self._pause.stop()
        if self._waiting:
            self._waiting = False
            self.written.emit(*self._texts())

    def _type(self, _text: str) -> None:
        self.typing.emit(*self._texts())
        self._wait()

    def _wait(self) -> None:
        self._waiting = True
        self._pause.start()

    def _texts(self) -> tuple[str, ...]:
        return tuple(field.toPlainText() for field in self._fields)
