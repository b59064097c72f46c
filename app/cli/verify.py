"""``verify``: says who signed a file and when, exit code 0; or why it does not hold, exit code 1."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.context import Exit, Outside, SaidNo
from app.cli.pins import given_pin, office_pin, pin_for, with_pin
from app.cli.streams import talk, write_result
from app.cli.trusting import identities_of, trusts_of
from app.common.errors import Refusal

if TYPE_CHECKING:
    from app.services.packages.verification import Evidence, Proof
    from app.signing.trust import Trust

MOST_BESIDE = 64
PACKAGE, RECEIPT = "xpsync", "xpack"


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
        found = _evidence(stack, outside, file, (trust, db, pin), (identity, package))
        proof = _proof(file, found)
    if as_json:
        write_result(asdict(proof))
    else:
        _tell(file, proof)
    return Exit.DONE if proof.valid else Exit.SAID_NO


def _evidence(
    stack: ExitStack,
    outside: Outside,
    file: Path,
    trusting: tuple[Path | None, str | None, bool],
    given: tuple[tuple[Path, ...], tuple[Path, ...]],
) -> list[Evidence]:
    """What the file is proven with, once for each bureau that is trusted. Raises Refusal."""
    from app.services.packages.paper_verification import vouched_by
    from app.services.packages.verification import Evidence

    (trust, db, pin), (identity, package) = trusting, given
    own: Trust | None = None
    keys: list[str] = []
    taken: frozenset[str] = frozenset()
    if db is not None:
        office = outside.open_office(db, ask=partial(office_pin, asked=pin))
        stack.callback(office.close)
        own, taken = office.own_trust(), office.bureau.vouched()
        if office.has_keys():
            secret = pin_for(office, given_pin(asked=pin))
            keys = [office.issuing.unlock(secret).issuing.identity]
    trusts = _trusts(outside, file, trust, own)
    opening = (*keys, *identities_of(identity, file.parent))
    shelf = stack.enter_context(outside.scratch_shelf())
    beside = package or _beside(file, PACKAGE)
    found = (Evidence(each, opening, shelf, beside, taken) for each in trusts)
    receipts = _beside(file, RECEIPT)
    return [replace(each, vouched=taken | vouched_by(receipts, each)) for each in found]


def _trusts(outside: Outside, file: Path, named: Path | None, own: Trust | None) -> tuple[Trust, ...]:
    """The trust to check with. Where it is the very file in question, its fault is the check's answer."""
    try:
        return trusts_of(outside, named, own)
    except Refusal as refusal:
        if named is not None and named.is_file() and named.samefile(file):
            raise SaidNo(refusal.faults) from None
        raise


def _beside(file: Path, kind: str) -> tuple[Path, ...]:
    """What may be a package of a kind beside a file, whatever it is called."""
    from app.exchange.recognising import may_hold

    near = (each for each in sorted(file.parent.iterdir()) if each != file and not each.name.startswith("."))
    return tuple(each for each in near if each.is_file() and may_hold(each, kind))[:MOST_BESIDE]


def _proof(file: Path, found: list[Evidence]) -> Proof:
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
    return refused(file, found[0].trust, first)


def _tell(file: Path, proof: Proof) -> None:
    from app.services.packages.verification import ROLES, written_at

    word = "有效" if proof.valid else "签署不全，不是有效的结论" if proof.signatures else "无效"
    click.echo(f"{file.name}：{word}")
    click.echo(f"  按{proof.bureau.name}的信任文件核验，指纹 {proof.bureau.fingerprint}")
    for signed in proof.signatures:
        how = "手签，登记于" if signed.form == "pen" else "签署于"
        click.echo(f"  {ROLES[signed.role]} {signed.name} {how} {written_at(signed.at)}（签署人电脑的时间）")
    for name in proof.missing:
        click.echo(f"  没有签署：{name}")
    for fact in proof.facts:
        click.echo(f"  {fact}")
    for reason in proof.reasons:
        talk(reason)
