"""Which trust and which identities a verb works with: those named, or those lying beside the files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.streams import read_input
from app.common.errors import Refusal

if TYPE_CHECKING:
    from app.signing.trust import Trust

TRUST_NAME, IDENTITY_PATTERN = "bureau.xptrust", "*.identity"
MAX_FOUND = 64


def trust_of(path: Path | None, beside: Path) -> Trust | None:
    """The trust in a file, or in ``bureau.xptrust`` beside; None where there is none."""
    from app.signing.trust import Trust

    chosen = path or beside / TRUST_NAME
    if path is None and not chosen.is_file():
        return None
    return Trust.parse(read_input(str(chosen)))


def identities_of(paths: Iterable[Path], beside: Path) -> list[str]:
    """What opens sealed files: the identity files named, or those beside that ask for no PIN."""
    named = list(paths)
    if named:
        return [_identity(path) for path in named]
    found = sorted(beside.glob(IDENTITY_PATTERN))[:MAX_FOUND] if beside.is_dir() else []
    return [identity for path in found if (identity := _open_identity(path))]


def _identity(path: Path) -> str:
    """The identity of a file; a PIN is asked for where it needs one. Raises Refusal."""
    from app.signing.keys import PersonKeys
    from app.signing.vault import has_pin

    data = read_input(str(path))
    pin = click.prompt("PIN", hide_input=True, err=True) if has_pin(data) else None
    return PersonKeys.unlock(data, pin).identity


def _open_identity(path: Path) -> str | None:
    """An identity found by chance: one that asks for a PIN or is damaged is passed over."""
    from app.signing.keys import PersonKeys
    from app.signing.vault import has_pin

    data = read_input(str(path))
    try:
        return None if has_pin(data) else PersonKeys.unlock(data, None).identity
    except Refusal:
        return None
