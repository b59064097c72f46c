"""The verdict's signatures: certified by the leader's device, set by each person, checked on return."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.common.boxes import SignatureBox, field_name
from app.common.clock import Clock
from app.common.errors import Refusal
from app.services.identity.tasks import Tasks
from app.services.panel.signed_copies import SignedCopies, certified
from app.services.store.devices import device_key, note_word, word_of
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.signing.keys import PersonKeys
    from app.signing.pdf import PdfReport, Signer

NO_WORD = "XP-3809"


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

    def certify(
        self,
        visit_id: str,
        leader_id: str,
        keys: PersonKeys | None,
        pdf: bytes,
        boxes: Sequence[SignatureBox],
    ) -> bytes:
        """The PDF with every empty field, certified by this device. keys: of who leads, None while closed.

        Raises Refusal where neither the bureau nor who leads has vouched for the device, nor can now.
        """
        from app.signing.pdf import certify, prepare

        if keys is not None:
            self.vouch(visit_id, leader_id, keys)
        return certify(prepare(pdf, boxes), self._device(visit_id, leader_id), self._clock.now())

    def vouch(self, visit_id: str, leader_id: str, keys: PersonKeys) -> None:
        """Let who leads give the own word for this device, where the bureau has certified another. Once."""
        from app.signing.pdf import word_for

        if not self.vouched(visit_id, leader_id):
            word = word_for(device_key(self._store), keys, self._tasks.seat(visit_id, leader_id).credential)
            note_word(self._store, visit_id, leader_id, word)

    def vouched(self, visit_id: str, leader_id: str) -> bool:
        """Whether this device can certify a document of the visit without anybody's PIN."""
        from app.signing.pdf import is_enrolled, is_word

        credential = self._tasks.seat(visit_id, leader_id).credential
        key, word = device_key(self._store), word_of(self._store, visit_id, leader_id)
        return is_enrolled(key, credential) or is_word(word, key, credential, self._clock.now())

    def _device(self, visit_id: str, leader_id: str) -> Signer:
        from app.signing.pdf import Signer, is_enrolled

        key, credential = device_key(self._store), self._tasks.seat(visit_id, leader_id).credential
        if is_enrolled(key, credential):
            return Signer.device(key, credential, self._tasks.trust(visit_id))
        if not self.vouched(visit_id, leader_id):
            raise Refusal.because(
                f"这台电脑还没有为这次考核出具过文件，请{credential.person.name}输入 PIN 认可这台电脑。",
                code=NO_WORD,
            )
        return Signer.vouched(key, word_of(self._store, visit_id, leader_id), credential)

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
