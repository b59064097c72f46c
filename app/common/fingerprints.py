"""The one form of a fingerprint, compared by eye on screens and paper: eight groups of four characters."""

from __future__ import annotations

from app.common.canon import canonical, sha256


def fingerprint_of(keys: object) -> str:
    """The first 128 bits of the digest of public keys (plain JSON), in capital hex.

    Of a person, the public keys as the enrolment names them, which bind the device's; of a bureau, those of
    its root, so that it stays when the issuing identity is renewed.
    """
    head = sha256(canonical(keys))[:32].upper()
    return "-".join(head[start : start + 4] for start in range(0, 32, 4))
