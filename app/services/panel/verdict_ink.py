"""The verdict's signatures: certified by the leader's device, set by each person, checked on return."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.common.boxes import SignatureBox, field_name
from app.common.clock import Clock
from app.common.errors import Refusal
from app.services.identity.tasks import Tasks
from app.services.panel.signed_copies import SignedCopies, certified
from app.services.store.devices import device_key
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.signing.keys import PersonKeys
    from app.signing.pdf import PdfReport


class VerdictInk:
    """Signs and checks with the keys that a visit's task vouches for."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        tasks: Tasks,
        must_hold: Callable[[str, bytes], None],
        copies: SignedCopies,
    ) -> None:
        """must_hold: raises Refusal for a document that is not what the record taken in here comes to.

        copies: what keeps signatures that come on another copy of the document.
        """
        self._store, self._clock, self._tasks = store, clock, tasks
        self.must_hold, self.copies = must_hold, copies

    def certify(self, visit_id: str, leader_id: str, pdf: bytes, boxes: Sequence[SignatureBox]) -> bytes:
        """The PDF with every empty field, certified by this device. Raises Refusal if not enrolled."""
        from app.signing.pdf import Signer, certify, prepare

        seat = self._tasks.seat(visit_id, leader_id)
        device = Signer.device(device_key(self._store), seat.credential, self._tasks.trust(visit_id))
        return certify(prepare(pdf, boxes), device, self._clock.now())

    def sign(
        self, visit_id: str, person_id: str, keys: PersonKeys, pdf: bytes, stroke: bytes | None
    ) -> bytes:
        """The PDF with one person's signature more. stroke: PNG of the drawn signature, or None."""
        from app.signing.pdf import Signer, sign

        seat = self._tasks.seat(visit_id, person_id)
        signer = Signer.person(keys, seat.credential, self._tasks.trust(visit_id))
        return sign(pdf, field_name(person_id), signer, self._clock.now(), stroke)

    def certified(self, visit_id: str, pdf: bytes) -> bytes:
        """The beginning of an issued document that everybody's signature comes after."""
        return certified(pdf, self.check(visit_id, pdf))

    def check(self, visit_id: str, pdf: bytes) -> PdfReport:
        """What is proven of a signed PDF. Raises Refusal where anything is wrong."""
        from app.signing.pdf import verify

        report = verify(pdf, self._tasks.trust(visit_id))
        if not report.valid:
            raise Refusal(report.faults)
        return report
