"""``verify``: says who signed a file and when, exit code 0; or why it does not hold, exit code 1."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.context import Exit, Outside, SaidNo
from app.cli.evidence import closed_beside, evidence_of
from app.cli.pins import with_pin
from app.cli.streams import talk, write_result
from app.common.errors import Refusal

if TYPE_CHECKING:
    from app.services.packages.proofs import Evidence, Proof


@click.command(help="核验一份文件（各种 .xp 文件或结论 PDF）：说明何人何时签署，或说明拒收的原因。")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--trust", type=click.Path(path_type=Path), help="主管部门的信任文件 bureau.xptrust。")
@click.option("--db", help="主管部门的数据库，按其中的密钥和信任核验。")
@click.option(
    "--identity", multiple=True, type=click.Path(path_type=Path), help="打开密封文件的身份文件，可给多个。"
)
@click.option(
    "--package",
    multiple=True,
    type=click.Path(path_type=Path),
    help="核验结论 PDF 时比对用的成果包；不给时在文件旁边找。",
)
@with_pin
@click.option("--json", "as_json", is_flag=True, help="以 JSON 给出结果。")
@click.pass_obj
def verify(  # noqa: PLR0913  click hands every option over
    outside: Outside,
    file: Path,
    trust: Path | None,
    db: str | None,
    identity: tuple[Path, ...],
    package: tuple[Path, ...],
    *,
    pin: bool,
    as_json: bool,
) -> Exit:
    """Prove a file against the trust; what does not hold ends with exit code 1."""
    if not file.exists():
        raise Refusal.because(f"找不到文件 {file}，请检查路径。", code="XP-1001")
    if file.is_dir():
        raise Refusal.because(f"{file} 是文件夹，请指定其中的文件。", code="XP-1002")
    with ExitStack() as stack:
        found = evidence_of(stack, outside, file, (trust, db, pin), (identity, package))
        proof = _proof(file, found, identity)
    if as_json:
        write_result(asdict(proof))
    else:
        _tell(file, proof)
    return Exit.DONE if proof.valid else Exit.SAID_NO


def _proof(file: Path, found: list[Evidence], identity: tuple[Path, ...]) -> Proof:
    """By the bureau whose file it is, where several are trusted; by the first where it is nobody's."""
    from app.services.packages.verification import prove_file, refused

    first: Refusal | None = None
    for each in found:
        try:
            return prove_file(file, each)
        except Refusal as refusal:
            first = first or refusal
    if first is None:
        raise SaidNo(())
    return refused(file, found[0].trust, closed_beside(file, identity, first))


def _tell(file: Path, proof: Proof) -> None:
    from app.services.packages.proofs import SIGNERS, written_at

    word = "有效" if proof.valid else "签署不全，不是有效的结论" if proof.signatures else "无效"
    click.echo(f"{file.name}：{word}")
    click.echo(f"  按{proof.bureau.name}的信任文件核验，指纹 {proof.bureau.fingerprint}")
    for signed in proof.signatures:
        how = "手签，登记于" if signed.form == "pen" else "签署于"
        who = f"{SIGNERS[signed.role]} {signed.name}"
        click.echo(f"  {who} {how} {written_at(signed.at)}（签署人电脑的时间）")
    for name in proof.missing:
        click.echo(f"  没有签署：{name}")
    for fact in proof.facts:
        click.echo(f"  {fact}")
    for reason in proof.reasons:
        talk(reason)
