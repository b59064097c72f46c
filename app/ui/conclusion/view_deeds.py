"""What the conclusion's screen asks of whoever leads before anything is frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.common.words import say
from app.ui.conclusion.view_gap import gap_ruling
from app.ui.conclusion.view_talk import talked_over
from app.ui.shell.notice import good
from app.ui.shell.view_reason import reason_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.ui.conclusion.presenter import ConclusionPresenter
    from app.ui.shell.view_screen import Stage

    Act = Callable[[], object]


class LeaderDeeds:
    """Opens sheets early, takes what was said of a spread, undoes rulings. do: carries out and shows."""

    def __init__(
        self, screen: QWidget, presenter: ConclusionPresenter, stage: Stage, do: Callable[[Act], bool]
    ) -> None:
        self._screen, self._presenter, self._stage, self._do = screen, presenter, stage, do

    def open_sheets(self) -> None:
        """Ask why what is in is to be opened before the rest has come."""
        if not self._presenter.state.may_open:
            return
        sentence = say(
            "各专家应当独立评判。先打开的，没有交的专家可能受影响；谁在什么时候、为什么先打开，记入考核记录，"
            "不能撤销。收齐之前不能裁定和定稿。"
        )
        reason = reason_for(self._screen, say("先打开已到的？"), sentence, say("打开"))
        if reason:
            self._do(lambda: self._presenter.open_sheets(reason))

    def talk_over(self) -> None:
        """Take the sentence that settles a wide spread, and who agrees with it."""
        page = self._presenter.state.criterion
        if page is None or page.talk is None or not page.talk.writable:
            return
        title = say("合议：{criterion}", criterion=page.title)
        if talked_over(self._screen, title, page.talk, self._presenter.settle):
            self._do(lambda: None)
            self._stage.troubles.tell(good(say("合议结论已登记。")))

    def unrule(self) -> None:
        """Ask why, then take the ruling back."""
        sentence = say("撤销后恢复各专家原来的认定，仍不一致的须重新裁定。")
        reason = reason_for(self._screen, say("撤销裁定"), sentence, say("撤销裁定"))
        if reason:
            self._do(lambda: self._presenter.unrule(reason))

    def rule_gap(self) -> None:
        """Ask how the bureau ruled on a result between two marks, and note it."""
        given = gap_ruling(self._screen, self._presenter.state.result)
        if given is not None:
            self._do(lambda: self._presenter.rule_gap(*given))
