"""``demo``: the whole job once, on the shipped sample."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.context import Outside
from app.cli.streams import talk, write_result


@click.command(help="用示例数据无人值守地走完一次考核，结果写到 --out 指定的文件夹。")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="结果文件夹。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 给出总分与结论。")
@click.pass_obj
def demo(outside: Outside, out: Path, *, as_json: bool) -> None:
    """Run the demonstration; the total and the verdict on standard output."""
    from app.services.sample.demo import Demo

    done = Demo(out, outside.open_workspace, outside.open_office, talk).run()
    if as_json:
        write_result(
            {
                "total": done.total,
                "verdict": done.outcome,
                "short_code": done.short_code,
                "files": [path.name for path in done.files],
            }
        )
        return
    click.echo(f"总分：{done.total}")
    click.echo(f"结论：{done.outcome_words}（{done.outcome}）")
    click.echo(f"校验码：{done.short_code}")
    click.echo(f"文件：{'、'.join(path.name for path in done.files)}")
