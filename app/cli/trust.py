"""Which trust and which identities a verb works with.

Trust is named, a database's own, or confirmed on this device; identities, which only open what is sealed, may
also lie beside the files.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.pins import data_pin
from app.cli.streams import read_input
from app.common.errors import Fault, Refusal

if TYPE_CHECKING:
    from app.cli.context import Outside
    from app.signing.trust import Trust

IDENTITY_PATTERN = "*.identity"
MAX_FOUND = 64


def trusts_of(outside: Outside, named: Path | None, own: Trust | None = None) -> tuple[Trust, ...]:
    """What a file may be checked with: the trust named, a database's own, or those confirmed on this device.

    Never what lies beside the file: trust that travels with what it vouches for proves nothing. Raises
    Refusal where there is none of them.
    """
    from app.signing.trust import Trust

    if named is not None:
        return (Trust.parse(read_input(str(named))),)
    found = (own,) if own is not None else outside.confirmed(outside.data, data_pin)
    if not found:
        raise Refusal(
            [
                Fault(
                    "--trust",
                    "这台电脑上还没有核对过主管部门的信任文件。请用 --trust 指明 bureau.xptrust，"
                    "并把指纹与通知上印的核对；文件旁边的信任文件不作数。",
                    "XP-1004",
                )
            ]
        )
    return found


def the_trust(found: tuple[Trust, ...]) -> Trust:
    """The one trust to work with. Raises Refusal where several bureaus are trusted and none is named."""
    if len(found) > 1:
        names = "、".join(f"{each.name}（指纹 {each.fingerprint}）" for each in found)
        message = f"这台电脑上核对过几个单位的信任文件：{names}。请用 --trust 指明按哪一份核验。"
        raise Refusal([Fault("--trust", message, "XP-1004")])
    return found[0]


def identities_of(paths: Iterable[Path], beside: Path) -> list[str]:
    """What opens sealed files: the identity files named, or those beside that ask for no PIN."""
    named = list(paths)
    if named:
        return [_identity(path) for path in named]
    return [identity for path in _near(beside) if (identity := _open_identity(path))]


def locked_identities(beside: Path) -> list[Path]:
    """The identity files in a folder that ask for a PIN; what is no such file is passed over."""
    from app.signing.vault import has_pin

    found = []
    for path in _near(beside):
        with suppress(Refusal):
            found += [path] if has_pin(read_input(str(path))) else []
    return found


def _near(folder: Path) -> list[Path]:
    near = sorted(folder.glob(IDENTITY_PATTERN)) if folder.is_dir() else []
    return [path for path in near if path.is_file()][:MAX_FOUND]


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
