"""A bureau with a small panel, made once a run: what the tests of signing and exchange stand on."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from app.common.boxes import SignatureBox, field_name
from app.signing.authority import Authority
from app.signing.credentials import Applicant, Credential, Enrolment
from app.signing.keys import DeviceKey, PersonKeys
from app.signing.pdf import Signer, certify, prepare, sign
from app.signing.trust import Trust

NOW = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)
BATCH = "batch-1"
VALID = (NOW - timedelta(days=10), NOW + timedelta(days=60))
FONT = Path(__file__).resolve().parents[2] / "resources" / "fonts" / "NotoSansSC-Regular.ttf"
PANEL = {
    "expert-a": ("专家甲（示例）", "expert"),
    "expert-b": ("专家乙（示例）", "expert"),
    "leader-d": ("组长丁（示例）", "leader"),
}


@dataclass(frozen=True)
class Member:
    keys: PersonKeys
    device: DeviceKey
    enrolment: Enrolment
    credential: Credential


@dataclass(frozen=True)
class World:
    authority: Authority
    trust: Trust
    people: dict[str, Member]

    @property
    def expert(self) -> Member:
        return self.people["expert-a"]

    @property
    def leader(self) -> Member:
        return self.people["leader-d"]

    def signer(self, person: str) -> Signer:
        member = self.people[person]
        return Signer.person(member.keys, member.credential, self.trust)

    def device(self) -> Signer:
        return Signer.device(self.leader.device, self.leader.credential, self.trust)


def make_world(now: datetime, valid: tuple[datetime, datetime]) -> World:
    authority = Authority.create("示例市人力资源和社会保障局", now - timedelta(days=30))
    people = {}
    for person, (name, role) in PANEL.items():
        keys, device = PersonKeys.generate(), DeviceKey.generate()
        enrolment = Enrolment.make(Applicant.of(person, name, "示例单位"), keys, device, now)
        credential = authority.enrol(enrolment, BATCH, role, *valid)  # type: ignore[arg-type]
        people[person] = Member(keys, device, enrolment, credential)
    return World(authority, authority.trust(), people)


@cache
def world() -> World:
    return make_world(NOW, VALID)


@cache
def foreign() -> World:
    """The same people's names under another root."""
    return make_world(NOW, VALID)


def drawn_pdf() -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    canvas.drawString(100, 700, "verdict")
    canvas.showPage()
    canvas.drawString(100, 700, "signatures")
    canvas.save()
    return target.getvalue()


def boxes() -> list[SignatureBox]:
    return [
        SignatureBox(field_name(person), 1, 50.5, 100 + 60 * place, 250, 150 + 60 * place)
        for place, person in enumerate(PANEL)
    ]


def certified(place: World) -> bytes:
    return certify(prepare(drawn_pdf(), boxes()), place.device(), NOW)


def sign_next(place: World, pdf: bytes, person: str, minute: int = 1) -> bytes:
    at = NOW + timedelta(minutes=minute)
    return sign(pdf, field_name(person), place.signer(person), at)


@cache
def signed_pdf() -> bytes:
    """Certified and signed by everybody, the leader last."""
    pdf = certified(world())
    for minute, person in enumerate(PANEL, start=1):
        pdf = sign_next(world(), pdf, person, minute)
    return pdf
