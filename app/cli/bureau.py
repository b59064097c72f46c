"""``bureau``: the officer's side. Set up keys, hand out tasks, take visits in, see where projects stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.archive import export
from app.cli.context import Exit, Outside
from app.cli.lock import close_late, recover, seal
from app.cli.pins import given_pin, new_pin, office_pin, pin_for, with_pin
from app.cli.streams import read_input, talk, tell_path, write_result
from app.cli.trust import identities_of, the_trust, trusts_of
from app.common.clock import BEIJING
from app.common.errors import Fault, Refusal
from app.scoring.model.duties import ROUNDS

if TYPE_CHECKING:
    from app.scoring import Scheme
    from app.services.bureau.arrivals import Intake
    from app.services.bureau.batch_spec import BatchSpec
    from app.services.bureau.office import Office
    from app.signing.authority import Authority
    from app.signing.credentials import Enrolment
    from app.signing.trust import Trust

NOTICE = "指纹核对单.pdf"
FATES = {"taken": "已接收", "already here": "已在库中", "refused": "拒收", "conflict": "冲突待查"}
MOST_NAMED = 10
DATABASE = click.option("--db", required=True, help="数据库地址，如 sqlite:///bureau.db。")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="以 JSON 给出结果。")


@click.group(help="主管部门：建立密钥、下发任务、接收成果、查看进展。")
def bureau() -> None:
    """Hold the officer's verbs."""


bureau.add_command(export)
bureau.add_command(recover)


@bureau.command("init", help="建立主管部门的密钥，写出信任文件 bureau.xptrust。")
@DATABASE
@click.option("--name", required=True, help="主管部门名称。")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="写出信任文件的文件夹。")
@with_pin
@click.option("--no-pin", is_flag=True, help="不设 PIN，也不询问。")
@click.pass_obj
def init(outside: Outside, db: str, name: str, out: Path, *, pin: bool, no_pin: bool) -> None:
    """Make the bureau's keys in its database."""
    from app.services.bureau.enrolments import notice
    from app.services.store.files import write_whole

    out.mkdir(parents=True, exist_ok=True)
    with _office(outside, db, pin=pin) as office:
        trust = _founded(office, name, asked=pin, none=no_pin)
        path = write_whole(out / "bureau.xptrust", trust.data)
        printed = write_whole(out / NOTICE, notice(trust, _today(office)))
    tell_path(path)
    tell_path(printed)
    click.echo(f"指纹（请印在通知上）：{trust.fingerprint}")


def _today(office: Office) -> date:
    return office.clock.now().astimezone(BEIJING).date()


def _founded(office: Office, name: str, *, asked: bool, none: bool) -> Trust:
    """The bureau's trust. Where the same bureau's keys are here already, only its file is written again."""
    from app.services.identity.people import check_pin

    own = office.own_trust() if office.has_keys() else None
    if own is not None and own.name == name:
        talk("密钥早已建立，没有重复生成；只重新写出信任文件。")
        close_late(office, asked=asked)
        return own
    office.issuing.must_be_new(name)
    pin = new_pin(asked=asked, none=none)
    if pin is not None:
        check_pin(pin)
    authority = office.issuing.create(name, pin)
    if pin is not None:
        seal(office, authority, pin)
    return authority.trust()


@bureau.command("task", help="按批次说明（JSON）和各人的登记文件，写出一个专家组的任务文件。")
@DATABASE
@click.argument("spec")
@click.argument("enrolments", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="任务文件，如 第一组.xptask。")
@click.option("--scheme", "scheme_file", type=click.Path(path_type=Path), help="自编的细则文件（YAML）。")
@click.option(
    "--self",
    "self_books",
    multiple=True,
    type=click.Path(path_type=Path),
    help="单位填好的自评打分表（Excel），按表中的单位和项目对应到各次考核。",
)
@click.option(
    "--notice", "notice_file", type=click.Path(path_type=Path), help="另写一份可打印的指纹核对单（PDF）。"
)
@with_pin
@click.pass_obj
def task(  # noqa: PLR0913  click hands every option over
    outside: Outside,
    db: str,
    spec: str,
    enrolments: tuple[Path, ...],
    out: Path,
    scheme_file: Path | None,
    self_books: tuple[Path, ...],
    *,
    notice_file: Path | None,
    pin: bool,
) -> None:
    """Write a task file. Raises Refusal naming every fault of the specification."""
    from app.services.bureau.batch_spec import read_spec
    from app.services.bureau.enrolments import notice, seats
    from app.services.store.files import write_whole

    wanted = read_spec(read_input(spec))
    scheme, data = _scheme(wanted.scheme, scheme_file)
    wanted = _self_assessed(wanted, scheme, self_books)
    requests = _enrolments(enrolments)
    secret = given_pin(asked=pin)
    with _office(outside, db, pin=pin) as office:
        authority = office.issuing.unlock(pin_for(office, secret))
        again = office.issuing.amended(authority, wanted, scheme)
        package = office.issuing.task(authority, wanted, requests, scheme, data)
        if again:
            talk(
                f"请注意：其中 {again} 次考核以前下发过，这份任务是它们的修订；各台电脑列出改动，确认后改用。"
            )
        for each in office.issuing.told(wanted, scheme):
            talk(f"请注意：{each}。")
        panel = seats(wanted, requests)
        printed = notice(authority.trust(), _today(office), panel, wanted.batch.name) if notice_file else b""
    write_whole(out, package)
    tell_path(out)
    if notice_file is not None:
        tell_path(write_whole(notice_file, printed))
    talk("各席位的指纹如下，请与各人屏幕上的核对一致后再发出任务文件：")
    for seat in panel:
        talk(f"{seat.role}\t{seat.name}（{seat.unit}）\t{seat.fingerprint}")


@bureau.command("import", help="接收成果包（.xpsync）或其中有成果包的文件夹；每个文件报一行结果。")
@DATABASE
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--trust", type=click.Path(path_type=Path), help="信任文件；不给时用库中的，或本机核对过的。")
@click.option("--identity", multiple=True, type=click.Path(path_type=Path), help="打开密封文件的身份文件。")
@click.option(
    "--receipt",
    type=click.Path(path_type=Path),
    help="回执文件，如 回执.xpack；不给时写在成果包旁边（库中有主管部门密钥时）。",
)
@click.option("--no-receipt", is_flag=True, help="不写回执。")
@with_pin
@AS_JSON
@click.pass_obj
def import_(  # noqa: PLR0913  click hands every option over
    outside: Outside,
    db: str,
    paths: tuple[Path, ...],
    trust: Path | None,
    identity: tuple[Path, ...],
    receipt: Path | None,
    *,
    no_receipt: bool,
    pin: bool,
    as_json: bool,
) -> int:
    """Take packages in, write the receipt; exit code 1 where one was refused or in conflict."""
    from app.services.bureau.intake import files_in

    missing = [path for path in paths if not path.exists()]
    if missing:
        raise Refusal(Fault(str(path), f"找不到 {path}，请检查路径。", "XP-1001") for path in missing)
    secret = given_pin(asked=pin)
    files, over = files_in(paths)
    _tell_over(over)
    intakes: list[Intake] = []
    if not files:
        talk("没有找到成果包（.xpsync）。")
        return Exit.DONE
    with _office(outside, db, pin=pin) as office:
        wanted = not no_receipt and (receipt is not None or not (trust or identity))
        if wanted or not identity:
            secret = pin_for(office, secret)
        access = _Access(outside, office, trust, identity, secret, paths)
        talk(f"按{access.trust.name}的信任文件核验，指纹 {access.trust.fingerprint}。")
        signing = _signing(office, secret, receipt) if wanted else None
        accesses = [access.to(path) for path in files]  # what is wanting is said before anything is taken
        for path, identities in zip(files, accesses, strict=True):
            intake = office.bureau.take(path, access.trust, identities)
            intakes.append(intake)
            _tell(intake, as_json=as_json)
        if signing is not None:
            _write_receipt(office, signing, receipt, paths, intakes)
    wrong = any(intake.fate in ("refused", "conflict") for intake in intakes)
    return Exit.SAID_NO if wrong else Exit.DONE


def _tell_over(over: Sequence[Path]) -> None:
    """What a folder holds beside packages of visits: the person who gave it may have meant one of them."""
    if over:
        named = "、".join(path.name for path in over[:MOST_NAMED])
        more = "等" if len(over) > MOST_NAMED else ""
        talk(f"文件夹中另有 {len(over)} 个文件不是成果包，没有读取：{named}{more}。")


def _signing(office: Office, pin: str | None, named: Path | None) -> Authority | None:
    """The keys that sign a receipt; None where none are here and no receipt was asked for. Raises Refusal."""
    from app.services.bureau.receipts import check_receipt_path

    if named is not None:
        check_receipt_path(named)
    return office.issuing.unlock(pin) if named is not None or office.has_keys() else None


def _write_receipt(
    office: Office,
    authority: Authority,
    named: Path | None,
    given: Sequence[Path],
    intakes: Sequence[Intake],
) -> None:
    """One receipt for all that came in; which files have no place in it is said."""
    from app.services.bureau.receipts import receipt_of, receipt_path, write_receipt

    receipt = receipt_of(intakes, office.clock)
    unread = sum(intake.fate == "refused" for intake in intakes) - len(receipt.refused)
    if unread:
        talk(f"有 {unread} 个文件读不出来，没有列入回执，请另行告知组长。")
    if receipt.taken or receipt.refused:
        path = named or receipt_path(given, [intake.path for intake in intakes], office.clock.now())
        write_receipt(path, authority, receipt)
        talk(f"回执：{path}（收到 {len(receipt.taken)} 份，拒收 {len(receipt.refused)} 份）。请交还组长。")


@bureau.command("status", help="列出已收到的项目：得分或项数、结论、等次、整改状态。")
@DATABASE
@with_pin
@AS_JSON
@click.pass_obj
def status(outside: Outside, db: str, *, pin: bool, as_json: bool) -> None:
    """Show where every project stands."""
    with _office(outside, db, pin=pin) as office:
        rows = office.bureau.status()
    if as_json:
        write_result({"projects": [asdict(row) for row in rows]})
        return
    for row in rows:
        turn = "" if row.round == "first" else f"（{ROUNDS[row.round]}）"
        click.echo(f"{row.unit}\t{row.project}\t{row.figure}\t{row.verdict_words}{turn}")


@contextmanager
def _office(outside: Outside, url: str, *, pin: bool) -> Iterator[Office]:
    office = outside.open_office(url, ask=partial(office_pin, asked=pin))
    try:
        yield office
    finally:
        office.close()


class _Access:
    """Trust, named or this database's own or confirmed on this device; identities, also lying beside a file.

    Beside is the file's own folder, or else the folder that was named.
    """

    def __init__(
        self,
        outside: Outside,
        office: Office,
        trust: Path | None,
        identity: Sequence[Path],
        pin: str | None,
        named: Sequence[Path],
    ) -> None:
        self._named = [path for path in named if path.is_dir()]
        self.trust = the_trust(trusts_of(outside, trust, office.own_trust()))
        self._identities = identities_of(identity, Path()) if identity else []
        self._look_beside = not identity
        if not identity and office.has_keys():
            self._identities = [office.issuing.unlock(pin).issuing.identity]
        self._found: dict[Path, list[str]] = {}

    def to(self, path: Path) -> list[str]:
        """What opens one file."""
        places = [path.parent, *(folder for folder in self._named if path.is_relative_to(folder))]
        lying = [each for folder in places for each in self._beside(folder)] if self._look_beside else []
        return [*self._identities, *lying]

    def _beside(self, folder: Path) -> list[str]:
        if folder not in self._found:
            self._found[folder] = identities_of((), folder)
        return self._found[folder]


def _scheme(scheme_id: str, file: Path | None) -> tuple[Scheme, bytes]:
    """The shipped scheme of that id, or the bureau's own file, which must bear the id. Raises Refusal."""
    from app.services.store.schemes import SchemeLibrary

    schemes = SchemeLibrary()
    if file is None:
        if scheme_id not in schemes:
            raise Refusal([Fault("scheme", f"没有名为 {scheme_id} 的方案。", "XP-4705")])
        return schemes[scheme_id], schemes.source(scheme_id)
    data = read_input(str(file))
    scheme = schemes.from_bytes(data)
    if scheme.id != scheme_id:
        message = f"批次说明要用 {scheme_id}，而给出的细则文件是 {scheme.id}，请改成一致。"
        raise Refusal([Fault("scheme", message, "XP-4706")])
    return scheme, data


def _self_assessed(spec: BatchSpec, scheme: Scheme, books: Sequence[Path]) -> BatchSpec:
    """The specification with the units' own points in place. Raises Refusal naming sheet and row."""
    from app.services.authoring.form_match import matched
    from app.services.authoring.self_assessment import read_self_assessment

    if not books:
        return spec
    forms = {str(book): read_self_assessment(scheme, read_input(str(book))) for book in books}
    return matched(spec, forms)


def _enrolments(paths: Sequence[Path]) -> dict[str, Enrolment]:
    from app.services.bureau.enrolments import enrolled

    return enrolled((path, _enrolment(path)) for path in paths)


def _enrolment(path: Path) -> Enrolment:
    from app.exchange.enrolment import read_enrolment
    from app.exchange.package import read_package
    from app.exchange.proof import Expectation

    with read_package(path, None, (), Expectation(kinds=("xpenrol",))) as package:
        return read_enrolment(package)


def _tell(intake: Intake, *, as_json: bool) -> None:
    if as_json:
        write_result({**asdict(intake), "path": str(intake.path)})
        return
    click.echo(f"{intake.path}\t{FATES[intake.fate]}\t{intake.message}")
