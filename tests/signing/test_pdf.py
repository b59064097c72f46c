"""The signing round of a verdict, checked by us and by poppler."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from app.common.boxes import field_name
from app.common.errors import Refusal
from app.signing.fields import unb64
from app.signing.pdf import Signer, certify, prepare, sign, verify
from tests.signing.bureau import (
    NOW,
    PANEL,
    boxes,
    certified,
    drawn_pdf,
    foreign,
    make_world,
    sign_next,
    signed_pdf,
    world,
)


def stroke() -> bytes:
    image = Image.new("RGBA", (400, 150), (0, 0, 0, 0))
    ImageDraw.Draw(image).line([(10, 100), (100, 20), (390, 30)], fill=(0, 0, 80, 255), width=6)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def refused(code: str, pdf: bytes, person: str, drawn: bytes | None = None) -> None:
    with pytest.raises(Refusal) as caught:
        sign(pdf, field_name(person), world().signer(person), NOW, drawn)
    assert caught.value.faults[0].code == code


def test_fields_first_is_reproducible() -> None:
    assert prepare(drawn_pdf(), boxes()) == prepare(drawn_pdf(), boxes())


def test_everybody_signs_and_the_report_says_who_and_when() -> None:
    report = verify(signed_pdf(), world().trust)
    assert report.faults == ()
    assert report.valid
    assert report.complete
    found = [(each.person_id, each.name, each.role, each.signed_at) for each in report.signatures]
    assert found == [
        (person, name, role, NOW + timedelta(minutes=minute))
        for minute, (person, (name, role)) in enumerate(PANEL.items(), start=1)
    ]


def test_half_way_it_holds_but_is_not_complete() -> None:
    pdf = certified(world())
    report = verify(pdf, world().trust)
    assert (report.valid, report.complete, report.signatures) == (True, False, ())
    assert report.empty == {field_name(person) for person in PANEL}
    report = verify(sign_next(world(), pdf, "expert-b"), world().trust)
    assert (report.valid, report.complete) == (True, False)
    assert report.empty == {field_name(person) for person in PANEL if person != "expert-b"}
    assert [each.person_id for each in report.signatures] == ["expert-b"]


def test_a_drawn_stroke_stands_on_the_page() -> None:
    pdf = certified(world())
    plain = sign_next(world(), pdf, "expert-a")
    drawn = sign(pdf, field_name("expert-a"), world().signer("expert-a"), NOW, stroke())
    assert b"/Image" in drawn[len(pdf) :]
    assert b"/Image" not in plain[len(pdf) :]
    assert verify(drawn, world().trust).valid


def test_what_cannot_be_signed_is_said() -> None:
    pdf = certified(world())
    once = sign_next(world(), pdf, "expert-a")
    refused("XP-3803", once, "expert-a")
    with pytest.raises(Refusal) as caught:
        sign(once, field_name("expert-b"), world().signer("expert-a"), NOW)
    assert caught.value.faults[0].code == "XP-3805"
    refused("XP-3802", drawn_pdf(), "expert-a")
    refused("XP-3801", b"%PDF-1.7 rubbish", "expert-a")
    refused("XP-3806", pdf, "expert-a", b"no picture")
    with pytest.raises(Refusal):
        prepare(b"rubbish", boxes())


def test_only_certified_keys_make_a_signer() -> None:
    place = world()
    with pytest.raises(Refusal):
        Signer.person(place.leader.keys, place.expert.credential, place.trust)
    with pytest.raises(Refusal):
        Signer.device(place.leader.device, place.expert.credential, place.trust)


def test_certificates_must_hold_when_signing_and_when_asked() -> None:
    pdf = signed_pdf()
    assert verify(pdf, world().trust, NOW + timedelta(days=30)).valid
    late = verify(pdf, world().trust, NOW + timedelta(days=90))
    assert [fault.code for fault in late.faults] == ["XP-3815"]
    signer = world().signer("expert-a")
    after = sign(certified(world()), field_name("expert-a"), signer, NOW + timedelta(days=90))
    assert [fault.code for fault in verify(after, world().trust).faults] == ["XP-3815"]


def test_another_bureau_is_not_ours() -> None:
    assert [fault.code for fault in verify(signed_pdf(), foreign().trust).faults] == ["XP-3814"]


@pytest.mark.skipif(not shutil.which("pdfsig") or not shutil.which("certutil"), reason="poppler, NSS missing")
def test_poppler_calls_every_signature_valid_and_trusted(tmp_path: Path) -> None:
    now = datetime.now(UTC)  # pdfsig has no other clock
    place = make_world(now, (now - timedelta(days=1), now + timedelta(days=30)))
    pdf = certify(prepare(drawn_pdf(), boxes()), place.device(), now)
    for person in PANEL:
        pdf = sign(pdf, field_name(person), place.signer(person), now)
    (tmp_path / "verdict.pdf").write_bytes(pdf)
    (tmp_path / "root.der").write_bytes(unb64(place.trust.root_certificate))
    store = tmp_path / "nss"
    store.mkdir()
    subprocess.run(["certutil", "-N", "-d", store, "--empty-password"], check=True)
    root = ["-n", "root", "-t", "C,C,C", "-i", str(tmp_path / "root.der")]
    subprocess.run(["certutil", "-A", "-d", store, *root], check=True)
    told = subprocess.run(
        ["pdfsig", "-nssdir", store, tmp_path / "verdict.pdf"], check=True, capture_output=True, text=True
    ).stdout
    assert told.count("Signature is Valid.") == 4
    assert told.count("Certificate is Trusted.") == 4
    assert told.count("Total document signed") == 1
    for name, _ in PANEL.values():
        assert name in told
