"""A bureau's database under its PIN: encrypted by ``bureau init``, opened again by the recovery code."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.context import Outside
from app.cli.pins import given_pin, new_pin, office_pin, pin_for, renewed_pin, typed_code, with_new_pin
from app.cli.streams import talk

if TYPE_CHECKING:
    from app.services.bureau.office import Office
    from app.signing.authority import Authority


def seal(office: Office, authority: Authority, pin: str) -> None:
    """Encrypt a database file under the PIN of its keys; what that means is said."""
    if not office.lock.sealable:
        talk("密钥已用 PIN 保护。数据库不是单个文件，其中的内容由数据库服务器保护，本程序没有加密。")
        return
    code = office.lock.seal(authority, pin)
    talk("数据库已加密，以后每条命令都要用这个 PIN。PIN 和恢复码都丢失时，任何人都打不开数据库和其中的密钥。")
    _tell_code(code)


def close_late(office: Office, *, asked: bool) -> None:
    """Encrypt a database whose keys are here already: under their PIN, or one that they get now."""
    from app.services.identity.people import check_pin

    if not office.lock.sealable:
        return
    if office.issuing.asks():
        pin = pin_for(office, given_pin(asked=asked))
        if pin is None:
            return
        authority = office.issuing.unlock(pin)
    else:
        pin = new_pin(asked=True, none=False) if asked else given_pin(asked=False)
        if pin is None:
            return
        check_pin(pin)
        authority = office.issuing.unlock(None)
        office.issuing.relock(authority, pin)
    seal(office, authority, pin)


@click.command("recover", help="忘记 PIN 时，凭恢复码给主管部门的数据库设新的 PIN，并换发恢复码。")
@click.option("--db", required=True, help="数据库地址，如 sqlite:///bureau.db。")
@click.option(
    "--code-file", type=click.Path(path_type=Path), help="从文件读取恢复码（第一行）；不给时在终端询问。"
)
@click.option("--new-code", is_flag=True, help="PIN 没有忘记，只换发恢复码：输入的是现在的 PIN。")
@with_new_pin
@click.pass_obj
def recover(outside: Outside, db: str, code_file: Path | None, *, new_code: bool) -> None:
    """Give a locked database a new PIN, or only a new recovery code. Raises Refusal."""
    if new_code:
        _tell_code(_code_anew(outside, db))
        talk("原来的恢复码作废。")
        return
    from app.services.identity.people import check_pin

    code, pin = typed_code(code_file), renewed_pin()
    check_pin(pin)
    office = outside.open_office(db, ask=lambda: code, use="code")
    try:
        authority = office.lock.recovered()
        fresh = office.lock.renew(authority, pin, lambda: office.issuing.relock(authority, pin))
    finally:
        office.close()
    talk("新的 PIN 已经生效，原来的 PIN 和恢复码作废。")
    _tell_code(fresh)


def _code_anew(outside: Outside, db: str) -> str:
    office = outside.open_office(db, ask=partial(office_pin, asked=False))
    try:
        return office.lock.new_code(office.issuing.unlock(pin_for(office, given_pin(asked=False))))
    finally:
        office.close()


def _tell_code(code: str) -> None:
    talk(f"恢复码（只显示这一次，请抄在纸上，与电脑分开保管）：{code}")
