"""A bureau whom files reach in any order: genuine, older, forked, mixed, signed by the wrong hands.

Whatever comes when, what stands is the newest of the line that was taken first, and nothing genuine is lost.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.bootstrap import open_office
from app.exchange.sync import sheet_name
from app.models import tables
from app.services.store.ledger import read_ledger
from app.signing.trust import Trust
from tests.chain import EXPERTS, Chain, chains
from tests.services.forger import Forger
from tests.signing.bureau import foreign

pytestmark = pytest.mark.slow
FIRST, LATER, FORK = "first", "later", "fork"
GENUINE = (FIRST, LATER, FORK)
HOSTILE = (
    "another visit's sheet",
    "two experts' sheets exchanged",
    "signed by an expert",
    "a ledger cut short",
)


@dataclass(frozen=True, slots=True)
class Post:
    """Files that may come. totals: of the genuine ones."""

    folder: Path
    chain: Chain
    files: dict[str, Path]
    totals: dict[str, str]


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    """One visit exported, gone on with in two ways, and what hostile hands make of it."""
    folder = Path(tempfile.mkdtemp(prefix="xianping-post-"))
    with chains(folder) as at:
        chain, fork = at("renewed", name="line"), at("exported", name="fork")
        fork.renew()
        first, later = chain.out / "sync" / "visit.xpsync", chain.out / "later" / "visit.xpsync"
        files = {FIRST: first, LATER: later, FORK: fork.export("later")}
        office = chain.new_office("counted.db")
        totals = {}
        for name in (FIRST, LATER):
            office.bureau.take(files[name], chain.trust, chain.identities)
            totals[name] = office.bureau.status()[0].total
        totals[FORK] = totals[LATER]
        files |= _hostile(chain)
        yield Post(folder, chain, files, totals)
    shutil.rmtree(folder, ignore_errors=True)


def _hostile(chain: Chain) -> dict[str, Path]:
    """Each of these is refused whenever it comes."""
    mixed = Forger(chain)
    mixed.members[sheet_name(chain.ids[EXPERTS[0]])] = chain.sheet(EXPERTS[0], chain.visits[1]).read_bytes()
    swapped = Forger(chain)
    one, other = (sheet_name(chain.ids[each]) for each in EXPERTS[:2])
    swapped.members[one], swapped.members[other] = swapped.members[other], swapped.members[one]
    shorter = Forger(chain)
    return {
        "another visit's sheet": mixed.write("mixed.xpsync"),
        "two experts' sheets exchanged": swapped.write("swapped.xpsync"),
        "signed by an expert": Forger(chain).write("usurped.xpsync", sender=EXPERTS[1]),
        "a ledger cut short": shorter.write("cut.xpsync", entries=shorter.panel(drop=2)),
    }


class Bureau(RuleBasedStateMachine):
    """The office, and what should stand there."""

    post: ClassVar[Post]

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(dir=self.post.folder))
        self.office = open_office(f"sqlite:///{(self.place / 'b.db').as_posix()}", self.post.chain.clock)
        self.stands: str | None = None

    @rule(name=st.sampled_from(GENUINE))
    def genuine(self, name: str) -> None:
        told = self.take(name)
        assert told.fate == self.expected(name), told.message
        if told.fate == "taken":
            self.stands = name

    @rule(name=st.sampled_from(HOSTILE))
    def hostile(self, name: str) -> None:
        told = self.take(name)
        assert told.fate == "refused", (name, told.message)
        assert told.message

    @rule(name=st.sampled_from(GENUINE))
    def under_another_root(self, name: str) -> None:
        other: Trust = foreign().trust
        told = self.office.bureau.take(self.post.files[name], other, self.post.chain.identities)
        assert told.fate in ("refused", "already here")

    def expected(self, name: str) -> str:
        line = {None: "taken", FIRST: "already here" if name == FIRST else "taken"}
        if self.stands in line:
            return line[self.stands]
        return "already here" if name in (FIRST, self.stands) else "conflict"

    def take(self, name: str) -> Any:
        return self.office.bureau.take(
            self.post.files[name], self.post.chain.trust, self.post.chain.identities
        )

    @invariant()
    def what_stands_is_the_newest_of_one_line(self) -> None:
        shown = [each.total for each in self.office.bureau.status()]
        assert shown == ([self.post.totals[self.stands]] if self.stands else [])

    @invariant()
    def every_ledger_is_whole(self) -> None:
        with self.office.store.look() as view:
            for row in view.find(tables.streams, columns=("id",)):
                read_ledger(view, row["id"])

    def teardown(self) -> None:
        self.office.close()
        shutil.rmtree(self.place, ignore_errors=True)


def test_whatever_comes_in_whatever_order(post: Post) -> None:
    here = type("Here", (Bureau,), {"post": post})
    run_state_machine_as_test(here, settings=settings(max_examples=5, stateful_step_count=6, deadline=None))
