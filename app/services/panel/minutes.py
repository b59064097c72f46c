"""What the minutes of a visit's day print, written from the panel's ledger and the conclusion's particulars.

Whoever has the ledger writes them again: the bureau compares, as it does with the other papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.common.ledger import EntryRecord
from app.common.roles import ROLES, WITNESSING
from app.reports.document import VerdictReport
from app.reports.minutes import Attended, Minutes, MinuteStep, Said
from app.scoring import Scheme
from app.services.panel.afterwards import followed_of
from app.services.panel.day_acts import acts_of, steps_of_day
from app.services.panel.day_state import day_step
from app.services.panel.panel_facts import PanelFacts, settled
from app.services.panel.seats import AWAY
from app.services.printing.clock_words import clock_note, clock_time, span_time
from app.services.store.day import DayAct, DayLine, DayStep
from app.services.store.rounds import ClockFault, Pledge
from app.services.store.site import PanelMember, Visit

KEPT = ("step", "line", "came")
"""The kinds of entry by which somebody is seen to have kept the minutes."""
ASKS: Mapping[str, tuple[str, str]] = {"question": ("提问", "回答"), "reason": ("不足", "单位说明")}


def minutes_of(
    visit: Visit,
    scheme: Scheme,
    facts: PanelFacts,
    entries: Sequence[EntryRecord],
    report: VerdictReport,
    pledges: Sequence[Pledge] = (),
) -> Minutes:
    """visit: as the task has it; report: the conclusion, frozen or a draft; pledges: before the freezing."""
    stands = settled(visit, facts)
    return Minutes(
        title=f"{report.deed}记录",
        unit=report.unit,
        project=report.project,
        head=tuple(_head(report)),
        led=_led(stands),
        attended=tuple(_attended(stands, facts, each, report, pledges) for each in stands.panel),
        steps=tuple(_steps(scheme, facts, entries)),
        happened=tuple(facts.sitting.told(stands)),
        settled=tuple(_settled(stands, facts)),
        answer=tuple(_answer(stands, scheme, facts)),
        clock=clock_note(facts.clock),
        signers=tuple(_signers(stands, entries)),
        author=report.issuer,
        code=report.short_code if report.coded else "",
        digest=report.digest if report.coded else "",
        moment=report.frozen_at,
        sample=report.sample,
        draft=report.draft,
    )


def _head(report: VerdictReport) -> Iterator[tuple[str, str]]:
    told = (
        ("批次", report.batch),
        ("组织单位", report.issuer),
        (report.assessed, report.unit),
        (report.project_word, report.project),
        ("日期", report.visit_dates),
        ("细则", report.scheme_title),
    )
    return ((name, value) for name, value in told if value)


def _led(visit: Visit) -> str:
    if visit.leader is None:
        return "没有登记由谁主持。"
    word = f"{visit.name_of(visit.leader.id)}（{visit.role_word(visit.leader)}）"
    instead = f"，代替原组长{visit.name_of(visit.former)}" if visit.former else ""
    return f"由{word}主持{instead}。承诺内容：与被考核单位没有应当回避的关系，遵守纪律。"


def _attended(
    visit: Visit, facts: PanelFacts, member: PanelMember, report: VerdictReport, pledges: Sequence[Pledge]
) -> Attended:
    standing = facts.sitting.standings.get(member.id)
    state = f"{AWAY[standing.state]}：{standing.reason}" if standing else ""
    return Attended(
        name=visit.name_of(member.id),
        role=visit.role_word(member),
        unit=member.unit,
        came=clock_time(facts.day.came.get(member.id), facts.clock),
        pledged=_pledged(visit, facts, member.id, report, pledges),
        state=state,
    )


def _pledged(
    visit: Visit, facts: PanelFacts, person: str, report: VerdictReport, pledges: Sequence[Pledge]
) -> str:
    """When somebody confirmed the statement: as the text was frozen over it, or as it is known before."""
    if report.coded:
        at, by = facts.pledged.get(person, ("", ""))
        if at:
            return f"{clock_time(at)}{_by(by)}"
        name = visit.name_of(person)
        told = next((each.pledged for each in report.panel if each.name == name), "")
        return "" if told in AWAY.values() else told
    pledge = next((each for each in pledges if each.person_id == person), None)
    return f"{clock_time(pledge.at)}{_by(pledge.by)}" if pledge and pledge.at else ""


def _by(name: str) -> str:
    return f"（纸质签署，{name}录入）" if name else ""


def _steps(scheme: Scheme, facts: PanelFacts, entries: Sequence[EntryRecord]) -> Iterator[MinuteStep]:
    """The steps of which anything is known, in the day's order."""
    acts = acts_of(scheme, facts, entries)
    for plain in steps_of_day(scheme):
        step = day_step(facts, plain, acts.get(plain.id, ()), open_=False)
        if step.noted or step.lines or step.acts:
            yield _step(step, facts.clock)


def _step(step: DayStep, clock: ClockFault | None) -> MinuteStep:
    title = f"{step.title}（单位的人不在场）" if step.closed else step.title
    return MinuteStep(
        title=title,
        when=span_time(step.begun, step.ended, clock),
        people=step.people,
        notes=step.notes,
        said=tuple(_said(each) for each in step.lines),
        acts=tuple(_act(each, clock) for each in step.acts),
    )


def _said(line: DayLine) -> Said:
    asks, answers = ASKS[line.kind]
    return Said(asks, line.text, answers, line.answer)


def _act(act: DayAct, clock: ClockFault | None) -> str:
    told = f"：{act.told}" if act.told else ""
    return f"{act.title}　{span_time(act.begun, act.ended, clock)}{told}"


def _settled(visit: Visit, facts: PanelFacts) -> Iterator[str]:
    """Sheets that were opened early, and what was said of wide spreads."""
    if facts.opened is not None:
        wanting = "、".join(visit.name_of(each) for each in facts.opened.wanting)
        at = clock_time(facts.opened.at, facts.clock)
        yield f"{at} 未等收齐即打开（还缺{wanting}）。原因：{facts.opened.reason}"
    for criterion, each in facts.settlements.items():
        agreed = "、".join(visit.name_of(person) for person in each.agreed)
        dissents = "；".join(
            f"{visit.name_of(person)}保留意见：{why}" for person, why in each.dissents.items()
        )
        parts = (f"同意：{agreed}" if agreed else "", dissents)
        yield (
            "。".join(part for part in (f"{criterion}　{each.sentence.rstrip('。')}", *parts) if part) + "。"
        )


def _answer(visit: Visit, scheme: Scheme, facts: PanelFacts) -> Iterator[str]:
    followed = followed_of(visit, scheme, facts)
    if followed.statement or followed.stand:
        by = f"{followed.by}：" if followed.by else ""
        yield f"{by}{'。'.join(each.rstrip('。') for each in (followed.stand, followed.statement) if each)}。"


def _signers(visit: Visit, entries: Sequence[EntryRecord]) -> Iterator[tuple[str, str]]:
    """Who leads, who looked on, who kept the minutes where that is another. Not the unit: it tells of what
    was said behind closed doors."""
    leader = visit.leader
    if leader is not None:
        yield visit.role_word(leader), visit.name_of(leader.id)
    for each in visit.panel:
        if each.role in WITNESSING and each.id not in visit.away:
            yield ROLES[each.role].word, visit.name_of(each.id)
    authors = dict.fromkeys(each.author for each in entries if each.kind in KEPT)
    for person in authors:
        if visit.member(person) is not None and (leader is None or person != leader.id):
            yield "记录人", visit.name_of(person)
