"""What is sealed opens for its recipients and for nobody else, and only unchanged."""

from __future__ import annotations

import base64
import errno
import io
import os
import time
from typing import Any

import pytest

from app.common.errors import Refusal
from app.signing.seals import (
    MAGIC,
    is_sealed,
    new_identity,
    recipient_of,
    seal,
    seal_stream,
    unseal,
    unseal_stream,
)
from tests.spans import RUNAWAY


def test_each_recipient_opens_and_nobody_else() -> None:
    ours, theirs, stranger = new_identity(), new_identity(), new_identity()
    sealed = seal(b"secret " * 50_000, [recipient_of(ours), recipient_of(theirs)])
    assert is_sealed(sealed)
    assert b"secret" not in sealed
    assert unseal(sealed, [ours]) == unseal(sealed, [stranger, theirs]) == b"secret " * 50_000
    for identities in ([stranger], []):
        with pytest.raises(Refusal) as caught:
            unseal(sealed, identities)
        assert caught.value.faults[0].code == "XP-3101"


def test_no_changed_byte_opens() -> None:
    identity = new_identity()
    sealed = seal(b"secret", [recipient_of(identity), recipient_of(new_identity())])
    for place in range(len(sealed)):
        for change in (0x01, 0x20):
            changed = bytearray(sealed)
            changed[place] ^= change
            with pytest.raises(Refusal):
                unseal(bytes(changed), [identity])
    for cut in (sealed[:-1], sealed + b"\n", b"\n" + sealed, sealed[: len(sealed) // 2], b""):
        with pytest.raises(Refusal):
            unseal(cut, [identity])


def test_the_armoured_form_is_not_ours() -> None:
    identity = new_identity()
    body = base64.encodebytes(seal(b"secret", [recipient_of(identity)]))
    armoured = b"-----BEGIN AGE ENCRYPTED FILE-----\n" + body + b"-----END AGE ENCRYPTED FILE-----\n"
    with pytest.raises(Refusal):
        unseal(armoured, [identity])


def test_a_header_of_a_hundred_thousand_stanzas_costs_nothing() -> None:
    stanza = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"
    began = time.monotonic()
    with pytest.raises(Refusal):
        unseal(MAGIC + stanza * 100_000 + b"--- " + b"A" * 43 + b"\n" + b"x" * 100, [new_identity()])
    assert time.monotonic() - began < RUNAWAY


@pytest.mark.parametrize("recipient", ["", "age1", "AGE-SECRET-KEY-1", "age1" + "q" * 58])
def test_a_bad_recipient_is_refused_before_anything_is_written(recipient: str) -> None:
    with pytest.raises(Refusal) as caught:
        seal(b"x", [recipient])
    assert caught.value.faults[0].code == "XP-3103"
    with pytest.raises(Refusal):
        seal(b"x", [])


class Full(io.BytesIO):
    """A disk that takes so many bytes and no more."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self._room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data)


@pytest.mark.parametrize("room", [0, 100, 70_000, 150_000])
def test_a_full_disk_is_the_disks_own_trouble(room: int) -> None:
    identity = new_identity()
    with pytest.raises(OSError, match="No space left") as told:
        seal_stream(io.BytesIO(bytes(300_000)), Full(room), [recipient_of(identity)])
    assert told.value.errno == errno.ENOSPC
    sealed = seal(bytes(300_000), [recipient_of(identity)])
    with pytest.raises(OSError, match="No space left") as told:
        unseal_stream(io.BytesIO(sealed), Full(room), [identity])
    assert told.value.errno == errno.ENOSPC
