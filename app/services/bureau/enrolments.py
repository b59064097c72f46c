"""The enrolments that a bureau seats a panel from: one a person, never one in the place of another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.errors import Fault, Refusal
from app.common.roles import ROLES

if TYPE_CHECKING:
    from app.reports.fingerprint_notice import FingerprintRow
    from app.services.bureau.batch_spec import BatchSpec
    from app.signing.credentials import Enrolment
    from app.signing.trust import Trust


def enrolled(requests: Iterable[tuple[Path, Enrolment]]) -> dict[str, Enrolment]:
    """Person to request. The same file twice is once. Raises Refusal naming every pair that differs."""
    found: dict[str, tuple[Path, Enrolment]] = {}
    faults: list[Fault] = []
    for path, request in requests:
        held_at, held = found.setdefault(request.person.id, (path, request))
        if held.keys != request.keys or held.person != request.person:
            faults.append(_doubled(held_at, held, path, request))
    if faults:
        raise Refusal(faults)
    return {person: request for person, (_, request) in found.items()}


def _doubled(held_at: Path, held: Enrolment, path: Path, request: Enrolment) -> Fault:
    return Fault(
        str(path),
        f"{held_at} 和 {path} 登记的是同一个人而内容不同："
        f"前者 {_told(held)}，后者 {_told(request)}。请向本人核对指纹，只留下本人的那一份。",
        "XP-4708",
    )


def _told(request: Enrolment) -> str:
    return f"{request.person.name}（{request.person.unit}），指纹 {request.fingerprint}"


def seats(spec: BatchSpec, requests: dict[str, Enrolment]) -> tuple[FingerprintRow, ...]:
    """Every seat of a panel as it is printed: role, name, unit, fingerprint."""
    from app.reports.fingerprint_notice import FingerprintRow

    return tuple(
        FingerprintRow(ROLES[seat.role].word, request.person.name, request.person.unit, request.fingerprint)
        for seat in spec.panel
        if (request := requests.get(seat.person)) is not None
    )


def notice(trust: Trust, made_on: date, rows: Sequence[FingerprintRow] = (), batch: str = "") -> bytes:
    """The printed notice as a PDF: the bureau's fingerprint before those of the seats. Raises Refusal."""
    from app.reports.fingerprint_notice import FingerprintNotice, FingerprintRow, render_fingerprints

    own = FingerprintRow("主管部门", trust.name, "", trust.fingerprint)
    return render_fingerprints(
        FingerprintNotice(office=trust.name, batch=batch, made_on=made_on, sample=False, rows=(own, *rows))
    )
