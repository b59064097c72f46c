"""The visits of this device as the home screen shows them, and what is recorded before scoring begins."""

from __future__ import annotations

from app.common.roles import LEADING
from app.scoring import Scheme, Tally, format_points
from app.scoring.model.kinds import WORDS, KindWords
from app.scoring.visit.progress import progress_of, stage_of
from app.services.identity.people import People
from app.services.sheet.sheets import SheetDesk, Sheets
from app.services.store.shelf import VisitShelf
from app.services.store.site import NewVisit, Visit, VisitCard

TODO_BY_STAGE = {
    "frozen": "结论已定稿：宣读、由单位表态，然后签署",
    "signed": "已签署：导出考核数据包交主管部门",
    "exported": "已导出：等待主管部门回执",
    "acknowledged": "主管部门已接收，全部完成",
}


class Visits:
    """Cards for the home screen, and the stored visits behind them."""

    def __init__(self, shelf: VisitShelf, sheets: Sheets, people: People) -> None:
        self._shelf = shelf
        self._sheets = sheets
        self._people = people

    def list(self) -> tuple[VisitCard, ...]:
        """Every visit: the day's order, samples last."""
        return tuple(self._card(visit) for visit in self._shelf.all())

    def card(self, visit_id: str) -> VisitCard:
        """One visit. Raises Refusal for one that is not here."""
        return self._card(self._shelf.get(visit_id))

    def get(self, visit_id: str) -> Visit:
        """The stored visit. Raises Refusal."""
        return self._shelf.get(visit_id)

    def add(self, visit: NewVisit) -> Visit:
        """Store a visit with its scheme. Raises Refusal."""
        return self._shelf.add(visit)

    def scheme(self, visit_id: str) -> Scheme:
        """The scheme that a visit is scored by. Raises Refusal."""
        return self._shelf.scheme(visit_id)

    def confirm_recusal(self, visit_id: str, person_id: str, *, entered_by: str | None = None) -> None:
        """Record, once a visit and person, that recusal and discipline are confirmed, here or on paper."""
        self._sheets.confirm_recusal(visit_id, person_id, entered_by=entered_by)

    def me(self, visit: Visit) -> str | None:
        """The person of this device who is in the panel: the current one before the others."""
        current = self._people.current
        mine = [current] if current else []
        mine += self._people.list()
        return next((person.id for person in mine if visit.member(person.id)), None)

    def _card(self, visit: Visit) -> VisitCard:
        me = self.me(visit)
        desk = self._sheets.glance(visit, me) if me else None
        scheme = self._shelf.scheme_for(visit)
        tally = desk.tally if desk else Tally.start(scheme, visit.profile, visit.policy, {})
        mine = [each.id for each in scheme.criteria if me is None or visit.scored_by(each.id, me)]
        return VisitCard(
            id=visit.id,
            unit=str(visit.project.get("unit", "")),
            project=str(visit.project.get("name", "")),
            scheme_title=scheme.title,
            kind=scheme.kind,
            date_from=visit.date_from,
            date_to=visit.date_to,
            panel=visit.panel,
            stage=visit.stage,
            sample=visit.sample,
            progress=progress_of(stage_of(tally.criteria[each]) for each in mine),
            conditional=scheme.conditional,
            total="" if scheme.conditional else format_points(tally.total),
            low="" if scheme.conditional else format_points(tally.low),
            high="" if scheme.conditional else format_points(tally.high),
            todo=_todo(visit, WORDS[scheme.kind], me, desk),
            me=me,
            confirmed=desk is not None and desk.confirmed,
            locked=desk is not None and desk.locked,
            round=visit.round,
        )


def _todo(visit: Visit, words: KindWords, me: str | None, desk: SheetDesk | None) -> str:
    if me is None:
        return "这台电脑上没有这个专家组的成员，请先添加本人"
    if visit.stage in TODO_BY_STAGE:
        return TODO_BY_STAGE[visit.stage]
    if desk is None or not desk.confirmed:
        return "先确认回避与纪律承诺"
    member = visit.member(me)
    if member and member.scores and not desk.locked:
        return _left(desk, words)
    leads = member is not None and member.role in LEADING
    return f"汇总各位专家的{words.sheet}，形成结论" if leads else f"导出{words.sheet}，交给组长"


def _left(desk: SheetDesk, words: KindWords) -> str:
    points = {point.criterion for point in desk.open_questions()}
    return f"还有 {len(points)} 条待完成" if points else f"已全部完成：核对后锁定{words.sheet}"
