"""``verify``: says who signed a file and when, exit code 0; or why it is refused, exit code 1."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.context import Outside, SaidNo
from app.cli.streams import write_result
from app.cli.trusting import TRUST_NAME, identities_of, trust_of
from app.common.errors import Fault, Refusal

if TYPE_CHECKING:
    from app.signing.trust import Trust


@click.command(help="核验一份文件（各种 .xp 文件或结论 PDF）：说明何人何时签署，或说明拒收的原因。")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--trust", type=click.Path(path_type=Path), help="主管部门的信任文件 bureau.xptrust。")
@click.option(
    "--identity", multiple=True, type=click.Path(path_type=Path), help="打开密封文件的身份文件，可给多个。"
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 给出结果。")
@click.pass_obj
def verify(
    outside: Outside, file: Path, trust: Path | None, identity: tuple[Path, ...], *, as_json: bool
) -> None:
    """Prove a file against the trust; a refusal ends with exit code 1."""
    from app.services.proving import prove_file, written_at

    trusted = _trusted(file, trust)
    if trusted is None:
        raise Refusal([Fault("--trust", "请用 --trust 指明主管部门的信任文件 bureau.xptrust。", "XP-1004")])
    if not file.exists():
        raise Refusal.because(f"找不到文件 {file}，请检查路径。", code="XP-1001")
    if file.is_dir():
        raise Refusal.because(f"{file} 是文件夹，请指定其中的文件。", code="XP-1002")
    identities = identities_of(identity, file.parent)
    try:
        with outside.scratch_shelf() as shelf:
            proof = prove_file(file, trusted, identities, shelf)
    except Refusal as refusal:
        raise SaidNo(refusal.faults) from None
    if as_json:
        write_result({"valid": True, **asdict(proof)})
        return
    click.echo(f"{file.name}：有效")
    for signed in proof.signatures:
        click.echo(f"  {signed.role} {signed.name} 签署于 {written_at(signed.at)}（签署人电脑的时间）")
    for fact in proof.facts:
        click.echo(f"  {fact}")


def _trusted(file: Path, trust: Path | None) -> Trust | None:
    """The trust to check with. Where it is the very file in question, its fault is the check's answer."""
    try:
        return trust_of(trust, file.parent)
    except Refusal as refusal:
        chosen = trust or file.parent / TRUST_NAME
        if file.is_file() and chosen.is_file() and chosen.samefile(file):
            raise SaidNo(refusal.faults) from None
        raise
