"""The verbs of reading out: a text as it is spoken."""

from __future__ import annotations

import click

from app.cli.context import Exit
from app.cli.streams import read_whole_lines, write_faults, write_result
from app.common.canon import parse_json
from app.common.errors import Fault, Refusal
from app.speech.spoken import spoken as as_spoken

FILE = click.argument("file", metavar="文件")


@click.command()
@FILE
def spoken(file: str) -> Exit:
    """把每行一段的文字（JSON 文本）写成宣读时的说法。"""
    faults: list[Fault] = []
    texts = [_text(line, number, faults) for number, line in enumerate(read_whole_lines(file), start=1)]
    if faults:
        write_faults(tuple(faults))
        return Exit.BAD_INPUT
    for text in texts:
        write_result(as_spoken(text))
    return Exit.DONE


def _text(line: bytes, number: int, faults: list[Fault]) -> str:
    try:
        text = parse_json(line)
    except Refusal as refused:
        faults.extend(Fault(str(number), each.message, each.code) for each in refused.faults)
        return ""
    if type(text) is not str:
        faults.append(Fault(str(number), "应为一段文字，写成带引号的 JSON 文本。"))
        return ""
    return text
