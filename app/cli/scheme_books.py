"""``scheme``: to and from Excel, two versions on the same findings, a unit's self-assessment form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from app.cli.context import Exit
from app.cli.streams import STANDARD_INPUT, read_input, talk, tell_path, write_result
from app.common.canon import parse_json
from app.common.errors import Refusal
from app.scoring import load_scheme
from app.scoring.model.kinds import WORDS

AS_JSON = click.option("--json", "as_json", is_flag=True, help="以 JSON 给出结果。")
SCHEME = click.argument("scheme", metavar="方案编号或文件")
OUT = click.argument("out", metavar="输出文件", type=click.Path(path_type=Path))


def source_of(name: str) -> bytes:
    """The bytes of a scheme: shipped, by its id, or in a file, YAML or Excel. Raises Refusal."""
    from app.services.store.schemes import SchemeLibrary

    library = SchemeLibrary()
    if name in library:
        return library.source(name)
    if name != STANDARD_INPUT and not {"/", "."} & set(name) and not Path(name).exists():
        raise Refusal.because(f"没有编号为 {name} 的方案，也没有这个文件。", where="scheme", code="XP-1005")
    data = read_input(name)
    if data.startswith(b"PK"):
        from app.services.authoring.workbooks.scheme_book import read_scheme_book

        return read_scheme_book(data)
    return data


@click.command("to-xlsx", help="把一份考核细则写成 Excel 工作簿，供修改。")
@SCHEME
@OUT
def to_xlsx(scheme: str, out: Path) -> Exit:
    """Write a scheme's workbook."""
    from app.services.authoring.workbooks.scheme_book import write_book

    return _written(out, write_book(source_of(scheme)))


@click.command("blank-xlsx", help="写出一本空白的考核细则工作簿，供从头填写。")
@OUT
def blank_xlsx(out: Path) -> Exit:
    """Write a workbook to begin with."""
    from app.services.authoring.workbooks.scheme_book import blank_book

    return _written(out, blank_book())


@click.command("from-xlsx", help="把 Excel 工作簿读成考核细则文件，逐格指出错误。")
@click.argument("book", metavar="工作簿")
@OUT
def from_xlsx(book: str, out: Path) -> Exit:
    """Read a workbook into a scheme file."""
    from app.services.authoring.workbooks.scheme_book import doubts_of, read_scheme_book

    data = read_input(book)
    code = _written(out, read_scheme_book(data))
    for doubt in doubts_of(data):
        talk(f"请留意：{doubt.message}")
    return code


@click.command("self-xlsx", help="写出一份细则的自评打分表，供单位填写。")
@SCHEME
@OUT
def self_xlsx(scheme: str, out: Path) -> Exit:
    """Write the form that a unit fills in."""
    from app.services.authoring.self_assessment import self_assessment_book

    return _written(out, self_assessment_book(load_scheme(source_of(scheme))))


@click.command("compare", help="用同一份现场认定，按两个版本分别计算，并列给出。")
@click.argument("old", metavar="旧版")
@click.argument("new", metavar="新版")
@click.argument("visit", metavar="考核数据")
@AS_JSON
def compare(old: str, new: str, visit: str, *, as_json: bool) -> Exit:
    """Score one visit under two versions."""
    from app.scoring.visit.versions import side_by_side

    given = _visit(parse_json(read_input(visit)))
    before, after = load_scheme(source_of(old)), load_scheme(source_of(new))
    rows, totals = side_by_side(before, after, given["profile"], given["findings"])
    if as_json:
        write_result({"criteria": [asdict(each) for each in rows], "totals": list(totals)})
        return Exit.DONE
    words = WORDS[after.kind]
    click.echo(f"编号\t{before.version} 版\t{after.version} 版\t{words.content}")
    for each in rows:
        click.echo(f"{each.id}\t{each.before or '—'}\t{each.after or '—'}\t{each.item}")
    click.echo(f"{words.verdict if after.conditional else words.counted}\t{totals[0]}\t{totals[1]}")
    return Exit.DONE


def _visit(raw: object) -> Mapping[str, Any]:
    """The profile and the findings of a visit. Raises Refusal."""
    given = {key: raw.get(key, {}) for key in ("profile", "findings")} if isinstance(raw, Mapping) else {}
    findings = given.get("findings")
    whole = isinstance(findings, Mapping) and all(isinstance(each, Mapping) for each in findings.values())
    if not whole or not isinstance(given.get("profile"), Mapping):
        raise Refusal.because(
            "文件应为一次考核的数据，内有 profile 和 findings。", where="findings", code="XP-1006"
        )
    return given


def _written(out: Path, data: bytes) -> Exit:
    from app.services.store.files import write_whole

    tell_path(write_whole(out, data))
    return Exit.DONE


COMMANDS = (to_xlsx, from_xlsx, blank_xlsx, compare, self_xlsx)
"""What the ``scheme`` group takes in."""
