"""The bureaus that this device trusts: taken in once, their fingerprint compared with the printed notice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.common.clock import Clock, stamp
from app.common.errors import Refusal
from app.models import tables
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.signing.trust import Trust


@dataclass(frozen=True, slots=True)
class TrustInfo:
    """A trust file as a person compares it. known: it is already taken in on this device."""

    bureau: str
    fingerprint: str
    known: bool


class Trusts:
    """Trust files of this device."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def look_at(self, data: bytes) -> TrustInfo:
        """What a trust file says, nothing taken in. Raises Refusal."""
        from app.signing.trust import FORMLESS, Trust

        try:
            trust = Trust.parse(data)
        except Refusal as refusal:
            if any(fault.code != FORMLESS for fault in refusal.faults):
                raise
            words = "这不是主管部门的信任文件，或文件不完整；请检查是否选错了文件。"
            raise Refusal.because(words, code=FORMLESS) from None
        return TrustInfo(trust.name, trust.fingerprint, self._known(trust.fingerprint))

    def confirm(self, data: bytes) -> TrustInfo:
        """Take a trust file in, its fingerprint having been compared. Raises Refusal."""
        from app.signing.trust import Trust

        trust = Trust.parse(data)
        with self._store.write() as unit:
            unit.put(
                tables.trusts,
                fingerprint=trust.fingerprint,
                bureau=trust.name,
                data=trust.data,
                confirmed_at=stamp(self._clock.now()),
            )
        return TrustInfo(trust.name, trust.fingerprint, known=True)

    def list(self) -> tuple[TrustInfo, ...]:
        """Every bureau that is trusted here."""
        with self._store.look() as view:
            rows = view.find(tables.trusts, columns=("bureau", "fingerprint"), order=("confirmed_at",))
        return tuple(TrustInfo(row["bureau"], row["fingerprint"], known=True) for row in rows)

    def all(self) -> tuple[Trust, ...]:
        """Every trust, ready to check with."""
        from app.signing.trust import Trust

        with self._store.look() as view:
            rows = view.find(tables.trusts, columns=("data",), order=("confirmed_at",))
        return tuple(Trust.parse(bytes(row["data"])) for row in rows)

    def get(self, fingerprint: str) -> Trust:
        """The trust with that fingerprint. Raises Refusal where it was never confirmed here."""
        found = next((trust for trust in self.all() if trust.fingerprint == fingerprint), None)
        if found is None:
            raise Refusal.because(
                "这台电脑上没有该单位的信任文件。请先载入 bureau.xptrust，并核对通知上印的指纹。",
                code="XP-4401",
            )
        return found

    def _known(self, fingerprint: str) -> bool:
        with self._store.look() as view:
            return view.count(tables.trusts, fingerprint=fingerprint) > 0
