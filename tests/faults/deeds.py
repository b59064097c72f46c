"""The deeds that are tried: from which stage, what is done, and how it shows that it was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.exchange.package import Package, read_package
from app.models import tables
from app.services.bureau import intake as bureau
from app.services.bureau.office import Office
from app.services.packages.arrival import Arrived, arrive
from app.services.store.ledger import read_ledger
from app.services.workspace import Workspace
from tests.chain import EXPERTS, Chain


@dataclass(frozen=True, slots=True)
class Deed:
    """opens: what is open before the disk begins to fail; held: whether the deed is done, on a whole disk.

    touches: the databases that it writes to, whose ledgers must have their chains afterwards.
    """

    stage: str
    opens: Callable[[Chain], Workspace | Office]
    act: Callable[[Chain], bool]
    held: Callable[[Chain], bool]
    touches: Callable[[Chain], Workspace | Office]


def _record(chain: Chain) -> bool:
    desk = chain.site(EXPERTS[0]).sheets.open(chain.visit, chain.ids[EXPERTS[0]])
    desk.record("1.1", "dedicated_body", False)
    return True


def _recorded(chain: Chain) -> bool:
    desk = chain.site(EXPERTS[0]).sheets.open(chain.visit, chain.ids[EXPERTS[0]])
    return desk.answers.get("1.1", {}).get("dedicated_body") is False


def _freeze(chain: Chain) -> bool:
    return bool(chain.lead.verdicts.freeze(chain.visit))


def _frozen(chain: Chain) -> bool:
    with chain.lead.store.look() as view:
        rows = view.count(tables.verdicts, visit_id=chain.visit, state="frozen")
    assert bool(rows) == (chain.desk().facts.frozen_digest is not None), "row and ledger tell two stories"
    return bool(rows)


def _issue(chain: Chain) -> bool:
    return chain.lead.verdicts.issue(chain.visit).startswith(b"%PDF-")


def _issued(chain: Chain) -> bool:
    with chain.lead.store.look() as view:
        (row,) = view.find(tables.verdicts, columns=("pdf",), visit_id=chain.visit, state="frozen")
    assert (row["pdf"] is not None) == chain.desk().facts.issued, "row and ledger tell two stories"
    return row["pdf"] is not None


def _export(chain: Chain) -> bool:
    return chain.export().is_file()


def _exported(chain: Chain) -> bool:
    """Whatever bears an export's name is whole; done is it where all are there."""
    folder = chain.out / "sync"
    names = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
    for name in names:
        if name.endswith(".xpsync"):
            read_package(folder / name, chain.trust, chain.identities).close()
        if name.endswith(".pdf"):
            data = (folder / name).read_bytes()
            assert data.startswith(b"%PDF-"), name
            assert data.rstrip().endswith(b"%%EOF"), name
    with chain.lead.store.look() as view:
        return view.count(tables.exports, visit_id=chain.visit, kind="xpsync") > 0 and len(names) >= 3


def _take(chain: Chain) -> bool:
    chain.lead.packages.import_file(chain.sheet(EXPERTS[0]))
    return True


def _taken(chain: Chain) -> bool:
    states = {info.person_id: info.state for info in chain.desk().state.sheets}
    return states[chain.ids[EXPERTS[0]]] == "received"


_proven: dict[str, Arrived] = {}


def _proven_once(package: Package, *more: Any) -> Arrived:
    """What is proven of a package is the same at every place where the disk fails: it is asked for once."""
    if package.sha256 not in _proven:
        _proven[package.sha256] = arrive(package, *more)
    return _proven[package.sha256]


def _come_in(chain: Chain) -> bool:
    setattr(bureau, "arrive", _proven_once)  # noqa: B010  the name where it is called
    office = chain.new_office("other.db")
    told = office.bureau.take(chain.out / "sync" / "visit.xpsync", chain.trust, chain.identities)
    assert told.fate != "conflict", told.message
    return told.fate in ("taken", "already here")


def _came_in(chain: Chain) -> bool:
    return len(chain.new_office("other.db").bureau.status()) == 1


def _expert(chain: Chain) -> Workspace:
    return chain.site(EXPERTS[0])


def _leader(chain: Chain) -> Workspace:
    return chain.lead


def _bureau(chain: Chain) -> Office:
    return chain.new_office("other.db")


DEEDS = {
    "record": Deed("tasked", _expert, _record, _recorded, _expert),
    "take": Deed("locked", _leader, _take, _taken, _leader),
    "freeze": Deed("settled", _leader, _freeze, _frozen, _leader),
    "issue": Deed("frozen", _leader, _issue, _issued, _leader),
    "export": Deed("signed", _leader, _export, _exported, _leader),
    "intake": Deed("exported", _bureau, _come_in, _came_in, _bureau),
}


def must_be_whole(place: Workspace | Office) -> None:
    """Every ledger has its chain."""
    with place.store.look() as view:
        for row in view.find(tables.streams, columns=("id",)):
            read_ledger(view, row["id"])
