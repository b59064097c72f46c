"""PINs on the command line: typed at a terminal, or read from a file by whoever works unattended.

Never an argument: everybody on the machine can read those.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from app.cli.streams import read_input, talk
from app.common.errors import Refusal

if TYPE_CHECKING:
    from app.services.bureau.office import Office

DATA_PIN_FILE = "XIANPING_PIN_FILE"
_FILE, _TYPED = "xianping.pin_file", "xianping.pin"
_LONGEST = 1024
Verb = TypeVar("Verb", bound=Callable[..., object])


def with_pin(verb: Verb) -> Verb:
    """The options of a verb that uses the bureau's keys: ``--pin`` asks, ``--pin-file`` reads."""
    flag = click.option("--pin", is_flag=True, help="主管部门的密钥用 PIN 保护（运行时询问）。")
    file = click.option(
        "--pin-file",
        type=click.Path(path_type=Path),
        expose_value=False,
        callback=_remember,
        help="从文件读取该 PIN（文件只含 PIN），用于无人值守。",
    )
    return flag(file(verb))


def with_new_pin(verb: Verb) -> Verb:
    """The option of a verb that sets a PIN: ``--pin-file`` reads it; it is asked for without."""
    file = click.option(
        "--pin-file",
        type=click.Path(path_type=Path),
        expose_value=False,
        callback=_remember,
        help="从文件读取 PIN（文件只含 PIN）；不给时在终端询问。",
    )
    return file(verb)


def renewed_pin() -> str:
    """The new PIN of who has lost the old one: from the file of ``with_new_pin``, or typed twice."""
    file = click.get_current_context().meta.get(_FILE)
    if file is not None:
        return _read(Path(file))
    if not _at_terminal():
        raise _no_secret("新的 PIN", "--pin-file")
    made: str = click.prompt("新的 PIN", hide_input=True, confirmation_prompt="再输一次", err=True)
    return made


def typed_code(file: Path | None) -> str:
    """A recovery code, from a file or typed. Raises Refusal."""
    if file is not None:
        return _read(file)
    if not _at_terminal():
        raise _no_secret("恢复码", "--code-file")
    made: str = click.prompt("恢复码", err=True)
    return made


def given_pin(*, asked: bool) -> str | None:
    """The PIN that was named by an option of ``with_pin``; None where none was. Raises Refusal."""
    meta = click.get_current_context().meta
    if meta.get(_FILE) is not None:
        return _read(Path(meta[_FILE]))
    return _typed("PIN") if asked else meta.get(_TYPED)


def office_pin(*, asked: bool) -> str:
    """The PIN that opens a bureau's locked database: from an option, or typed. Raises Refusal."""
    pin = given_pin(asked=asked)
    if pin is None and not _at_terminal():
        raise _no_secret(" PIN", "--pin-file")
    return _typed("主管部门的 PIN") if pin is None else pin


def _no_secret(what: str, option: str) -> Refusal:
    return Refusal.because(
        f"主管部门的数据库已用 PIN 加密，命令没有得到{what}，没有打开。请在终端中运行以便输入，"
        f"或把它写进文件，用 {option} 指明。",
        code="XP-1009",
    )


def _typed(words: str) -> str:
    """A PIN from the keyboard, asked for once a run: what it opens first, it opens again."""
    meta = click.get_current_context().meta
    if meta.get(_TYPED) is None:
        meta[_TYPED] = click.prompt(words, hide_input=True, err=True)
    made: str = meta[_TYPED]
    return made


def new_pin(*, asked: bool, none: bool) -> str | None:
    """The PIN for new keys of a bureau, or None; what it means to have none is said. Raises Refusal."""
    file = click.get_current_context().meta.get(_FILE)
    if file is not None:
        return _read(Path(file))
    if none or not (asked or _at_terminal()):
        talk(WITHOUT)
        return None
    if not asked:
        talk(
            "请为主管部门设 PIN（6 至 32 位）：密钥由它保护，数据库文件由它加密，以后每条命令都要用它。"
            "不设请直接按回车。"
        )
    made: str = click.prompt(
        "PIN",
        hide_input=True,
        confirmation_prompt="再输一次",
        err=True,
        default=None if asked else "",
        show_default=False,
    )
    if not made:
        talk(WITHOUT)
    return made or None


WITHOUT = (
    "主管部门的密钥没有设 PIN，数据库也没有加密：谁拿到这个数据库文件，谁就能读到其中的分数和人名，"
    "以主管部门的名义签发任务和回执、打开上报的成果。"
    "请只存放在受保护的电脑上；要设 PIN，请再运行 bureau init，加 --pin 或 --pin-file。"
)


def pin_for(office: Office, pin: str | None) -> str | None:
    """The PIN of a bureau's keys: what an option gave, else typed where they ask for one at a terminal."""
    pin = pin or click.get_current_context().meta.get(_TYPED)
    if office.issuing.asks() and office.lock.sealable:
        talk("这个数据库还没有加密；运行 bureau init 并输入密钥的 PIN，即加密。")
    if pin is None and office.issuing.asks() and _at_terminal():
        pin = _typed("主管部门密钥的 PIN")
    return pin


def data_pin() -> str:
    """The PIN that opens this device's data: from the file that the environment names, or typed.

    Raises Refusal where there is neither.
    """
    if named := os.environ.get(DATA_PIN_FILE):
        return _read(Path(named))
    if not _at_terminal():
        raise Refusal.because(
            "这台电脑上的数据已用 PIN 锁住。请在终端中运行以便输入 PIN，或把 PIN 写进一个只有您能读的文件，"
            f"用环境变量 {DATA_PIN_FILE} 指明它；也可以用 --trust 指明信任文件，不打开本机数据。",
            code="XP-1007",
        )
    made: str = click.prompt("本机数据的 PIN", hide_input=True, err=True)
    return made


def _remember(context: click.Context, _option: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.meta[_FILE] = str(value)


def _read(path: Path) -> str:
    """The first line of a file. Raises Refusal."""
    lines = read_input(str(path))[:_LONGEST].decode("utf-8-sig", "replace").splitlines()
    if not lines or not lines[0].strip():
        raise Refusal.because(f"文件 {path} 里没有 PIN。请在第一行写 PIN，或改用 --pin。", code="XP-1008")
    return lines[0].strip()


def _at_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
