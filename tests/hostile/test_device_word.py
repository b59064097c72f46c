"""A person's word makes a device certify, and nothing else: no other name, no other role, no other bureau."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.common.boxes import field_name
from app.common.errors import Refusal
from app.signing.certificates import (
    DEVICE_NAME,
    DEVICE_ROLE,
    Signing,
    Span,
    Subject,
    certificate_text,
    load_certificate,
    make_leaf,
)
from app.signing.fields import unb64
from app.signing.keys import DeviceKey
from app.signing.pdf import Signer, certify, is_word, prepare, sign, verify, word_for
from tests.hostile.test_pdf import refused
from tests.signing.bureau import NOW, PANEL, VALID, Member, World, boxes, drawn_pdf, foreign, sign_next, world

OWN = Subject("leader-d", DEVICE_NAME, DEVICE_ROLE)


def spoken(place: World, person: str, key: DeviceKey) -> Signer:
    member = place.people[person]
    return Signer.vouched(key, word_for(key, member.keys, member.credential), member.credential)


def certified_by(signer: Signer) -> bytes:
    return certify(prepare(drawn_pdf(), boxes()), signer, NOW)


def forged(member: Member, subject: Subject, key: DeviceKey, span: Span = Span(*VALID)) -> Signer:  # noqa: B008
    own = Signing(load_certificate(unb64(member.credential.certificate)), member.keys.p256)
    leaf = make_leaf(subject, key.p256.private.public_key(), span, own)
    return Signer(key.p256, unb64(certificate_text(leaf)), unb64(member.credential.certificate))


@pytest.mark.parametrize("person", list(PANEL))
def test_a_persons_word_makes_any_device_certify(person: str) -> None:
    pdf = certified_by(spoken(world(), person, DeviceKey.generate()))
    for minute, each in enumerate(PANEL, start=1):
        pdf = sign_next(world(), pdf, each, minute)
    report = verify(pdf, world().trust)
    assert (report.faults, report.complete) == ((), True)
    assert [each.person_id for each in report.signatures] == list(PANEL)


@pytest.mark.parametrize(
    "subject",
    [
        Subject("leader-d", "组长丁（示例）", "leader"),
        Subject("leader-d", DEVICE_NAME, "leader"),
        Subject("leader-d", "别的设备", DEVICE_ROLE),
        Subject("expert-a", DEVICE_NAME, DEVICE_ROLE),
        Subject("leader-d", DEVICE_NAME, "bureau"),
    ],
)
def test_a_person_vouches_for_the_own_device_alone(subject: Subject) -> None:
    """The leader names another role or name, or the device of somebody else."""
    key = DeviceKey.generate()
    refused(certified_by(forged(world().leader, subject, key)), "XP-3814")
    pdf = certified_by(spoken(world(), "leader-d", key))
    refused(sign(pdf, field_name("leader-d"), forged(world().leader, subject, DeviceKey.generate()), NOW))


def test_a_device_vouches_for_nothing() -> None:
    leader = world().leader
    device = leader.credential.device_certificate
    assert device is not None
    own = Signing(load_certificate(unb64(device)), leader.device.p256)
    key = DeviceKey.generate()
    leaf = make_leaf(OWN, key.p256.private.public_key(), Span(*VALID), own)
    refused(certified_by(Signer(key.p256, unb64(certificate_text(leaf)), unb64(device))), "XP-3814")


def test_another_bureaus_leader_vouches_for_nothing_here() -> None:
    refused(certified_by(spoken(foreign(), "leader-d", DeviceKey.generate())), "XP-3814")


def test_a_word_fits_one_key_and_holds_as_long_as_it_says() -> None:
    leader, key = world().leader, DeviceKey.generate()
    word = word_for(key, leader.keys, leader.credential)
    assert is_word(word, key, leader.credential, NOW)
    assert not is_word(word, DeviceKey.generate(), leader.credential, NOW)
    assert not is_word(word, key, world().expert.credential, NOW)
    assert not is_word(word, key, leader.credential, VALID[1] + timedelta(days=1))
    assert not is_word("", key, leader.credential, NOW)
    with pytest.raises(Refusal):
        word_for(key, world().expert.keys, leader.credential)
    past = Span(NOW - timedelta(days=9), NOW - timedelta(days=8))
    refused(certified_by(forged(leader, OWN, key, past)), "XP-3815")


def test_the_key_behind_a_word_is_what_signs() -> None:
    signer = spoken(world(), "leader-d", DeviceKey.generate())
    stolen = Signer(DeviceKey.generate().p256, signer.certificate, signer.issuer)
    refused(certified_by(stolen), "XP-3813")
