"""Writes copies on a quiet thread of its own, whenever something is new and the place is there. No Qt.

The window looks in every second (``tick``); nothing here ever waits for the stick but ``close``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.common.errors import EnvironmentTrouble, XianpingError
from app.ui.safes.pace import Pace

if TYPE_CHECKING:
    from app.services.safe.places import SafePlace
    from app.services.safe.safes import Copied, Safes, Signer

LONGEST_GOODBYE = 15.0  # seconds that closing waits for a slow stick


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one write. trouble: of the place as a whole, or None; refused: visits without a copy."""

    copied: Mapping[str, Copied] = field(default_factory=dict)
    refused: Mapping[str, XianpingError] = field(default_factory=dict)
    trouble: XianpingError | None = None


class Keeper:
    """Keeps the copies of one data folder up to now."""

    def __init__(self, safes: Safes, now: Callable[[], float] = time.monotonic) -> None:
        self._safes, self._now = safes, now
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="xianping-safe")
        self._under_way: list[Future[Outcome]] = []
        self._pace = Pace()
        self.place: SafePlace | None = safes.places.chosen()
        self.copied: dict[str, Copied] = {}
        self.refused: dict[str, XianpingError] = {}
        self.trouble: XianpingError | None = None
        self.seated = True
        self._by: Signer | None = None

    @property
    def busy(self) -> bool:
        """Whether a write is under way."""
        return bool(self._under_way)

    def tick(self) -> None:
        """Take in what has ended, and begin what is due. Raises what is a fault of the program."""
        self._look()
        if self._pace.due(self._now()) and not self._under_way:
            self._begin(self._by)

    def soon(self) -> None:
        """Write now what is new: somebody leaves, locks, or closes."""
        self._look()
        if self._pace.waiting:
            self._begin(self._by)

    def move(self, place: SafePlace | None) -> None:
        """From now on write there, or nowhere."""
        self.place, self.trouble = place, None
        self.copied, self.refused = {}, {}
        self._pace = Pace()
        self.soon()

    def close(self) -> None:
        """Write once more, if something is new, and wait for it, though not for ever."""
        self.soon()
        wait(self._under_way, timeout=LONGEST_GOODBYE)
        self._pool.shutdown(wait=False, cancel_futures=True)

    def settle(self) -> None:
        """Wait until nothing is under way."""
        wait(self._under_way)
        self._gather()

    def _look(self) -> None:
        """See what is new, and who sits here: what one has written is signed by that one, not by the next."""
        self._gather()
        now, before = self._now(), self._pace.seen
        self._pace.saw(self._safes.written, now)
        if self.place is None:
            return
        switched = self._by is not None and self._by.id != self._safes.seated
        if switched and self._pace.waiting:
            self._begin(self._by)
            self._pace.anew(now)
        if switched or self._by is None or self._pace.seen != before:
            self._by = self._safes.signer()
            self.seated = self._by is not None

    def _begin(self, signer: Signer | None) -> None:
        if self.place is not None and signer is not None:
            self._pace.began()
            self._under_way.append(self._pool.submit(_written, self._safes, signer, self.place))

    def _gather(self) -> None:
        ended = [future for future in self._under_way if future.done()]
        self._under_way = [future for future in self._under_way if not future.done()]
        for future in ended:
            self._take(future.result())

    def _take(self, outcome: Outcome) -> None:
        self.copied.update(outcome.copied)
        self.refused = dict(outcome.refused)
        self.trouble = outcome.trouble
        if self.trouble is not None:
            self._pace.failed(self._now())


def _written(safes: Safes, signer: Signer, place: SafePlace) -> Outcome:
    """Every visit of the signer; what the stick does to one of them it would do to all."""
    copied: dict[str, Copied] = {}
    refused: dict[str, XianpingError] = {}
    try:
        safes.places.must_be_there(place)
        for visit in safes.visits(signer.id):
            _one(safes, visit.id, signer, place, copied, refused)
    except EnvironmentTrouble as trouble:
        return Outcome(copied, refused, trouble)
    return Outcome(copied, refused)


def _one(
    safes: Safes,
    visit_id: str,
    signer: Signer,
    place: SafePlace,
    copied: dict[str, Copied],
    refused: dict[str, XianpingError],
) -> None:
    from app.common.errors import Refusal

    try:
        made = safes.write(visit_id, signer, place)
    except Refusal as refusal:
        refused[visit_id] = refusal
        return
    if made is not None:
        copied[visit_id] = made
