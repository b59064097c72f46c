"""What a file is proven with: trust, keys that open it, packages and receipts that lie beside it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.context import Outside, SaidNo
from app.cli.pins import given_pin, office_pin, pin_for
from app.cli.trust import identities_of, locked_identities, trusts_of
from app.common.errors import Refusal
from app.common.sealed import CLOSED, NOT_FOR_US

if TYPE_CHECKING:
    from app.services.packages.proofs import Evidence
    from app.signing.trust import Trust

MOST_BESIDE = 64
PACKAGE, RECEIPT = "xpsync", "xpack"


def evidence_of(
    stack: ExitStack,
    outside: Outside,
    file: Path,
    trusting: tuple[Path | None, str | None, bool],
    given: tuple[tuple[Path, ...], tuple[Path, ...]],
) -> list[Evidence]:
    """What a file is proven with, once for each bureau that is trusted. Raises Refusal.

    trusting: the trust and the database that were named, whether a PIN is asked for; given: identities and
    packages that were named.
    """
    from app.services.packages.paper_verification import vouched_by
    from app.services.packages.proofs import Evidence

    (trust, db, pin), (identity, package) = trusting, given
    own: Trust | None = None
    keys: list[str] = []
    taken: frozenset[str] = frozenset()
    if db is not None:
        office = outside.open_office(db, ask=partial(office_pin, asked=pin))
        stack.callback(office.close)
        own, taken = office.own_trust(), office.bureau.vouched()
        if office.has_keys():
            secret = pin_for(office, given_pin(asked=pin))
            keys = [office.issuing.unlock(secret).issuing.identity]
    trusts = _trusts(outside, file, trust, own)
    opening = (*keys, *identities_of(identity, file.parent))
    shelf = stack.enter_context(outside.scratch_shelf())
    beside = package or _beside(file, PACKAGE)
    found = (Evidence(each, opening, shelf, beside, taken) for each in trusts)
    receipts = _beside(file, RECEIPT)
    return [replace(each, vouched=taken | vouched_by(receipts, each)) for each in found]


def closed_beside(file: Path, named: tuple[Path, ...], refusal: Refusal) -> Refusal:
    """Why a sealed file could not be opened: for somebody else, or for keys beside it that wait for a PIN."""
    sealed = any(fault.code == NOT_FOR_US for fault in refusal.faults)
    closed = () if named or not sealed else locked_identities(file.parent)
    if not closed:
        return refusal
    listed = "、".join(path.name for path in closed)
    return Refusal.because(
        f"这份文件是加密的；旁边的身份文件 {listed} 要先输入 PIN。请加 --identity {closed[0].name} 再试。",
        where="identity",
        code=CLOSED,
    )


def _trusts(outside: Outside, file: Path, named: Path | None, own: Trust | None) -> tuple[Trust, ...]:
    """The trust to check with. Where it is the very file in question, its fault is the check's answer."""
    try:
        return trusts_of(outside, named, own)
    except Refusal as refusal:
        if named is not None and named.is_file() and named.samefile(file):
            raise SaidNo(refusal.faults) from None
        raise


def _beside(file: Path, kind: str) -> tuple[Path, ...]:
    """What may be a package of a kind beside a file, whatever it is called."""
    from app.exchange.recognition import may_hold

    near = (each for each in sorted(file.parent.iterdir()) if each != file and not each.name.startswith("."))
    return tuple(each for each in near if each.is_file() and may_hold(each, kind))[:MOST_BESIDE]
