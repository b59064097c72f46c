"""``scheme questions``: what a batch under a scheme settles, under the names that the batch's file uses."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from app.cli.scheme_books import AS_JSON, SCHEME, source_of
from app.cli.streams import write_result
from app.scoring import load_scheme

if TYPE_CHECKING:
    from app.services.bureau.batch_questions import Question

UNSAID = "，没有默认，不写明的结论不定"
PARTS = (
    ("profile", "每次考核的情况"),
    ("readings", "口径"),
    ("dates", "通知的日期"),
    ("rectification", "整改期限"),
)


@click.command(help="列出按一份考核细则下发任务时要写明的事项：情况、口径、日期、整改期限。")
@SCHEME
@AS_JSON
def questions(scheme: str, *, as_json: bool) -> None:
    """Print what a batch is asked."""
    from app.services.bureau.batch_questions import questions_of

    found = questions_of(load_scheme(source_of(scheme)))
    if as_json:
        write_result(asdict(found))
        return
    for name, heading in PARTS:
        if asked := getattr(found, name):
            click.echo(f"【{heading}】")
            for each in asked:
                click.echo("\n".join(_lines(each)))
            click.echo()
    if found.notes:
        click.echo("【文件没有写明、不影响计算的，按下述处理】")
        for note in found.notes:
            click.echo(f"  {note.question}（{note.cite}）\n    {note.handling}")


def _lines(asked: Question) -> list[str]:
    open_ = asked.key.startswith("policy.") and not asked.default
    must = "，必须写明" if asked.required else UNSAID if open_ else ""
    cite = f"（{asked.cite}）" if asked.cite else ""
    lines = [f"  {asked.key}{must}", f"    {asked.asked}{cite}"]
    for option in asked.options:
        usual = "（默认）" if option.value == asked.default else ""
        lines.append(f"    · {option.value}：{option.label}{usual}")
    if asked.form:
        usual = f"，默认 {asked.default}" if asked.default else ""
        lines.append(f"    · {asked.form}{usual}")
    return lines
