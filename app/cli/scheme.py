"""The verbs about schemes: which there are, and whether a file is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli.context import Exit
from app.cli.declaration import declare
from app.cli.matters import events
from app.cli.scheme_books import COMMANDS, source_of
from app.cli.scheme_questions import questions
from app.cli.streams import talk, write_result
from app.common.errors import foremost

if TYPE_CHECKING:
    from app.services.store.schemes import SchemeEntry

JSON = click.option("--json", "as_json", is_flag=True, help="以 JSON 给出结果。")


@click.group()
def scheme() -> None:
    """考核细则：列出、检查、比较，与 Excel 互换。"""


@scheme.command(name="list")
@JSON
def list_(*, as_json: bool) -> None:
    """列出全部考核细则的编号、版本和名称。"""
    from app.services.store.schemes import SchemeLibrary

    entries = SchemeLibrary().entries()
    if as_json:
        write_result([{"id": each.id, "version": each.version, "title": each.title} for each in entries])
        return
    wide = [max(len(part) for part in column) for column in zip(*map(_row, entries), strict=True)][:2]
    for each in entries:
        click.echo(f"{each.id:<{wide[0]}}  {each.version:<{wide[1]}}  {each.title}")


def _row(entry: SchemeEntry) -> tuple[str, str]:
    return entry.id, entry.version


@scheme.command()
@click.argument("file", metavar="文件")
@JSON
def check(file: str, *, as_json: bool) -> Exit:
    """检查一份考核细则（YAML 或 Excel），逐处指出错误。"""
    from app.scoring.load.audit import check_scheme

    found = check_scheme(source_of(file))
    faults = foremost(found)
    if as_json:
        write_result({"valid": not faults, "errors": [fault.as_json() for fault in faults]})
    else:
        for fault in faults:
            click.echo(fault.message)
    if not faults:
        talk("没有发现错误。")
        return Exit.DONE
    talk(f"发现 {len(found)} 处错误。")
    return Exit.SAID_NO


@scheme.command()
@click.argument("old", metavar="旧版本")
@click.argument("new", metavar="新版本")
@JSON
def diff(old: str, new: str, *, as_json: bool) -> None:
    """比较两份考核细则（编号或文件），逐处列出改动。"""
    from app.scoring.visit.versions import changes

    found = changes(source_of(old), source_of(new))
    if as_json:
        write_result([{"place": each.place, "before": each.before, "after": each.after} for each in found])
        return
    for each in found:
        click.echo(each.words)
    talk(f"共 {len(found)} 处改动。" if found else "两份细则内容相同。")


for each_command in (*COMMANDS, declare, questions, events):
    scheme.add_command(each_command)
