"""A rolling sealed copy of the work in progress on a stick: a laptop may die, the visit goes on on another.

For each visit one small file, written again whenever something is new; evidence lies beside it, each content
sealed once. ``write`` may run beside the window: it reads the database and touches no table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.canon import sha256
from app.common.clock import Clock, stamp
from app.common.errors import XianpingError
from app.common.roles import COLLECTING, JUDGING
from app.models.disk import sync_folder
from app.services.evidence.evidence import EvidenceFiles
from app.services.identity.people import People
from app.services.identity.tasks import Tasks, seat_of
from app.services.panel.panel_ledger import facts_of, settled
from app.services.panel.seats import led_by
from app.services.safe.carried_keys import Carrying
from app.services.safe.content import Content, Gathering
from app.services.safe.files import CompanionFiles
from app.services.safe.places import SafePlace, SafePlaces, made_room, name_before, safe_name
from app.services.store.devices import device_key
from app.services.store.shelf import VisitShelf
from app.services.store.site import Visit
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.exchange.manifest import ManifestDraft
    from app.exchange.package import Recipient
    from app.exchange.task import Panelist, Task
    from app.signing.keys import PersonKeys
    from app.signing.trust import Trust

DONE = frozenset({"acknowledged"})


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """Who sits at the keyboard, with keys that are open."""

    id: str
    keys: PersonKeys


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that is on its place, read back and proven.

    at: UTC stamp of its writing. wanting: evidence files that are not with it, for want of room or because
    they cannot be read here.
    """

    visit_id: str
    path: Path
    at: str
    wanting: int


class Safes:
    """Writes the copies of one data folder."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        people: People,
        shelf: VisitShelf,
        evidence: EvidenceFiles,
        tasks: Tasks,
        places: SafePlaces,
    ) -> None:
        self._store, self._clock, self._people = store, clock, people
        self._shelf, self._evidence, self._tasks = shelf, evidence, tasks
        self.places, self.carrying = places, Carrying(store, people)
        self._gathering = Gathering(store)
        self._last: dict[Path, tuple[object, Copied]] = {}

    @property
    def written(self) -> int:
        """Grows with whatever is stored in this data folder: cheap to look at, often."""
        return self._store.written

    @property
    def seated(self) -> str:
        """Id of who sits at the keyboard; empty for nobody."""
        return self._people.current.id if self._people.current else ""

    def signer(self) -> Signer | None:
        """Who signs now: the person at the keyboard, once the keys are open. None while nobody can."""
        current = self._people.current
        if current is None:
            return None
        try:
            return Signer(current.id, self._people.keys(current.id))
        except XianpingError:
            return None

    def visits(self, person_id: str) -> tuple[Visit, ...]:
        """The visits in progress that this person works in."""
        return tuple(
            visit for visit in self._shelf.all() if visit.stage not in DONE and visit.member(person_id)
        )

    def possible(self, visit: Visit) -> bool:
        """Whether a copy can be made: a visit that came without a task knows nobody's keys."""
        return visit.task_sha256 is not None

    def write(self, visit_id: str, signer: Signer, place: SafePlace) -> Copied | None:
        """Bring the copy of a visit up to now; None where there is nothing of it yet.

        Nothing is written where nothing is new. Raises Refusal where no copy can be made of this visit,
        EnvironmentTrouble for what the stick does to us; the copies that are there stay whole.
        """
        visit, task = self._shelf.get(visit_id), self._tasks.task(visit_id)
        seat = seat_of(task, signer.id)
        with self._store.look() as view:
            leads = led_by(settled(visit, facts_of(view, visit_id)), task.deputy, seat.id)
        content = self._gathering.gather(visit, leads=leads or seat.role in COLLECTING)
        if content is None:
            return None
        name = safe_name(visit, signer.id, self._device)
        self.places.must_be_there(place)
        room = made_room(place)
        keys = self.carrying.box(signer.id)
        coded = self._people.lock.coded(signer.id) if keys is not None else None
        mark, at = self._mark(content, keys, coded), stamp(self._clock.now())
        held = self._last.get(room / name)
        if held is None or held[0] != mark or not (room / name).is_file():
            self._put(room, name, self._draft(visit, signer, content, at), content, keys, signer, seat)
            self.places.must_be_there(place)  # pulled out meanwhile, its folder may lie on our own disk
        elif not held[1].wanting:
            return held[1]
        else:
            at = held[1].at
        trust = self._tasks.trust(visit_id)
        beside = CompanionFiles(room, visit_id, self._evidence, self._ages(task, trust, signer))
        if keys is None:
            beside.strip(signer.id)
        else:
            beside.equip(self._tasks.package(visit_id), trust, signer.id, coded)
        copied = Copied(visit_id, room / name, at, beside.bring(content, self._store, signer.keys.identity))
        self._last[room / name] = (mark, copied)
        return copied

    @cached_property
    def _device(self) -> str:
        return device_key(self._store).public

    def _mark(self, content: Content, keys: str | None, coded: bytes | None) -> object:
        """What the copy says; equal marks are equal copies."""
        return content.mark, sha256((keys or "").encode()), sha256(coded or b"")

    def _put(
        self,
        room: Path,
        name: str,
        draft: ManifestDraft,
        content: Content,
        keys: str | None,
        signer: Signer,
        seat: Panelist,
    ) -> None:
        """Written, read back and proven under another name first: till then the generations stay."""
        from app.exchange.package import write_package
        from app.exchange.trouble import writing

        fresh = room / f".{name}.new"
        with writing():
            fresh.unlink(missing_ok=True)  # whatever lies there is none of ours, and nothing to write into
        members = content.members(keys)
        recipients = self._recipients(draft.visit or "", signer.id)
        blind = seat.role not in JUDGING
        write_package(fresh, draft, members, signer.keys, seat.credential, recipients, blind=blind)
        rotate(room, name, fresh)

    def _draft(self, visit: Visit, signer: Signer, content: Content, at: str) -> ManifestDraft:
        """sequence grows with the ledgers, so that of two copies the later one shows."""
        from app.exchange.manifest import ManifestDraft

        return ManifestDraft(
            kind="xpsafe",
            batch=visit.batch_id,
            visit=visit.id,
            sender=signer.id,
            sequence=max(1, content.length),
            created_at=at,
        )

    def _recipients(self, visit_id: str, signer: str) -> tuple[Recipient, ...]:
        """Whoever may come to lead, and the bureau: nobody else goes on with what experts have judged."""
        from app.exchange.package import Recipient

        task, trust = self._tasks.task(visit_id), self._tasks.trust(visit_id)
        panel = [Recipient(seat.id, seat.credential.keys.age) for seat in _heirs(task) if seat.id != signer]
        return (*panel, Recipient(trust.bureau_id, trust.recipient))

    def _ages(self, task: Task, trust: Trust, signer: Signer) -> Sequence[str]:
        heirs = [seat.credential.keys.age for seat in _heirs(task)]
        return [signer.keys.public().age, trust.recipient, *heirs]


def _heirs(task: Task) -> list[Panelist]:
    """Who may go on with a copy: whoever leads or may come to lead, nobody who only keeps the record."""
    return [seat for seat in task.panel if seat.role in JUDGING]


def rotate(room: Path, name: str, fresh: Path) -> None:
    """Put a proven copy in its place; the one before stays as 上一份. Raises EnvironmentTrouble."""
    from app.exchange.trouble import writing

    with writing():
        if (room / name).exists():
            (room / name).replace(room / name_before(name))
        fresh.replace(room / name)
        sync_folder(room)
