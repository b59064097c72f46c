"""The verbs that rate finished projects: performance by indicators, and the grades of a batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from app.cli.context import Exit
from app.cli.streams import read_input, talk, write_result
from app.scoring import answer
from app.scoring.batch import effect
from app.scoring.batch.performance import score_performance

FILE = click.argument("file", metavar="文件")


@click.command()
@FILE
def performance(file: str) -> Exit:
    """按绩效指标计算一个项目的绩效得分。"""
    return _rate(file, score_performance)


@click.command(name="grade-batch")
@FILE
def grade_batch(file: str) -> Exit:
    """评定一批项目的效应等次。"""
    return _rate(file, effect.grade_batch)


def _rate(file: str, rated: Callable[[object], dict[str, Any]]) -> Exit:
    result = answer(read_input(file), rated)
    write_result(result)
    if "errors" not in result:
        return Exit.DONE
    talk("数据有误，未计算；原因见输出中的 errors。")
    return Exit.BAD_INPUT
