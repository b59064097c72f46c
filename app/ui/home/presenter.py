"""What the first screen shows and does. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.common.words import say
from app.scoring.model.kinds import WORDS
from app.services.packages.erasure import KEPT_DAYS
from app.services.store.site import VisitCard
from app.ui.attendance.presenter import AttendancePresenter
from app.ui.home.tiles import Tile, TileStanding, tile, waiting
from app.ui.shell.operation import Progress, WorkStep

if TYPE_CHECKING:
    from app.services.workspace import Workspace

TAKEN = (".xptask", ".xpfacts", ".xpsheet", ".xprecord", ".xptrust", ".xpsafe", ".xpack")


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One of the steps of an empty program; ``deed`` is what its button asks for."""

    deed: str
    title: str
    sentence: str
    button: str
    done: bool


@dataclass(frozen=True, slots=True)
class HomeState:
    """The whole first screen at one moment; ``steps`` only while there is no visit."""

    today: tuple[Tile, ...]
    open: tuple[Tile, ...]
    past: tuple[Tile, ...]
    todo: str
    steps: tuple[FirstStep, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show yet."""
        return bool(self.steps)


class HomePresenter:
    """Makes the state out of the services, and carries out what the screen asks for.

    kept_days: how many days after the bureau's receipt a visit may be taken off this device, at each moment.
    """

    def __init__(
        self, workspace: Workspace, today: date, kept_days: Callable[[], int] = lambda: KEPT_DAYS
    ) -> None:
        self._workspace = workspace
        self._today = today
        self._kept_days = kept_days

    def state(self) -> HomeState:
        """All visits as they stand now."""
        return self._state([self._standing(card) for card in self._workspace.visits.list()])

    def gather(self) -> Iterator[HomeState | None]:
        """The same little by little: None after each visit, the state in the end."""
        standings: list[TileStanding] = []
        for visit in self._workspace.shelf.all():
            standings.append(self._standing(self._workspace.visits.card(visit.id)))
            yield None
        yield self._state(standings)

    def _state(self, standings: Sequence[TileStanding]) -> HomeState:
        tiles = [tile(standing, self._today) for standing in standings]
        return HomeState(
            today=_of(tiles, "today"),
            open=_of(tiles, "open"),
            past=_of(tiles, "past"),
            todo=todo_line(standings),
            steps=() if tiles else self._steps(),
        )

    def confirm_recusal(self, visit_id: str) -> None:
        """Record the statement on recusal and discipline of the person at the keyboard."""
        me = self._workspace.visits.card(visit_id).me
        if me is not None:
            self._workspace.visits.confirm_recusal(visit_id, me)

    def people(self, visit_id: str) -> AttendancePresenter:
        """Who leads for whom in a visit."""
        return AttendancePresenter(self._workspace, visit_id)

    def erase(self, visit_id: str, progress: Progress) -> None:
        """Take a visit off this device. For the background. Raises Refusal, EnvironmentTrouble."""
        progress.report(WorkStep(0, 0, say("正在清除…")))
        self._workspace.erasures.erase(visit_id, progress.check, self._kept_days())

    def card(self, visit_id: str) -> Tile:
        """One visit as it stands now."""
        return tile(self._standing(self._workspace.visits.card(visit_id)), self._today)

    def _standing(self, card: VisitCard) -> TileStanding:
        erasures = self._workspace.erasures
        answer = self._workspace.deliveries.answer(card.id)
        erasable = not card.sample and erasures.due(card.id, self._kept_days())
        seated = self._workspace.panels.standing(card.id)
        bare = TileStanding(
            card, answer=answer, erasable=erasable, acting=seated.acting, former=seated.former
        )
        if not bare.leads:
            return bare
        desk = self._workspace.panels.open(card.id)
        panel = desk.state
        signing = self._workspace.verdicts.status_of(desk) if panel.frozen else None
        return replace(bare, panel=panel, signing=signing)

    def _steps(self) -> tuple[FirstStep, ...]:
        people = self._workspace.people.list()
        enrolled = any(person.enrolled for person in people)
        return (
            FirstStep(
                "identity",
                say("建立身份"),
                say("填姓名和单位，可设 PIN。签名用的密钥只在这台电脑上生成。"),
                say("建立身份"),
                bool(people),
            ),
            FirstStep(
                "trust",
                say("载入信任文件"),
                say("打开主管部门发来的 .xptrust 文件，把指纹与通知上印的对一遍。"),
                say("载入信任文件"),
                enrolled,
            ),
            FirstStep(
                "import",
                say("导入任务"),
                say("打开 .xptask 任务文件，也可以把它拖到本窗口。"),
                say("导入任务"),
                False,
            ),
        )


def todo_line(standings: Iterable[TileStanding]) -> str:
    """What is left to do over all visits, such as ``2 份评分表未锁定 · 1 个结论未签署``; may be empty.

    Visits of different kinds have sheets of different names, which then have none in common.
    """
    counted: Counter[str] = Counter()
    sheets: set[str] = set()
    for standing in standings:
        left = _left(standing)
        counted.update(left)
        sheets |= {WORDS[standing.card.kind].sheet} if left["sheet"] or left.get("wanting") else set()
    sheet = sheets.pop() if len(sheets) == 1 else say("表")
    told = [say(sentence, count=counted[key], sheet=sheet) for key, sentence in _TODO.items() if counted[key]]
    return say(" · ").join(told)


_TODO = {
    "sheet": "{count} 份{sheet}未锁定",
    "wanting": "{count} 份{sheet}未收到",
    "conclusion": "{count} 个结论未定稿",
    "signature": "{count} 个结论未签署",
    "export": "{count} 个结论未导出",
}


def _left(standing: TileStanding) -> dict[str, int]:
    panel, signing = standing.panel, standing.signing
    left = {"sheet": int(standing.scores and not standing.card.locked)}
    if panel is None:
        return left
    left["wanting"] = waiting(panel)
    left["conclusion"] = int(not panel.frozen)
    if panel.frozen and signing is not None:
        left["signature"] = int(not signing.complete)
        left["export"] = int(signing.complete and not standing.exported)
    return left


def _of(tiles: Iterable[Tile], group: str) -> tuple[Tile, ...]:
    return tuple(one for one in tiles if one.group == group)
