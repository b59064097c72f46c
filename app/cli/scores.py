"""The verbs that score: one visit, many visits a line each, and a panel's sheets joined."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from app.cli.context import Exit
from app.cli.streams import read_input, read_lines, talk, write_result
from app.scoring import answer, join_panel, score_visit
from app.services.store.schemes import SchemeLibrary

FILE = click.argument("file", metavar="文件")


@click.command()
@FILE
@click.option("--lines", is_flag=True, help="文件每行一份数据，逐行输出结果。")
def score(file: str, *, lines: bool) -> Exit:
    """按细则计算一次考核：各项的得分或认定、结论。"""
    schemes = SchemeLibrary()
    if lines:
        return _end(sum(_put(_scored(schemes, line)) for line in read_lines(file)))
    return _end(_put(_scored(schemes, read_input(file))))


@click.command()
@FILE
def panel(file: str) -> Exit:
    """合并专家组各成员的得分或认定。"""
    return _end(_put(_joined(SchemeLibrary(), read_input(file))))


def _scored(schemes: SchemeLibrary, data: bytes) -> dict[str, Any]:
    return answer(data, partial(score_visit, schemes))


def _joined(schemes: SchemeLibrary, data: bytes) -> dict[str, Any]:
    return answer(data, partial(join_panel, schemes))


def _put(result: dict[str, Any]) -> int:
    """Write a result; how many were refused, none or one."""
    write_result(result)
    return int("errors" in result)


def _end(refused: int) -> Exit:
    if not refused:
        return Exit.DONE
    talk(f"{refused} 份数据有误，未计算；原因见输出中的 errors。")
    return Exit.BAD_INPUT
