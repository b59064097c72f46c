"""No door of one visit takes another's document, though both have the same unit, panel, scheme and scores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.common.errors import Refusal
from app.models import tables
from app.services.workspace import Workspace
from tests.chain import EXPERTS, LEADER, Chain

ONE, TWO, _ = EXPERTS
DOORS = ("xpsheet", "xpfacts", "xpsafe", "xprecord", "take_back", "must_hold", "sign_copy")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Both visits are frozen and issued, and what goes round of each lies in ``out``."""
    from tests.chain import chains

    with chains(tmp_path_factory.mktemp("two")) as at:
        chain = at("frozen")
        chain.settle(chain.visits[1])
        chain.freeze(chain.visits[1])
        for visit in chain.visits:
            chain.lead.verdicts.issue(visit)
            _written(chain, visit)
        yield chain


def _written(chain: Chain, visit: str) -> None:
    chain.site(ONE).facts_files.export(visit, chain.ids[ONE], named(chain, visit, "xpfacts"))
    chain.lead.packages.export_record(visit, named(chain, visit, "xprecord"))
    signer = chain.site(ONE).safes.signer()
    assert signer is not None
    folder = named(chain, visit, "stick")
    folder.mkdir()
    made = chain.site(ONE).safes.write(visit, signer, chain.site(ONE).safes.places.choose(folder))
    assert made is not None
    made.path.rename(named(chain, visit, "xpsafe"))
    named(chain, visit, "xpsheet").write_bytes(chain.sheet(ONE, visit).read_bytes())


def named(chain: Chain, visit: str, kind: str) -> Path:
    return chain.out / f"visit-{chain.visits.index(visit)}.{kind}"


def everything(site: Workspace) -> dict[str, object]:
    names = [name for name in tables.metadata.tables if name not in ("evidence_keys", "people")]
    with site.store.look() as view:
        return {name: view.find(tables.metadata.tables[name]) for name in names}


def through(chain: Chain, door: str, visit: str, other: str) -> tuple[Workspace, Callable[[], object]]:
    """Whose device, and the deed: another's document brought to the door of ``visit``."""
    site = chain.lead if door in ("xpsheet", "xpsafe", "take_back") else chain.site(TWO)
    if door in ("xpsheet", "xpfacts", "xpsafe", "xprecord"):
        return site, lambda: site.packages.import_file(named(chain, other, door), visit)
    pdf = chain.lead.verdicts.pdf(other)
    if door == "take_back":
        return site, lambda: site.verdicts.take_back(visit, pdf)
    site.packages.import_file(named(chain, visit, "xprecord"))
    if door == "must_hold":
        return site, lambda: site.records.must_hold(visit, pdf)
    return site, lambda: site.verdicts.sign_copy(visit, chain.ids[TWO], None, pdf, None)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("mine", [0, 1])
def test_anothers_document_is_refused_and_changes_nothing(played: Chain, door: str, mine: int) -> None:
    visit, other = played.visits[mine], played.visits[1 - mine]
    site, deed = through(played, door, visit, other)
    before = everything(site)
    with pytest.raises(Refusal) as refused:
        deed()
    assert refused.value.faults[0].code in {"XP-4542", "XP-4307", "XP-4526", "XP-4541"}, refused.value
    assert everything(site) == before


@pytest.mark.parametrize("door", ["xpsheet", "xpfacts", "xpsafe", "xprecord"])
@pytest.mark.parametrize("mine", [0, 1])
def test_the_own_document_is_taken_at_the_same_door(played: Chain, door: str, mine: int) -> None:
    visit = played.visits[mine]
    site, deed = through(played, door, visit, visit)
    taken = deed()
    assert getattr(taken, "visit_id", None) == visit
    assert site.shelf.get(visit).id == visit


def test_what_belongs_to_no_visit_is_taken_from_within_one(played: Chain) -> None:
    assert played.lead.packages.import_file(played.out / "panel.xptask", played.visit).already_here
    assert LEADER in played.ids
