"""The roles of a panel: one record each, and nothing that asks for a role by its name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from app.common.roles import LEADING, PENNING, ROLES, SIGNING, SeatRole
from app.exchange.kinds import KINDS
from app.exchange.task import Panelist
from app.services.bureau.batch_spec import Seat
from app.services.packages.proofs import SIGNERS
from app.services.sample.content import SamplePerson
from app.signing.credentials import Role

NAMES, WORDS = "|".join(ROLES), "|".join(each.word for each in ROLES.values())
ASKED = re.compile(rf"(?:==|!=|\bin)\s*[\[({{]*[\"'](?:{NAMES}|{WORDS})[\"']")
ENDING = re.compile(rf"endswith\([\"'](?:{WORDS})[\"']")


def test_every_role_has_a_record_and_a_word_of_its_own() -> None:
    assert set(ROLES) == set(get_args(SeatRole))
    assert len({each.word for each in ROLES.values()}) == len(ROLES)


def test_somebody_leads_and_whoever_pens_also_signs() -> None:
    assert LEADING
    assert LEADING <= SIGNING
    assert PENNING <= SIGNING
    assert not PENNING & LEADING


def test_credentials_tasks_and_batches_know_the_same_roles() -> None:
    assert set(get_args(Role)) == {*ROLES, "bureau"}
    for seat in (Panelist, Seat, SamplePerson):
        assert get_args(seat.model_fields["role"].annotation) == get_args(SeatRole)


def test_every_kind_of_package_is_signed_by_roles_that_there_are() -> None:
    assert {role for each in KINDS.values() for role in each.senders} <= set(get_args(Role))


def test_whoever_signs_a_file_can_be_called() -> None:
    assert set(SIGNERS) == {*ROLES, "bureau", "applicant"}


def test_nothing_asks_for_a_role_by_its_name(project: Path) -> None:
    asked = [
        f"{path.relative_to(project)}:{number}"
        for path in sorted((project / "app").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ASKED.search(line) or ENDING.search(line)
    ]
    assert asked == [], "what a role may do is said in app/common/roles.py"
