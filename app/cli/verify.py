"""``verify``: says who signed a file and when, exit code 0; or why it is refused, exit code 1."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from app.cli.context import Outside, SaidNo
from app.cli.streams import write_result
from app.cli.trusting import identities_of, trust_of
from app.common.errors import Fault, Refusal


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

    trusted = trust_of(trust, file.parent)
    if trusted is None:
        raise Refusal([Fault("--trust", "请用 --trust 指明主管部门的信任文件 bureau.xptrust。", "XP-1004")])
    if not file.exists():
        raise Refusal.because(f"找不到文件 {file}，请检查路径。", code="XP-1001")
    try:
        proof = prove_file(file, trusted, identities_of(identity, file.parent), outside.scratch_shelf())
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
