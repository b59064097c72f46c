"""Keys come back with the right PIN only, and a wrong one looks exactly like a damaged file."""

from __future__ import annotations

import json

import pytest

from app.common.errors import Refusal
from app.signing import vault
from app.signing.fields import unb64
from app.signing.keys import DeviceKey, PersonKeys, ed25519_verifies, p256_verifies


@pytest.fixture(scope="module")
def keys() -> PersonKeys:
    return PersonKeys.generate()


def test_keys_come_back_under_a_pin(keys: PersonKeys) -> None:
    locked = keys.lock("135790")
    assert PersonKeys.unlock(locked, "135790").secret() == keys.secret()
    assert (
        PersonKeys.unlock(locked, "１３５７９０").public() == keys.public()
    )  # full-width from an input method
    assert vault.has_pin(locked)


def test_what_travels_is_locked_dearer(keys: PersonKeys) -> None:
    travelling = keys.lock_to_travel("135790")
    assert json.loads(travelling)["kdf"] == "argon2id-256m-12-4"
    assert PersonKeys.unlock(travelling, "135790").secret() == keys.secret()
    assert vault.travels(travelling)
    assert not any(vault.travels(data) for data in (keys.lock("135790"), keys.lock(None), b"", b"{}"))
    cheaper = travelling.replace(b"256m-12-4", b"128m-3-4")
    with pytest.raises(Refusal):
        PersonKeys.unlock(cheaper, "135790")


def test_no_secret_shows_in_a_locked_file(keys: PersonKeys) -> None:
    locked = keys.lock("135790")
    assert b"135790" not in locked
    for secret in keys.secret().values():
        assert secret.encode() not in locked
        assert secret not in repr(keys)


def test_without_a_pin_the_file_says_so(keys: PersonKeys) -> None:
    plain = keys.lock(None)
    assert json.loads(plain)["pin"] is False
    assert not vault.has_pin(plain)
    assert PersonKeys.unlock(plain, None).secret() == keys.secret()


def test_a_wrong_pin_and_a_damaged_file_are_told_alike(keys: PersonKeys) -> None:
    locked = keys.lock("135790")
    attempts: list[tuple[bytes, str | None]] = [
        (locked, "135791"),
        (locked, None),
        (locked[:-3], "135790"),
        (locked.replace(b'"format":1', b'"format":2'), "135790"),
        (b"", "135790"),
        (b"[]", None),
        (b'{"format":1,"kind":"xianping-person-keys","pin":false,"secret":{}}', None),
        (DeviceKey.generate().lock(None), None),
    ]
    messages = set()
    for data, pin in attempts:
        with pytest.raises(Refusal) as caught:
            PersonKeys.unlock(data, pin)
        messages.add((str(caught.value), caught.value.faults[0].code))
    assert len(messages) == 1


def test_no_changed_byte_of_a_locked_file_opens(keys: PersonKeys) -> None:
    locked = keys.lock("135790")
    for place in range(0, len(locked), len(locked) // 12):
        changed = bytearray(locked)
        changed[place] ^= 1
        with pytest.raises(Refusal):
            PersonKeys.unlock(bytes(changed), "135790")


def test_signatures_hold_and_only_for_their_message(keys: PersonKeys) -> None:
    public = keys.public()
    assert ed25519_verifies(public.ed25519, keys.sign(b"a"), b"a")
    assert not ed25519_verifies(public.ed25519, keys.sign(b"a"), b"b")
    assert p256_verifies(public.p256, keys.p256.sign(b"a"), b"a")
    assert not p256_verifies(public.p256, keys.p256.sign(b"a"), b"b")


def test_a_device_key_comes_back() -> None:
    device = DeviceKey.generate()
    assert DeviceKey.unlock(device.lock(None), None).public == device.public
    with pytest.raises(Refusal):
        DeviceKey.unlock(PersonKeys.generate().lock(None), None)


@pytest.mark.parametrize("text", ["QQ", "QR==", "Q Q==", "QQ==\n", "é"])
def test_base64_has_one_form(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        unb64(text)
