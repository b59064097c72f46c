"""A visit's day with deeds and accidents drawn at random: it can always be finished, and nothing is lost."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.services.panel.seats import Absence
from app.signing import vault
from tests.visit_day import LEADER, Cast, Day, begun_day

CASTS = (
    Cast(2, 1),
    Cast(2, 2, deputy=False),
    Cast(3, 2),
    Cast(3, 3, form="pen"),
    Cast(4, 4),
    Cast(6, 3, deputy=False),
)
OFF = (-540, -9, 7, 45, 540)  # minutes


@pytest.fixture(autouse=True)
def _cheap_pins() -> Iterator[None]:
    dear, vault.MEMORY_KIB = vault.MEMORY_KIB, 64
    yield
    vault.MEMORY_KIB = dear


class VisitDay(RuleBasedStateMachine):
    """Deeds in any order, accidents at any moment; at the end whoever is left finishes."""

    day: Day

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="xianping-a-day-"))

    @initialize(cast=st.sampled_from(CASTS))
    def begin(self, cast: Cast) -> None:
        self.day = begun_day(cast, self.folder / "day")

    # Who can do something.

    def scoring(self) -> list[str]:
        return [key for key in self.day.present if key not in self.day.locked]

    def done(self) -> list[str]:
        return [key for key in self.scoring() if not self.day.left(key)]

    def frozen(self) -> bool:
        return self.day.desk.state.frozen

    # Deeds.

    @precondition(lambda self: self.scoring())
    @rule(data=st.data(), count=st.integers(3, 12))
    def score(self, data: st.DataObject, count: int) -> None:
        self.day.wait()
        self.day.score(data.draw(st.sampled_from(self.scoring())), count)

    @precondition(lambda self: self.done())
    @rule(data=st.data())
    def lock(self, data: st.DataObject) -> None:
        self.day.wait()
        self.day.lock(data.draw(st.sampled_from(self.done())))

    @precondition(lambda self: self.day.locked)
    @rule(data=st.data())
    def hand_over(self, data: st.DataObject) -> None:
        self.day.hand_over(data.draw(st.sampled_from(sorted(self.day.locked))))

    @precondition(lambda self: self.day.sent and not self.frozen())
    @rule(data=st.data())
    def collect(self, data: st.DataObject) -> None:
        self.day.wait()
        self.day.collect(data.draw(st.permutations(sorted(self.day.sent))))

    @precondition(lambda self: not self.frozen() and not self.day.waiting())
    @rule()
    def freeze(self) -> None:
        self.day.wait()
        self.day.settle()
        self.day.freeze()

    @precondition(lambda self: self.frozen())
    @rule()
    def thaw(self) -> None:
        self.day.wait()
        self.day.thaw()

    @precondition(lambda self: self.frozen() and self.day.unsigned())
    @rule(data=st.data())
    def sign(self, data: st.DataObject) -> None:
        self.day.wait()
        left = self.day.unsigned()
        self.day.sign(data.draw(st.sampled_from(left[:-1] or left)))

    @precondition(lambda self: self.frozen() and len(self.day.unsigned()) > 1)
    @rule(data=st.data())
    def sign_on_paper(self, data: st.DataObject) -> None:
        away = [key for key in self.day.unsigned() if key not in self.day.laptop(self.day.chair).people]
        if away:
            self.day.pen(data.draw(st.sampled_from(away)))

    # People.

    @precondition(lambda self: not self.frozen() and len(self.day.present) > 2)
    @rule(data=st.data(), state=st.sampled_from(("absent", "left", "recused")))
    def fall_ill(self, data: st.DataObject, state: Absence) -> None:
        waiting = [key for key in self.scoring() if key != self.day.chair]
        if waiting:
            self.day.wait()
            self.day.fall_ill(data.draw(st.sampled_from(waiting)), state)

    @precondition(lambda self: self.day.chair == LEADER and len(self.day.present) > 1)
    @rule(data=st.data())
    def lose_leader(self, data: st.DataObject) -> None:
        """The leader is taken to hospital; the deputy, or whom the others vote for, goes on."""
        self.day.wait()
        self.day.copy(LEADER)
        deputy = self.day.cast.keys[0]
        able = [deputy] if self.day.cast.deputy and deputy not in self.day.away else self.day.present
        self.day.hand_chair(data.draw(st.sampled_from(able)))

    @precondition(lambda self: self.day.cast.form == "digital")
    @rule()
    def turn_to_pen(self) -> None:
        self.day.wait()
        self.day.turn_to_pen()

    # Accidents.

    @rule(data=st.data())
    def copy(self, data: st.DataObject) -> None:
        self.day.wait()
        self.day.copy(data.draw(st.sampled_from(self.day.cast.people)))

    @rule(data=st.data())
    def kill(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.day.cast.people))
        self.day.kill(key)
        self.nothing_is_lost()

    @precondition(lambda self: len([each for each in self.day.laptops if not each.dead]) > 1)
    @rule(data=st.data())
    def die(self, data: st.DataObject) -> None:
        """A laptop dies with the stick's copies at hand; those who sat there go on beside a colleague."""
        key, heir = data.draw(st.lists(st.sampled_from(self.day.cast.people), min_size=2, max_size=2))
        if self.day.laptop(key) is self.day.laptop(heir):
            return
        for each in list(self.day.laptop(key).people):
            self.day.copy(each)
        if self.day.safe_to_die(key):
            self.day.die(key, heir)
            self.nothing_is_lost()

    @rule(data=st.data())
    def replace(self, data: st.DataObject) -> None:
        """A laptop dies where no other of the panel is near; somebody has the recovery code on paper."""
        key = data.draw(st.sampled_from(self.day.cast.people))
        for each in list(self.day.laptop(key).people):
            self.day.copy(each)
        if self.day.safe_to_die(key) and (holder := self.day.coded(key)):
            self.day.replace(holder)
            self.nothing_is_lost()

    @precondition(lambda self: self.day.copied or self.day.sent)
    @rule()
    def lose_stick(self) -> None:
        self.day.lose_stick()

    @rule(data=st.data(), minutes=st.sampled_from(OFF))
    def set_clock(self, data: st.DataObject, minutes: int) -> None:
        """Somebody's clock goes wrong, at most once a laptop."""
        clock = data.draw(st.sampled_from([each for each in self.day.laptops if not each.dead])).clock
        if not clock.set_forward:
            clock.moment += timedelta(minutes=minutes)
            clock.set_forward = timedelta(minutes=minutes)

    def nothing_is_lost(self) -> None:
        for key in self.day.cast.keys:
            answers = self.day.sheet(key).answers
            for cid in self.day.entered.get(key, ()):
                assert answers.get(cid) == self.day.cast.findings(key)[cid], (key, cid)

    def teardown(self) -> None:
        try:
            if hasattr(self, "day"):
                self._finish()
        finally:
            if hasattr(self, "day"):
                self.day.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _finish(self) -> None:
        told = self.day.finish()
        assert told.fate == "taken", told.message
        for key in self.day.present:
            assert self.day.found(key) == self.day.cast.findings(key)
        orders = (tuple(self.day.present), tuple(self.day.present)[::-1])
        first, second = (self._joined(order, number) for number, order in enumerate(orders))
        assert first == second
        state = self.day.desk.state
        assert (state.result.total, state.result.verdict.outcome) == first

    def _joined(self, order: tuple[str, ...], number: int) -> object:
        """What comes of the same files where a leader takes them in this order."""
        for key in order:
            self.day.hand_over(key)
        fresh = begun_day(self.day.cast, self.folder / f"order-{number}")
        try:
            for each in fresh.laptops:
                each.clock.moment = self.day.now
            shutil.copytree(self.day.stick, fresh.stick, dirs_exist_ok=True)
            fresh.collect(order)
            for key, state in self.day.away.items():
                if key != LEADER:
                    fresh.fall_ill(key, state)
            fresh.settle()
            result = fresh.desk.state.result
            return result.total, result.verdict.outcome
        finally:
            fresh.close()


def test_from_every_state_a_visit_can_be_finished_and_nothing_entered_is_lost() -> None:
    run_state_machine_as_test(
        VisitDay,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            derandomize=True,
            deadline=None,
            print_blob=True,
            phases=(
                Phase.explicit,
                Phase.reuse,
                Phase.generate,
            ),  # a day takes seconds: shrinking would take hours
            suppress_health_check=list(HealthCheck),
        ),
    )
