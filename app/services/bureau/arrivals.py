"""Packages as they arrive at the bureau: when each came first, and what became of a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.common.clock import Clock, stamp
from app.models import tables
from app.services.store.unit_of_work import Unit, View

if TYPE_CHECKING:
    from app.exchange.package import Package

Fate = Literal["taken", "already here", "refused", "conflict"]


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of one file. message: Chinese; codes: of the faults, for refused and conflict.

    arrival: of a package that is in, with the time of its first coming; None where it was refused.
    """

    path: Path
    fate: Fate
    message: str
    codes: tuple[str, ...] = ()
    arrival: Arrival | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A proven package as the bureau remembers it. at: UTC stamp of when it came for the first time.

    pdf_sha256: of the verdict that the bureau took in with it; None where it did not.
    """

    kind: str
    visit: str | None
    digest: str
    sha256: str
    at: str
    pdf_sha256: str | None = None


def arrival_of(view: View, clock: Clock, package: Package) -> Arrival:
    """The package with the time of its first coming; now, where it has not come before."""
    manifest = package.manifest
    at = _first_time(view, package) or stamp(clock.now())
    return Arrival(manifest.kind, manifest.visit, package.digest, package.sha256, at, _verdict(view, package))


def note_arrival(unit: Unit, clock: Clock, package: Package) -> Arrival:
    """Remember when a package came for the first time: coming again does not move it."""
    arrival = arrival_of(unit, clock, package)
    unit.put(tables.settings, key=_came(package.digest), value=arrival.at)
    return arrival


def _verdict(view: View, package: Package) -> str | None:
    """The verdict of a package that was taken in, by its digest: what the database has proven once."""
    noted = view.first(tables.settings, key=_printed(package.digest))
    return str(noted["value"]) if noted else None


def note_verdict(unit: Unit, arrival: Arrival, pdf_sha256: str) -> Arrival:
    """Remember the document that came with a package and was proven."""
    unit.put(tables.settings, key=_printed(arrival.digest), value=pdf_sha256)
    return replace(arrival, pdf_sha256=pdf_sha256)


def _printed(package_digest: str) -> str:
    return f"printed.{package_digest}"


def _first_time(view: View, package: Package) -> str | None:
    """By the package's identity; what came before this was noted stands among the received by its bytes."""
    noted = view.first(tables.settings, key=_came(package.digest))
    if noted is not None:
        return str(noted["value"])
    held = view.first(tables.received, columns=("received_at",), sha256=package.sha256)
    return str(held["received_at"]) if held else None


def _came(package_digest: str) -> str:
    return f"came.{package_digest}"
