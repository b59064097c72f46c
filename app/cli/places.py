"""The verbs of the bureau's arithmetic that anyone can repeat: panels drawn at random, places by rank."""

from __future__ import annotations

import sys
from typing import Any

import click

from app.cli.context import Exit
from app.cli.streams import read_input, talk, write_result
from app.scoring import answer
from app.scoring.batch import draw as drawing
from app.scoring.batch import rank as ranking

FILE = click.argument("file", metavar="文件")
REFUSED = "数据有误，未计算；原因见输出中的 errors。"


@click.command()
@FILE
@click.option("--digest", is_flag=True, help="只输出名单的摘要：在种子产生之前公布。")
def draw(file: str, *, digest: bool) -> Exit:
    """按公开的种子随机抽取专家组，任何人都可以重复验算。"""
    if not digest:
        return _end(answer(read_input(file), drawing.draw))
    result = answer(read_input(file), drawing.list_digest)
    if "errors" in result:
        return _end(result)
    sys.stdout.write(f"{result['digest']}\n")
    return Exit.DONE


@click.command()
@FILE
def rank(file: str) -> Exit:
    """按得分或票数排出名次；并列跨过名额的由人裁定。"""
    return _end(answer(read_input(file), ranking.rank))


def _end(result: dict[str, Any]) -> Exit:
    write_result(result)
    if "errors" in result:
        talk(REFUSED)
        return Exit.BAD_INPUT
    if "unfilled" in result:
        short = result["unfilled"]
        whom = f"具备“{short['field']}”专业的专家" if short["field"] else "专家"
        talk(f"{short['panel']} 组需要{whom} {short['wanted']} 人，可抽取的只有 {short['open']} 人，未抽取。")
        return Exit.SAID_NO
    return Exit.DONE
