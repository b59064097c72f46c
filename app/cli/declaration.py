"""``scheme declare``: a project's performance scheme from the indicators it declared."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.streams import read_input, tell_path


@click.command("declare", help="按项目申报时设定的绩效指标（JSON）编出该项目的绩效细则，供下发任务时用。")
@click.argument("file", metavar="指标文件")
@click.argument("out", metavar="输出文件", type=click.Path(path_type=Path))
def declare(file: str, out: Path) -> None:
    """Write the scheme; the task that carries it freezes the indicators."""
    from app.services.authoring.declared import declared_scheme
    from app.services.store.files import write_whole

    write_whole(out, declared_scheme(read_input(file)))
    tell_path(out)
