"""The verbs of reading out: a frozen conclusion page by page, and any text as it is spoken."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.context import Exit, Outside, SaidNo
from app.cli.evidence import evidence_of
from app.cli.pins import with_pin
from app.cli.streams import read_whole_lines, write_faults, write_result
from app.common.canon import parse_json
from app.common.errors import Fault, Refusal
from app.speech.spoken import spoken as as_spoken

if TYPE_CHECKING:
    from app.services.packages.arrival import Arrived
    from app.services.packages.proofs import Evidence

FILE = click.argument("file", metavar="文件")


@click.command(help="输出一份成果包里定稿结论的宣读稿，逐页给出显示的文字、读法和用时。")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--trust", type=click.Path(path_type=Path), help="主管部门的信任文件 bureau.xptrust。")
@click.option("--db", help="主管部门的数据库，按其中的密钥和信任打开。")
@click.option(
    "--identity", multiple=True, type=click.Path(path_type=Path), help="打开密封文件的身份文件，可给多个。"
)
@with_pin
@click.pass_obj
def reading(
    outside: Outside, file: Path, trust: Path | None, db: str | None, identity: tuple[Path, ...], *, pin: bool
) -> Exit:
    """Compose the reading of a visit's package; one that does not hold is not read."""
    from app.services.panel.reading import reading_of

    if not file.is_file():
        raise Refusal.because(f"找不到文件 {file}，请检查路径。", code="XP-1001")
    with ExitStack() as stack:
        arrived = _arrived(file, evidence_of(stack, outside, file, (trust, db, pin), (identity, ())))
    told = reading_of(arrived.redrawing.report, arrived.task.batch.reading)
    pages = [asdict(page) for page in told.pages]
    write_result({"code": told.code, "seconds": told.seconds, "pages": pages})
    return Exit.DONE


def _arrived(file: Path, found: list[Evidence]) -> Arrived:
    """The visit by the bureau whose file it is. Raises SaidNo with every reason."""
    from app.exchange.package import read_package
    from app.exchange.proof import Expectation
    from app.services.packages.arrival import arrive

    faults: tuple[Fault, ...] = ()
    for each in found:
        try:
            with read_package(file, each.trust, each.identities, Expectation(kinds=("xpsync",))) as package:
                return arrive(package, each.trust, each.identities, each.shelf, each.vouched)
        except Refusal as refusal:
            faults = faults or refusal.faults
    raise SaidNo(faults)


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
