"""Who vouches for whom: the trust file, enrolments, credentials."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.common.canon import canonical
from app.common.errors import Refusal
from app.signing.authority import Authority
from app.signing.credentials import Applicant, Credential, Enrolment
from app.signing.fields import b64, unb64
from app.signing.trust import Trust, check_chain
from tests.signing.bureau import BATCH, NOW, VALID, foreign, world


def refuses_every_changed_byte(data: bytes, parse: Callable[[bytes], object]) -> None:
    for place in range(len(data)):
        for change in (0x01, 0x20):
            changed = bytearray(data)
            changed[place] ^= change
            with pytest.raises(Refusal):
                parse(bytes(changed))


def code_of(credential: Credential, trust: Trust, later: timedelta = timedelta()) -> str:
    with pytest.raises(Refusal) as caught:
        check_chain(credential, trust, NOW + later)
    return caught.value.faults[0].code


def test_a_trust_file_comes_back_and_its_fingerprint_can_be_printed() -> None:
    trust = Trust.parse(world().trust.data)
    assert trust == world().trust
    assert len(trust.fingerprint) == 39
    assert trust.fingerprint != foreign().trust.fingerprint


def test_no_changed_byte_of_a_trust_file_is_taken() -> None:
    refuses_every_changed_byte(world().trust.data, Trust.parse)


@pytest.mark.parametrize("change", [b" ", b"\n", b"\x00"])
def test_a_trust_file_has_one_form(change: bytes) -> None:
    for data in (world().trust.data + change, change + world().trust.data):
        with pytest.raises(Refusal):
            Trust.parse(data)


@given(st.data())
@settings(max_examples=200)
def test_a_monstrous_certificate_in_a_rightly_signed_trust_file_is_refused(data: st.DataObject) -> None:
    """A hostile root can sign any bytes as its certificate."""
    root = world().authority.root
    assert root is not None
    der = bytearray(unb64(world().trust.root_certificate))
    for _ in range(data.draw(st.integers(1, 3))):
        der[data.draw(st.integers(0, len(der) - 1))] = data.draw(st.integers(0, 255))
    plain = world().trust.plain() | {"root_certificate": b64(bytes(der))}
    del plain["signature"]
    forged = Trust.make(plain, root)
    if forged != world().trust:
        with pytest.raises(Refusal):
            Trust.parse(forged.data)


def test_another_bureaus_issuer_cannot_be_put_under_our_root() -> None:
    plain = world().trust.plain() | {"issuing": foreign().trust.issuing.plain()}
    with pytest.raises(Refusal):
        Trust.parse(canonical(plain))


def test_an_enrolment_proves_every_key() -> None:
    enrolment = world().expert.enrolment
    assert Enrolment.parse(enrolment.data) == enrolment
    other = world().leader.enrolment.plain()
    for name in ("device", "keys", "proof_p256", "proof_device", "signature"):
        with pytest.raises(Refusal):
            Enrolment.parse(canonical(enrolment.plain() | {name: other[name]}))


def test_no_changed_byte_of_an_enrolment_is_taken() -> None:
    refuses_every_changed_byte(world().expert.enrolment.data, Enrolment.parse)


@pytest.mark.parametrize("name", ["", "甲" * 201, "甲\u202e乙", "甲\x00", "甲\n乙"])
def test_a_name_that_misleads_is_no_name(name: str) -> None:
    with pytest.raises(Refusal) as caught:
        Applicant.of("expert-x", name, "示例")
    assert caught.value.faults[0].code == "XP-3922"


def test_a_credential_chains_to_its_bureau_only() -> None:
    credential = world().expert.credential
    check_chain(credential, world().trust, NOW)
    assert credential.batch == BATCH
    assert code_of(credential, foreign().trust) == "XP-3202"


def test_a_credential_lasts_for_the_batch() -> None:
    credential = world().expert.credential
    assert code_of(credential, world().trust, timedelta(days=61)) == "XP-3204"
    assert code_of(credential, world().trust, timedelta(days=-11)) == "XP-3204"


def test_what_a_credential_says_cannot_be_changed() -> None:
    credential, other = world().expert.credential, world().leader.credential
    for name, value in (
        ("role", "leader"),
        ("batch", "batch-2"),
        ("keys", other.keys),
        ("person", other.person),
        ("certificate", other.certificate),
        ("valid_to", "2099-01-01T00:00:00.000000Z"),
        ("signature", other.signature),
    ):
        changed = credential.model_copy(update={name: value})
        assert code_of(changed, world().trust) == "XP-3203"


def test_an_expert_cannot_vouch_for_another() -> None:
    plain = world().people["expert-b"].credential.plain()
    fields: dict[str, Any] = {k: v for k, v in plain.items() if k not in {"issuer", "signature"}}
    forged = Credential.make(fields | {"role": "leader"}, world().expert.keys)
    assert code_of(forged, world().trust) == "XP-3202"
    named = forged.model_copy(update={"issuer": plain["issuer"]})
    assert code_of(named, world().trust) == "XP-3203"


def test_a_bureau_enrols_people_only_and_only_who_proves_the_keys() -> None:
    authority, enrolment = world().authority, world().expert.enrolment
    for role, valid in (("bureau", VALID), ("expert", VALID[::-1])):
        with pytest.raises(Refusal):
            authority.enrol(enrolment, BATCH, role, *valid)  # type: ignore[arg-type]
    forged = enrolment.model_copy(update={"device": world().leader.enrolment.device})
    with pytest.raises(Refusal):
        authority.enrol(forged, BATCH, "expert", *VALID)


def test_the_bureaus_keys_come_back_with_or_without_the_root() -> None:
    authority = world().authority
    again = Authority.unlock(authority.lock(None), None)
    assert again.trust() == authority.trust()
    assert again.root is not None
    daily = Authority.unlock(replace(authority, root=None).lock("246810"), "246810")
    assert daily.root is None
    credential = daily.enrol(world().expert.enrolment, BATCH, "expert", *VALID)
    check_chain(credential, authority.trust(), NOW)
