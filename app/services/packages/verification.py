"""``verify``: who signed a file and when, or why it is refused. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.canon import sha256, unmarked
from app.common.errors import Refusal
from app.common.files import open_ordinary
from app.exchange.recognition import named_kind
from app.services.packages.proofs import Evidence, Proof, Signed, held, signer_of, vouching, written_at

if TYPE_CHECKING:
    from app.exchange.kinds import Kind
    from app.exchange.package import Package
    from app.signing.trust import Trust

PDF_MAGIC, TRUST_MAGIC = b"%PDF-", b"{"
PAPERS: Kind = "xpsync"
"""The kind that is proven by its papers, with everybody's signatures on them."""


def prove_file(path: Path, given: Evidence) -> Proof:
    """What is proven of a package or a PDF. Raises Refusal with every fault, EnvironmentTrouble."""
    start, trust = _starts(path), given.trust
    if start.startswith(PDF_MAGIC):
        from app.services.packages.paper_verification import prove_pdf

        return prove_pdf(path, given)
    if unmarked(start).startswith(TRUST_MAGIC):
        return _prove_trust(path, trust)
    from app.exchange.package import read_package

    with read_package(path, trust, given.identities) as package:
        kind = package.manifest.kind
        if kind == PAPERS:
            from app.services.packages.paper_verification import prove_sync

            return prove_sync(package, given)
        return held(kind, trust, signer_of(package), FACTS[kind](package, trust))


def _starts(path: Path) -> bytes:
    from app.exchange.trouble import reading

    if not path.exists() or path.is_dir():
        raise Refusal.because(f"找不到文件 {path}，请检查路径。", code="XP-1001")
    with reading(), open_ordinary(path) as stream:
        return stream.read(len(PDF_MAGIC))


def _prove_trust(path: Path, trust: Trust) -> Proof:
    """A trust file vouches for itself only where it is the very one that was given."""
    from app.exchange.trouble import reading
    from app.signing.fields import MAX_STATEMENT_BYTES
    from app.signing.trust import Trust as TrustFile

    with reading(), open_ordinary(path) as stream:
        found = TrustFile.parse(stream.read(MAX_STATEMENT_BYTES + 1))
    if found.data != trust.data:
        raise Refusal.because(
            f"这份信任文件（指纹 {found.fingerprint}）不是所给的那一份（指纹 {trust.fingerprint}）。"
            "请与通知上印的指纹核对。",
            code="XP-4405",
        )
    facts = (f"信任文件完好，指纹 {trust.fingerprint}", "请与通知上印的指纹核对一致后再使用")
    signed = Signed(trust.bureau_id, trust.name, "bureau", trust.issued_at)
    return held("xptrust", trust, (signed,), facts)


def _enrolment_facts(package: Package, *_: object) -> tuple[str, ...]:
    from app.exchange.enrolment import read_enrolment

    enrolment = read_enrolment(package)
    person = enrolment.person
    return (f"登记人：{person.name}，身份编号 {person.id}，指纹 {enrolment.fingerprint}",)


def _task_facts(package: Package, trust: Trust) -> tuple[str, ...]:
    from app.exchange.task import read_task

    task, _scheme = read_task(package, trust)
    return (f"批次：{task.batch.name}", f"{len(task.visits)} 次考核，专家组 {len(task.panel)} 人")


def _counted_facts(package: Package, *_: object) -> tuple[str, ...]:
    """That nothing judged is in it can be told where the scheme ships with the program."""
    from app.exchange.facts import read_facts, stated_facts
    from app.services.store.schemes import SchemeLibrary

    stated = stated_facts(package)
    told = f"已核事实：{len(stated.counts)} 项，涉及 {len(stated.answers())} 项考核内容"
    library = SchemeLibrary()
    known = next((each for each in library if sha256(library.source(each)) == stated.scheme_digest), None)
    if known is None:
        return (told, "依据的是自编细则，不在本程序所带的方案之中，没有逐栏核对；收取时会按任务里的细则核对")
    scheme = library[known]
    read_facts(package, scheme)
    return (told, f"已按《{scheme.title}》逐栏核对：只含事实，没有评判、分数、备注和理由")


def _record_facts(package: Package, *_: object) -> tuple[str, ...]:
    """Whether the document prints the record is told on the devices that have the task."""
    from app.exchange.record import read_record

    record = read_record(package)
    told = f"待签文件：结论文件和专家组的 {len(record.entries)} 条记录，校验链完整"
    return (told, "结论文件与记录是否一致，由专家的电脑在收下时重新绘制比对")


def _lock_facts(package: Package, *_: object) -> tuple[str, ...]:
    from app.exchange.sheet import read_lock

    return (f"锁定凭据：承诺值 {read_lock(package).commitment}",)


def _receipt_facts(package: Package, *_: object) -> tuple[str, ...]:
    from app.exchange.receipt import read_receipt

    receipt = read_receipt(package)
    taken, refused = len(receipt.taken), len(receipt.refused)
    head = f"回执：收下 {taken} 份，拒收 {refused} 份，时间 {written_at(receipt.received_at)}"
    times = (
        f"文件 {each.sha256[:12]}… 收到的时间 {written_at(receipt.time_of(each))}" for each in receipt.taken
    )
    whys = (f"拒收 {each.name}：{each.message}" for each in receipt.refused)
    return (head, *times, *whys)


def _safe_facts(package: Package, *_: object) -> tuple[str, ...]:
    from app.exchange.safe import read_safe

    return (f"随身副本：{len(read_safe(package).ledgers)} 份记录，校验链完整",)


def _sheet_facts(package: Package, *_: object) -> tuple[str, ...]:
    from app.exchange.sheet import read_sheet
    from app.services.sheet.projection import projected
    from app.services.store.ledger import as_row

    sheet = read_sheet(package)
    facts = (f"专家的表：{len(sheet.entries)} 条记录，校验链完整",)
    typed = sheet.typed_in_by
    if typed is None:
        return facts
    pages = len(projected([as_row(entry) for entry in sheet.entries]).of("attachment", ""))
    attached = f"附专家手签页 {pages} 份" if pages else "未附专家手签页"
    sender = package.sender.person.name if package.sender and package.manifest.sender == typed else typed
    return (*facts, f"代录：由{sender}按专家（身份编号 {sheet.person}）的纸质表录入，{attached}")


FACTS: Mapping[Kind, Callable[[Package, Trust], tuple[str, ...]]] = {
    "xpenrol": _enrolment_facts,
    "xptask": _task_facts,
    "xpfacts": _counted_facts,
    "xplock": _lock_facts,
    "xpsheet": _sheet_facts,
    "xprecord": _record_facts,
    "xpack": _receipt_facts,
    "xpsafe": _safe_facts,
}
"""What is told of the contents of every other kind."""


def refused(path: Path, trust: Trust, refusal: Refusal) -> Proof:
    """A file that does not hold, with every reason."""
    reasons = tuple(
        f"{each.message}（{each.code}）" if each.code else each.message for each in refusal.faults
    )
    named = named_kind(path) or path.suffix.lstrip(".").lower()
    kind = "pdf" if path.is_file() and _starts(path).startswith(PDF_MAGIC) else named
    return Proof(kind, False, False, vouching(trust), (), (), reasons, ())
