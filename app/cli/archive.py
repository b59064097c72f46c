"""``bureau export``: what came sealed, as plain files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.context import Exit, Outside
from app.cli.pins import given_pin, office_pin, pin_for, with_pin
from app.cli.streams import talk, tell_path
from app.cli.trust import identities_of, the_trust, trusts_of
from app.common.errors import Refusal

if TYPE_CHECKING:
    from app.services.bureau.archive import Archive, Saved
    from app.services.bureau.office import Office
    from app.services.bureau.plain_contents import Opening

HELP = (
    "把收下的成果包存成普通文件：结论、汇总表、工作簿、各人的表（JSON）、佐证材料、手签页；每个文件报一行。"
    "可指明考核编号，也可给出成果包（.xpsync）或随身副本（.xpsafe）文件；都不给时存出全部考核。"
)


@click.command("export", help=HELP)
@click.option("--db", required=True, help="数据库地址，如 sqlite:///bureau.db。")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="存到的文件夹；已有的文件不会被替换。"
)
@click.argument("wanted", nargs=-1, metavar="[考核编号或文件]...")
@click.option("--trust", type=click.Path(path_type=Path), help="信任文件；不给时用库中的，或本机核对过的。")
@click.option("--identity", multiple=True, type=click.Path(path_type=Path), help="打开密封文件的身份文件。")
@with_pin
@click.pass_obj
def export(
    outside: Outside,
    db: str,
    out: Path,
    wanted: tuple[str, ...],
    trust: Path | None,
    identity: tuple[Path, ...],
    *,
    pin: bool,
) -> int:
    """Write plain files; exit code 1 where something could not be opened or was wanting."""
    office = outside.open_office(db, ask=partial(office_pin, asked=pin))
    secret = given_pin(asked=pin)
    try:
        opening = _opening(outside, office, trust, identity, secret)
        names = wanted or office.archive.visits()
        whole = [_saved(name, _deed(office.archive, name, out, opening)) for name in names]
    finally:
        office.close()
    if not whole:
        talk("库里还没有收下的考核。")
    return Exit.DONE if all(whole) else Exit.SAID_NO


def _opening(
    outside: Outside, office: Office, trust: Path | None, identity: tuple[Path, ...], secret: str | None
) -> Opening:
    """The bureau's trust; its keys, or the identities named. Raises Refusal."""
    from app.services.bureau.plain_contents import Opening

    named = the_trust(trusts_of(outside, trust, office.own_trust()))
    if identity or not office.has_keys():
        return Opening(named, identities_of(identity, Path()) if identity else ())
    return Opening(named, [office.issuing.unlock(pin_for(office, secret)).issuing.identity])


def _deed(archive: Archive, name: str, out: Path, opening: Opening) -> Callable[[], Saved]:
    """What is to be done about one argument: a file that is there, or else a visit's id."""
    path = Path(name)
    if path.exists():
        return partial(archive.save_file, path, out, opening)
    return partial(archive.save_visit, name, out, opening)


def _saved(name: str, save: Callable[[], Saved]) -> bool:
    """Whether all of one argument was written; its files are told, and what is wrong with it."""
    try:
        saved = save()
    except Refusal as refusal:
        talk(f"{name}：{refusal}")
        return False
    for path in saved.files:
        tell_path(path)
    if saved.wanting:
        named = "、".join(saved.wanting)
        talk(f"{name}：副本旁边缺 {len(saved.wanting)} 个文件，或已损坏，没有存出：{named}。")
    return not saved.wanting
