"""The day as its screen and its minutes show it, made of the panel's facts and its ledger."""

from __future__ import annotations

from collections.abc import Sequence

from app.services.panel.day_acts import PlainStep, acts_of, stands_open, steps_of_day
from app.services.panel.panel_facts import PanelFacts
from app.services.panel.panels import PanelDesk
from app.services.store.day import Attendant, DayAct, DayState, DayStep
from app.services.store.rounds import Pledge, ProtocolStep
from app.services.store.site import Visit


def day_of(desk: PanelDesk) -> DayState:
    """All of it, as it stands."""
    visit, facts, state = desk.visit, desk.facts, desk.state
    records = desk.leads or (desk.hands.bound and desk.hands.may_record("step"))
    here = {each.person_id for each in desk.collected.infos if each.state == "locked"}
    locked = [each.rows[-1].at for each in desk.collected.found if each.person_id in here]
    acts = acts_of(desk.scheme, facts, desk.ledger.records(), locked)
    steps = tuple(
        day_step(facts, each, acts.get(each.id, ()), open_=records and stands_open(facts, each))
        for each in steps_of_day(desk.scheme)
    )
    return DayState(
        visit_id=visit.id,
        steps=steps,
        attendants=attendants_of(visit, facts, desk.pledges),
        sheets=tuple((each.name, each.state in ("locked", "received")) for each in state.sheets),
        happened=state.happened,
        frozen=state.frozen,
        issued=state.issued,
        records=records,
        leads=desk.leads,
    )


def step_found(desk: PanelDesk, step_id: str) -> ProtocolStep | None:
    """What was noted of a step, before the freezing or after it."""
    facts = desk.facts
    return (facts.followed if facts.frozen_digest is not None else facts.steps).get(step_id)


def day_step(facts: PanelFacts, plain: PlainStep, acts: Sequence[DayAct], *, open_: bool) -> DayStep:
    """One step: what was typed of its times comes before what was done in it."""
    noted = (facts.followed if plain.after else facts.steps).get(plain.id)
    lines = tuple(each for each in facts.day.lines.values() if each.step == plain.id)
    firsts = min((each.begun for each in acts), default=None)
    lasts = max((each.ended for each in acts), default=None)
    typed = noted is not None and (noted.begun or noted.done_at)
    return DayStep(
        id=plain.id,
        title=plain.title,
        hint=plain.hint,
        begun=noted.begun if noted and typed and noted.begun else None if typed and not acts else firsts,
        ended=noted.done_at if noted and typed else lasts,
        present=noted.present if noted else (),
        people=noted.people if noted else "",
        unit=(noted.unit if noted.begun or noted.present or noted.unit else noted.people) if noted else "",
        notes=noted.notes if noted else "",
        lines=lines,
        acts=tuple(acts),
        closed=plain.closed,
        noted=noted is not None,
        own=plain.own,
        after=plain.after,
        open=open_,
    )


def attendants_of(visit: Visit, facts: PanelFacts, pledges: Sequence[Pledge]) -> tuple[Attendant, ...]:
    """Everybody whom the task names, in its order."""
    pledged = {each.person_id: each for each in pledges}
    return tuple(
        Attendant(
            person_id=each.id,
            name=visit.name_of(each.id),
            unit=each.unit,
            role=visit.role_word(each),
            came=facts.day.came.get(each.id),
            pledged=pledged[each.id].at if each.id in pledged else None,
            entered_by=pledged[each.id].by if each.id in pledged else "",
            away=visit.away.get(each.id, ""),
            scores=each.scores,
        )
        for each in visit.panel
    )
