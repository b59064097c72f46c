"""A visit as the first screen shows it: what stands, and the one thing to do next. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.common.roles import JUDGING, LEADING
from app.common.words import say
from app.scoring.model.kinds import WORDS, KindWords
from app.scoring.visit.progress import stage_word
from app.services.store.deliveries import BureauAnswer
from app.services.store.rounds import PanelState, SigningState
from app.services.store.site import VisitCard
from app.ui.shell.answers import delivered_told, rebuff_state, rebuff_told
from app.ui.shell.visit_titles import visit_title

Deed = Literal[
    "day",
    "score",
    "hand_over",
    "collect",
    "conclude",
    "sign",
    "export",
    "look",
    "join",
    "countersign",
    "type_in",
    "hand_on",
    "seat",
    "erase",
]
Group = Literal["today", "open", "past"]


@dataclass(frozen=True, slots=True)
class Action:
    """Something a tile offers; ``deed`` names it, ``label`` is on the button."""

    deed: Deed
    label: str


@dataclass(frozen=True, slots=True)
class TileStanding:
    """All that is known of a visit: the card, and for its leader the panel, the signing round, the answer.

    answer: the bureau's, to what was exported last. erasable: the days after its receipt are over.
    acting, former: who leads in whose place, as far as this device knows; empty where the task's leader does.
    """

    card: VisitCard
    panel: PanelState | None = None
    signing: SigningState | None = None
    answer: BureauAnswer | None = None
    erasable: bool = False
    acting: str = ""
    former: str = ""

    @property
    def rebuffed(self) -> bool:
        """Whether the bureau has answered the last export, and not by taking it."""
        return self.exported and self.answer is not None and self.answer.kind != "taken"

    @property
    def exported(self) -> bool:
        """Whether the package for the bureau has been written and verified."""
        return self.card.stage in {"exported", "acknowledged"}

    @property
    def acknowledged(self) -> bool:
        """Whether the bureau's receipt is here."""
        return self.card.stage == "acknowledged"

    @property
    def leads(self) -> bool:
        """Whether the person at the keyboard leads this panel."""
        if self.acting:
            return self.card.me == self.acting
        return any(member.id == self.card.me and member.role in LEADING for member in self.card.panel)

    @property
    def words(self) -> KindWords:
        """The words of the scheme's kind."""
        return WORDS[self.card.kind]

    @property
    def attends(self) -> bool:
        """Whether the person at the keyboard keeps the minutes of this visit, or looks on."""
        return any(member.id == self.card.me and member.role not in JUDGING for member in self.card.panel)

    @property
    def scores(self) -> bool:
        """Whether the person at the keyboard has a sheet to fill."""
        return any(member.id == self.card.me and member.scores for member in self.card.panel)


@dataclass(frozen=True, slots=True)
class Tile:
    """A visit's card, ready to draw. done, whole: of the bar. state: a word for the chip.

    settled: exported, out of the hands of the panel; delivered: and acknowledged by the bureau.
    words: those of the scheme's kind. answer: a sentence on what the bureau did not take, and what to do;
    empty where it took it or is silent.
    """

    visit_id: str
    group: Group
    title: str
    facts: str
    progress: str
    done: int
    whole: int
    current: str
    possible: str
    state: str
    settled: bool
    delivered: bool
    action: Action
    more: tuple[Action, ...]
    sample: bool
    confirmed: bool
    words: KindWords
    answer: str = ""


LABELS: dict[Deed, str] = {
    "hand_over": "导出{sheet}",
    "collect": "收取{sheet}",
    "conclude": "写结论",
    "sign": "签署",
    "export": "导出",
}


def tile(standing: TileStanding, today: date) -> Tile:
    """The card of a visit on a day."""
    card, action = standing.card, next_action(standing)
    done, whole, progress = _progress(standing)
    return Tile(
        visit_id=card.id,
        group=_group(standing, today),
        title=visit_title(card.unit, card.scheme_title, card.round),
        facts=_facts(standing),
        progress=progress,
        done=done,
        whole=whole,
        current=_current(standing),
        possible=_possible(standing),
        state=_state(standing),
        settled=standing.exported,
        delivered=standing.acknowledged,
        action=action,
        more=_more(standing, action.deed),
        sample=card.sample,
        confirmed=card.confirmed,
        words=standing.words,
        answer=rebuff_told(standing.answer) if standing.rebuffed else "",
    )


def next_action(standing: TileStanding) -> Action:
    """The one thing that brings the visit on."""
    card, act = standing.card, standing.words.act
    if card.me is None:
        return Action("join", say("加入…"))
    if standing.scores and not card.locked:
        return Action(
            "score", say("继续{act}", act=act) if card.progress.begun else say("开始{act}", act=act)
        )
    if standing.attends:
        return Action("day", say("今日程序"))
    if not standing.leads or standing.panel is None:
        return _act(standing, "hand_over") if standing.scores else Action("look", say("查看"))
    return _leaders(standing, standing.panel)


def _leaders(standing: TileStanding, panel: PanelState) -> Action:
    if not panel.frozen:
        return _act(standing, "collect") if waiting(panel) else _act(standing, "conclude")
    if standing.signing is not None and not standing.signing.complete:
        return _act(standing, "sign")
    return Action("export", say("再次导出")) if standing.exported else _act(standing, "export")


def waiting(panel: PanelState) -> int:
    """How many sheets the leader still lacks."""
    return sum(sheet.state in {"missing", "open"} for sheet in panel.sheets)


def _act(standing: TileStanding, deed: Deed) -> Action:
    return Action(deed, say(LABELS[deed], sheet=standing.words.sheet))


def _more(standing: TileStanding, first: Deed) -> tuple[Action, ...]:
    """What else can be opened, in the order of the work."""
    offered: list[Action] = []
    if standing.scores and first != "score":
        offered.append(Action("score", say("查看{sheet}", sheet=standing.words.sheet)))
    if standing.scores and not standing.leads and standing.card.locked:
        offered.append(Action("countersign", say("签署文件")))
        offered.append(Action("hand_on", say("写出给新组长…")))
    if _has_papers(standing):
        offered.append(Action("type_in", say("代录纸质表")))
    if standing.leads and first != "collect":
        offered.append(Action("day", say("今日程序")))
    if _could_lead(standing):
        offered.append(Action("seat", say("代行组长…")))
    if standing.leads and first != "conclude":
        offered.append(Action("conclude", say("结论")))
    if standing.leads and first not in {"sign", "export"}:
        offered.append(Action("sign", say("预览")))
    if standing.erasable:
        offered.append(Action("erase", say("从本机清除…")))
    return tuple(offered)


def _could_lead(standing: TileStanding) -> bool:
    """Whether somebody of this device may come to lead in the leader's place."""
    me = standing.card.me is not None and not standing.attends
    return me and not standing.leads and not standing.exported


def _has_papers(standing: TileStanding) -> bool:
    """Whether a colleague's paper sheet could still be typed in here."""
    card, panel = standing.card, standing.panel
    if card.me is None or card.stage != "scoring":
        return False
    others = {member.id for member in card.panel if member.scores and member.id != card.me}
    locked = {sheet.person_id for sheet in panel.sheets if sheet.digest} if panel else set()
    return bool(others - locked)


def _facts(standing: TileStanding) -> str:
    card, names = standing.card, {member.id: member.name for member in standing.card.panel}
    leader = next((member.name for member in card.panel if member.role in LEADING), "")
    count = sum(each.role in JUDGING for each in card.panel)
    parts = [span(card.date_from, card.date_to), say("专家组 {count} 人", count=count)]
    if standing.acting:
        parts.append(say("代行组长 {name}", name=names.get(standing.acting, "")))
    elif leader:
        parts.append(say("组长 {name}", name=leader))
    return say(" · ").join(parts)


def span(first: str, last: str) -> str:
    """ISO dates as they are spoken: ``5 月 12 日``, ``5 月 12 日至 14 日``."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    spoken = say("{month} 月 {day} 日", month=start.month, day=start.day)
    if start == end:
        return spoken
    if (start.year, start.month) == (end.year, end.month):
        return say("{start}至 {day} 日", start=spoken, day=end.day)
    return say("{start}至 {month} 月 {day} 日", start=spoken, month=end.month, day=end.day)


def _progress(standing: TileStanding) -> tuple[int, int, str]:
    card = standing.card
    if standing.scores:
        return card.progress.complete, card.progress.whole, _done_words(card)
    if standing.panel is not None:
        whole = len(standing.panel.sheets)
        done = whole - waiting(standing.panel)
        return (
            done,
            whole,
            say("已收{sheet} {done} / {whole}", sheet=standing.words.sheet, done=done, whole=whole),
        )
    return 0, 1, ""


def _done_words(card: VisitCard) -> str:
    """How many criteria are done, and what is begun but not done."""
    done = stage_word("complete", conditional=card.conditional)
    told = say(
        "{done} {complete} / {whole}",
        done=say(done),
        complete=card.progress.complete,
        whole=card.progress.whole,
    )
    begun = replace(card.progress, untouched=0).left_words(conditional=card.conditional)
    return say("{told}，{begun}", told=told, begun=say(begun)) if begun else told


def _current(standing: TileStanding) -> str:
    return standing.card.total if standing.scores else ""


def _possible(standing: TileStanding) -> str:
    card = standing.card
    if not standing.scores:
        return ""
    return card.low if card.low == card.high else say("{low} – {high}", low=card.low, high=card.high)


def _state(standing: TileStanding) -> str:
    if standing.acknowledged:
        return delivered_told(standing.answer)
    if standing.rebuffed:
        return rebuff_state(standing.answer)
    if standing.exported:
        return say("已导出，待送达")
    if standing.panel is not None and standing.panel.frozen:
        return say("已定稿")
    return say("{sheet}已锁定", sheet=standing.words.sheet) if standing.card.locked else ""


def _group(standing: TileStanding, today: date) -> Group:
    card = standing.card
    if standing.rebuffed:
        return "open"
    if standing.exported:
        return "past"
    if date.fromisoformat(card.date_from) <= today <= date.fromisoformat(card.date_to):
        return "today"
    return "open"
