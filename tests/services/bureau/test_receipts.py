"""What the bureau's receipt says, since when, and that any file's name and reason fits into it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.common.clock import stamp
from app.models import tables
from app.services.bureau.arrivals import Intake
from app.services.bureau.office import Office
from app.services.bureau.receipts import receipt_path
from app.services.packages.proofs import Evidence
from app.services.packages.verification import prove_file
from tests.chain import Chain
from tests.services.forger import sync_path, take
from tests.services.receipts import read, receipt


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("exported")


@pytest.fixture
def office(chain: Chain) -> Office:
    return chain.new_office("second.db")


def test_a_receipt_tells_the_first_time_however_often_a_package_comes(chain: Chain, office: Office) -> None:
    first = take(chain, office, sync_path(chain))
    came = stamp(chain.clock.now())
    chain.wait(3600)
    again = take(chain, office, sync_path(chain))

    one, two = read(chain, receipt(chain, first)), read(chain, receipt(chain, again, name="zwei.xpack"))
    assert one.time_of(one.taken[0]) == two.time_of(two.taken[0]) == came
    assert (one.taken[0].outcome, two.taken[0].outcome) == ("taken", "already_here")
    assert two.received_at > came
    (both,) = read(chain, receipt(chain, first, again, name="drei.xpack")).taken
    assert both.outcome == "taken"


def test_a_package_of_before_receipts_keeps_its_time(chain: Chain, office: Office) -> None:
    first = take(chain, office, sync_path(chain))
    assert first.arrival is not None
    with office.store.write() as unit:
        assert unit.remove(tables.settings, {"key": f"came.{first.arrival.digest}"}) == 1
    chain.wait(3600)

    assert take(chain, office, sync_path(chain)).arrival == first.arrival


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be made there")
def test_any_file_name_and_reason_fits_into_a_receipt(chain: Chain, tmp_path: Path) -> None:
    names = ["a\u202egnp.xpsync", "b\nc.xpsync", "x" * 240, "d\udce9.xpsync"]
    intakes = []
    for number, name in enumerate(names):
        path = tmp_path / name
        path.write_bytes(bytes([number]))
        intakes.append(Intake(path, "refused", f"{name}\x00 读不了。" + "很" * 30_000))
    intakes += [Intake(tmp_path, "refused", "不是文件"), Intake(tmp_path / "gone", "refused", "没有了")]

    made = read(chain, receipt(chain, *intakes))
    assert [each.name for each in made.refused] == ["a�gnp.xpsync", "b�c.xpsync", "x" * 200, "d�.xpsync"]


def test_the_default_place_is_beside_what_came(chain: Chain, tmp_path: Path) -> None:
    now = chain.clock.now()
    one, two = tmp_path / "甲.xpsync", tmp_path / "乙.xpsync"

    assert receipt_path([one], [one], now) == tmp_path / "甲-回执.xpack"
    assert receipt_path([tmp_path], [one, two], now).parent == tmp_path
    assert receipt_path([one, two], [one, two], now).suffix == ".xpack"


def test_verify_tells_times_and_reasons(chain: Chain, office: Office) -> None:
    bad = chain.folder / "坏.xpsync"
    shutil.copy(sync_path(chain), bad)
    intakes = [take(chain, office, sync_path(chain)), Intake(bad, "refused", "未予采用。", ("XP-4511",))]

    facts = prove_file(receipt(chain, *intakes), Evidence(chain.trust, (), chain.lead.shelf)).facts
    assert facts[0].startswith("回执：收下 1 份，拒收 1 份")
    assert "09:00" in facts[1]
    assert facts[2] == "拒收 坏.xpsync：未予采用。"
