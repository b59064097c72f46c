"""Two sheets of one expert beside each other, and what can be done with them. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from app.common.clock import moment_of
from app.common.words import say
from app.scoring.model.kinds import WORDS
from app.services.history.entry_values import Wording
from app.services.history.moments import Moment, Moments
from app.ui.criterion.result_words import titles
from app.ui.history.comparison import Pair
from app.ui.history.state import ContentState, DifferState, SideState

if TYPE_CHECKING:
    from app.services.panel.rivals import RivalSheets
    from app.services.sheet.rivals import Rival
    from app.services.workspace import Workspace

Place = Literal["left", "right"]
DeedKind = Literal["left", "right", "none", "join", "over", "adopt"]


@dataclass(frozen=True, slots=True)
class DeedState:
    """Something that can be done. reasoned: only with a reason."""

    kind: DeedKind
    words: str
    hint: str
    reasoned: bool = True


@dataclass(frozen=True, slots=True)
class RivalState:
    """One of the two. told: who wrote it, when, how it came and what it counts for, a line each."""

    stream: str
    result: SideState
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RivalsState:
    """All of it. choices: the sheets by stream; picked: criteria that are taken from the right one.

    joins: whether criteria can be picked; settled: how it was settled last, empty where it was not.
    """

    heading: str
    under: str
    choices: tuple[tuple[str, str], ...]
    left: RivalState
    right: RivalState
    same: str
    settled: str
    differing: tuple[DifferState, ...]
    content: ContentState | None
    picked: frozenset[str]
    joins: bool
    deeds: tuple[DeedState, ...]


class RivalsPresenter:
    """The sheets of one expert in a visit. What a service refuses is raised; the state stays."""

    def __init__(self, workspace: Workspace, visit_id: str, person_id: str) -> None:
        self._workspace, self._visit_id, self._person = workspace, visit_id, person_id
        self._picked: frozenset[str] = frozenset()
        self._chosen = ""
        self._sides: dict[Place, str] = {}
        self._moments: dict[str, Moment] = {}
        self._contest = self._read()
        self.state = self._made()

    @property
    def alone(self) -> bool:
        """Whether there is nothing to compare with."""
        return len(self._contest.rivals) < 2

    def look(self, place: Place, stream: str) -> RivalsState:
        """Show another sheet on one side; the one that was there comes to the other where it is the same."""
        before = self._sides[place]
        self._sides[place] = stream
        other: Place = "right" if place == "left" else "left"
        if self._sides[other] == stream:
            self._sides[other] = before
        self._picked = frozenset()
        return self._next()

    def show(self, cid: str) -> RivalsState:
        """Show a criterion in full."""
        self._chosen = cid
        return self._next()

    def pick(self, cid: str) -> RivalsState:
        """Take a criterion from the right sheet, or from the left one again."""
        self._picked ^= {cid}
        self._chosen = cid
        return self._next()

    def pick_all(self) -> RivalsState:
        """Take all that differs from the right sheet; all from the left one where it was so already."""
        every = frozenset(each.id for each in self.state.differing)
        self._picked = frozenset() if self._picked >= every else every
        return self._next()

    def do(self, kind: DeedKind, reason: str) -> str:
        """Carry one of the deeds out; what is told of it. Raises Refusal."""
        deeds: dict[DeedKind, Callable[[str], str]] = {
            "left": lambda why: self._choose(self._sides["left"], why),
            "right": lambda why: self._choose(self._sides["right"], why),
            "none": lambda why: self._choose("", why),
            "join": self._join,
            "over": self._hand_on,
            "adopt": lambda _: self._adopt(),
        }
        told = deeds[kind](reason)
        self._contest = self._read()
        self.state = self._made()
        return told

    def _choose(self, stream: str, why: str) -> str:
        self._workspace.rivals.choose(self._visit_id, self._person, stream, why)
        word, name = self._word, self._name
        if stream:
            return say("已选定{name}的{word}，其余的保留备查。", name=name, word=word)
        return say("已搁置{name}已锁定的{word}；可以收取或代录正确的一份。", name=name, word=word)

    def _join(self, why: str) -> str:
        other, taken = self._sides["right"], self._picked
        self._workspace.rivals.join(self._visit_id, self._person, other, taken, why)
        return say("已合并，{count} 项取自另一份。", count=len(taken))

    def _hand_on(self, why: str) -> str:
        left, right = self._sides["left"], self._sides["right"]
        self._workspace.rivals.hand_on(
            self._visit_id, self._person, left, why, other=right, taken=self._picked
        )
        return say("已由您接续{name}的{word}，请在“代录”里核对后锁定。", name=self._name, word=self._word)

    def _adopt(self) -> str:
        self._workspace.rivals.adopt(self._visit_id, self._person, self._sides["right"])
        return say("已改用另一份{word}，原来的一份保留备查。", word=self._word)

    @property
    def _names(self) -> dict[str, str]:
        return {"name": self._name, "word": self._word}

    @property
    def _word(self) -> str:
        return WORDS[self._contest.scheme.kind].sheet

    @property
    def _name(self) -> str:
        return self._contest.visit.name_of(self._person)

    # How the state is made.

    def _read(self) -> RivalSheets:
        contest = self._workspace.rivals.contest(self._visit_id, self._person)
        order = sorted(
            contest.rivals, key=lambda each: (each.stream_id != contest.counted, bool(each.origin))
        )
        shown = [each.stream_id for each in order]
        first = next(iter(shown), "")
        asked = [each for each in shown[1:] if each in contest.unjoined or _contradicts(contest, each)]
        second = next(iter([*asked, *shown[1:]]), first)
        known = all(self._sides.get(place) in shown for place in ("left", "right"))
        if not known:
            self._sides = {"left": first, "right": second}
        return contest

    def _next(self) -> RivalsState:
        self.state = self._made()
        return self.state

    def _made(self) -> RivalsState:
        contest = self._contest
        names = (say("这一份"), "") if self.alone else (say("左边"), say("右边"))
        wording = Wording(contest.scheme, {each.id: each.name for each in contest.visit.panel})
        titled = {"": say("整份{word}", word=self._word)} | titles(contest.scheme)
        pair = Pair(wording, contest.visit.policy, titled, names)
        left, right = (self._moment(self._sides[place]) for place in ("left", "right"))
        found = pair.differing(left, right)
        self._picked &= frozenset(found)
        if self._chosen not in found:
            self._chosen = next(iter(found), "")
        joins = any(each.kind in ("join", "over") for each in self._deeds())
        return RivalsState(
            heading=say("{name}的{word}" if self.alone else "{name}的几份{word}", **self._names),
            under=self._under(joins=joins),
            choices=tuple((each.stream_id, self._label(each)) for each in contest.rivals),
            left=self._rival("left", pair.side(names[0], left)),
            right=self._rival("right", pair.side(names[1], right)),
            same="" if found or self.alone else say("两份的内容完全一样，只是各有各的记录。"),
            settled=self._settled(),
            differing=tuple(self._differ(pair.differ(left, right, cid, rows)) for cid, rows in found.items()),
            content=pair.content(left, right, self._chosen, found[self._chosen]) if found else None,
            picked=self._picked,
            joins=joins,
            deeds=self._deeds(),
        )

    def _differ(self, item: DifferState) -> DifferState:
        if item.id not in self._picked:
            return item
        taken = say("{count}，取右边的", count=item.count)
        return replace(item, count=taken, spoken=say("{spoken}，取右边的", spoken=item.spoken))

    def _moment(self, stream: str) -> Moment:
        if stream not in self._moments:
            rival, contest = self._contest.rival(stream), self._contest
            rows = rival.rows if rival else ()
            moments = Moments(rows, contest.scheme, contest.visit.profile, contest.visit.policy)
            self._moments[stream] = moments.at(len(rows))
        return self._moments[stream]

    def _under(self, *, joins: bool) -> str:
        unit = str(self._contest.visit.project.get("unit", ""))
        pick = say("空格键：这一项取右边的") if joins and not self.alone else ""
        return say(" · ").join(part for part in (unit, pick) if part)

    def _settled(self) -> str:
        choice = self._contest.choice
        if choice is None:
            return ""
        who = self._contest.visit.name_of(choice.author)
        return say("{who}于 {at} 选定：{why}", who=who, at=_moment_words(choice.at), why=choice.reason)

    def _rival(self, place: Place, result: SideState) -> RivalState:
        stream = self._sides[place]
        rival = self._contest.rival(stream)
        return RivalState(stream, result, self._told(rival) if rival else ())

    def _label(self, rival: Rival) -> str:
        who = self._contest.visit.name_of(rival.typist or rival.person_id)
        state = say("已锁定") if rival.digest else say("未锁定")
        how = say("{who}代录", who=who) if rival.typist else say("本人")
        return say("{how}，{state}，记到 {at}", how=how, state=state, at=_moment_words(rival.rows[-1].at))

    def _told(self, rival: Rival) -> tuple[str, ...]:
        visit = self._contest.visit
        names = dict.fromkeys(visit.name_of(row.author) for row in rival.rows[1:])
        by = say("录入：{names}", names=say("、").join(names) or visit.name_of(rival.person_id))
        begun, ended = _moment_words(rival.rows[0].at), _moment_words(rival.rows[-1].at)
        span = say("{begun} 至 {ended}，{count} 条记录", begun=begun, ended=ended, count=len(rival.rows))
        return by, span, self._standing(rival)

    def _standing(self, rival: Rival) -> str:
        came = say("收到的文件") if rival.came else say("另存的一份") if rival.kept else say("本机所填")
        state = say("已锁定") if rival.digest else say("未锁定")
        if rival.stream_id == self._contest.counted:
            counts = say("现以此为准")
        elif rival.aside:
            counts = say("已搁置")
        elif rival.stream_id in self._contest.unjoined:
            counts = say("尚未合并")
        else:
            counts = ""
        return say("，").join(part for part in (came, state, counts) if part)

    def _deeds(self) -> tuple[DeedState, ...]:
        contest = self._contest
        left, right = (contest.rival(self._sides[place]) for place in ("left", "right"))
        if not contest.open or left is None or right is None:
            return ()
        return (*self._own_deeds(left, right), *self._leading_deeds(left, right))

    def _own_deeds(self, left: Rival, right: Rival) -> tuple[DeedState, ...]:
        """Of who writes the sheet here."""
        current = self._workspace.people.current
        writer = left.typist or left.person_id
        if current is None or current.id != writer or left.origin or left.digest or not right.kept:
            return ()
        if right.digest:
            told = say("换成在另一台电脑上锁定的右边一份；左边的保留备查")
            mine = current.id == left.person_id
            return (DeedState("adopt", say("改用右边一份"), told, reasoned=False),) if mine else ()
        told = say("取右边的各项记入左边一份，其余不变；右边的保留备查")
        return (DeedState("join", say("合并（取 {count} 项）", count=len(self._picked)), told),)

    def _leading_deeds(self, left: Rival, right: Rival) -> tuple[DeedState, ...]:
        """Of who leads the panel."""
        contest, current = self._contest, self._workspace.people.current
        if not contest.leads or current is None:
            return ()
        deeds: list[DeedState] = []
        both, kept = left.stream_id != right.stream_id, say("另外的保留备查；定稿之前可以改选")
        if both and _open_to(contest, left):
            deeds.append(DeedState("left", say("以左边为准"), kept))
        if both and _open_to(contest, right):
            deeds.append(DeedState("right", say("以右边为准"), kept))
        if any(each.digest and not each.aside for each in contest.rivals):
            told = say("不是这位专家的，例如录到了别人名下；之后可以收取或代录正确的一份")
            deeds.append(DeedState("none", say("都不采用") if both else say("不采用这一份"), told))
        if contest.person_id != current.id and not (left.typist == current.id and not left.digest):
            told = say("左边一份的内容（和所取的各项）转入由您代录的一份，由您核对、锁定和签名")
            words = say("由我接续左边一份") if both else say("由我接续这一份")
            deeds.append(DeedState("over", words, told))
        return tuple(deeds)


def _open_to(contest: RivalSheets, rival: Rival) -> bool:
    """Whether a sheet can be chosen: it is locked, and does not count already with nothing against it."""
    contested = any(_contradicts(contest, each.stream_id) for each in contest.rivals)
    return bool(rival.digest) and (contested or rival.stream_id != contest.counted)


def _contradicts(contest: RivalSheets, stream: str) -> bool:
    """Whether a locked sheet waits to be settled against the one that counts."""
    rival = contest.rival(stream)
    return rival is not None and bool(rival.digest) and not rival.aside and stream != contest.counted


def _moment_words(text: str) -> str:
    at = moment_of(text).astimezone()
    return say("{month} 月 {day} 日 {time}", month=at.month, day=at.day, time=f"{at:%H:%M:%S}")
