"""The verbs of what falls due after a verdict: the matters of a unit on a day, the events a scheme knows."""

from __future__ import annotations

from functools import partial

import click

from app.cli.context import Exit
from app.cli.places import FILE, REFUSED
from app.cli.scheme_books import AS_JSON, SCHEME, source_of
from app.cli.streams import read_input, talk, write_result
from app.scoring import answer, load_scheme
from app.scoring.matters import known, matters
from app.services.store.schemes import SchemeLibrary


@click.command()
@FILE
def due(file: str) -> Exit:
    """按记录的事件算出文件规定的事项：谁、什么、何时到期、到期没有。"""
    result = answer(read_input(file), partial(matters.due, SchemeLibrary()))
    write_result(result)
    if "errors" in result:
        talk(REFUSED)
        return Exit.BAD_INPUT
    return Exit.DONE


@click.command(help="列出一份考核细则认得的事件（记录时用的名称），和各自关系到的条款。")
@SCHEME
@AS_JSON
def events(scheme: str, *, as_json: bool) -> None:
    """Print the events that a scheme knows."""
    found = known.told(load_scheme(source_of(scheme)))
    if as_json:
        write_result(found)
        return
    for each in found:
        click.echo(f"{each['event']}\t{each['words']}\t{'；'.join(each['clauses'])}")
        for name, paper in each.get("papers", {}).items():
            click.echo(f"\t{name}\t{paper}")
