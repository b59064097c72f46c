"""``verify`` of a visit's package and of the verdict's PDF, which is compared with the record at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.clock import stamp
from app.common.errors import EnvironmentTrouble, Refusal
from app.common.files import open_ordinary
from app.scoring.model.kinds import WORDS
from app.services.packages.arrival import Arrived, arrive
from app.services.packages.proofs import Evidence, Proof, Signed, held, signer_of
from app.services.panel.redrawn_papers import must_be_comparable
from app.services.printing.result_words import figure, figure_word
from app.services.store.site import PanelMember, told_apart

if TYPE_CHECKING:
    from app.exchange.package import Package
    from app.scoring.model.kinds import KindWords
    from app.signing.pdf_check import PdfReport, PdfSignature

UNSIGNED = "还有人没有签署，这份文件不是完整的结论"
ASK = "空着的位置没有签，或已改为手签、签在另附的签署件上：这些都登记在成果包里，请连同成果包（.xpsync）核验"
ALONE = "没有成果包在手边：只核验了签名，没有把印出的内容与专家组的记录比对；请连同成果包（.xpsync）核验"
OF_THE_PACKAGE = {"summary": "供主管部门的汇总表", "minutes": "考核记录"}
COMPARED = "已按成果包里的记录重新绘制，与这份文件逐页一致"


def prove_sync(package: Package, given: Evidence) -> Proof:
    """A visit's package: replayed, its papers drawn again. Raises Refusal."""
    arrived = arrive(package, given.trust, given.identities, given.shelf, given.vouched)
    scheme = arrived.redrawing.scheme
    words = WORDS[scheme.kind]
    told = f"{figure_word(scheme)} {figure(scheme, arrived.result)}"
    reached = told if scheme.conditional else f"总分 {figure(scheme, arrived.result)}"
    facts = (
        f"{len(arrived.sheets)} 份{words.sheet}逐条重算，{reached}，与文件写明的一致",
        *(
            f"{each.sheet.name}的{words.sheet}为{each.typed}"
            for each in arrived.sheets.values()
            if each.typed
        ),
        f"{_drawn_again(arrived, words)}按记录重新绘制，与所附的一致",
        f"结论文件签署人：{'、'.join(arrived.signed_by) or '纸质签署'}",
        *(ink.words for ink in arrived.ink),
        *arrived.beside,
        *(each.rstrip("。") for each in arrived.happened),
    )
    paper = (each for each in _paper(arrived) if each.form == "pen" or not _same(each, package))
    return held("xpsync", given.trust, (*signer_of(package), *paper), facts)


def _drawn_again(arrived: Arrived, words: KindWords) -> str:
    """Which papers were drawn again; a package of an earlier program has no minutes."""
    if arrived.sync.verdict.minutes_sha256 is None:
        return f"结论文件、{words.summary}和{words.sheet}"
    return f"结论文件、{words.summary}、{words.sheet}和考核记录"


def _same(signed: Signed, package: Package) -> bool:
    """Whether a signature under the paper is by whoever signed the package, who is named already."""
    return package.sender is not None and signed.person == package.sender.person.id


def prove_pdf(path: Path, given: Evidence) -> Proof:
    """A verdict's PDF, with the package that holds it where one is at hand. Raises Refusal."""
    from app.exchange.container import too_large
    from app.exchange.trouble import reading
    from app.signing.pdf import verify
    from app.signing.pdf_check import MAX_PDF_BYTES
    from app.signing.pdf_mark import marks_of, unsigned_kind

    with reading(), open_ordinary(path) as stream:
        if path.stat().st_size > MAX_PDF_BYTES:
            raise too_large()
        data = stream.read(MAX_PDF_BYTES + 1)
    report = verify(data, given.trust)
    if not report.valid:
        if named := OF_THE_PACKAGE.get(unsigned_kind(data)):
            raise Refusal.because(
                f"这是{named}，不单独签名：它由成果包（.xpsync）连同结论文件一起签名。请核验成果包。",
                code="XP-4525",
            )
        raise Refusal(report.faults or ())
    arrived = _package_of(marks_of(data), given)
    if arrived is not None and arrived.pdf == data:
        return _whole(arrived, given)
    if arrived is not None:
        arrived.redrawing.must_be_verdict(data, report.drawn)
    else:
        must_be_comparable("结论文件", data, given.vouched)
    return _alone(report, given, COMPARED if arrived is not None else ALONE)


def _whole(arrived: Arrived, given: Evidence) -> Proof:
    """The very document of a package that holds."""
    changed = (each.rstrip("。") for each in arrived.happened)
    facts = (COMPARED, "各人均已签署", *(ink.words for ink in arrived.ink), *arrived.beside, *changed)
    return held("pdf", given.trust, tuple(_paper(arrived)), facts)


def _alone(report: PdfReport, given: Evidence, compared: str) -> Proof:
    facts = ("文件由登记的设备出具，出具后未被改动", compared)
    proof = held("pdf", given.trust, _signatures(report.signatures), facts)
    if report.complete:
        return replace(proof, facts=(*facts, "各人均已签署"))
    return replace(
        proof, valid=False, complete=False, missing=report.missing, reasons=(UNSIGNED,), facts=(*facts, ASK)
    )


def _signatures(signatures: Sequence[PdfSignature]) -> tuple[Signed, ...]:
    names = told_apart(
        [PanelMember(each.person_id, each.name, "", "expert", scores=False) for each in signatures]
    )
    return tuple(
        Signed(each.person_id, names[each.person_id], each.role, stamp(each.signed_at)) for each in signatures
    )


def _paper(arrived: Arrived) -> Iterator[Signed]:
    """Everybody's signature under the paper of a package that holds, ink beside it."""
    yield from _signatures((*(arrived.paper.signatures if arrived.paper else ()), *arrived.copies))
    names, roles = told_apart(arrived.visit.panel), {each.id: each.role for each in arrived.visit.panel}
    for pen in arrived.redrawing.facts.pens:
        yield Signed(pen.person_id, names[pen.person_id], roles[pen.person_id], pen.at, "pen")


def _package_of(marks: tuple[str, ...], given: Evidence) -> Arrived | None:
    """The package at hand that holds the text a document says it prints. Raises Refusal where it is refused.

    A package that cannot be opened here, or is another visit's, is passed over: it says nothing of this file.
    """
    from app.exchange.package import read_package
    from app.exchange.proof import Expectation
    from app.exchange.sync import read_sync

    for path in given.beside:
        with ExitStack() as stack:
            try:
                expect = Expectation(kinds=("xpsync",))
                package = stack.enter_context(read_package(path, given.trust, given.identities, expect))
                claimed = read_sync(package).verdict
            except (Refusal, EnvironmentTrouble):
                continue
            if marks == (claimed.short_code, claimed.digest):
                return arrive(package, given.trust, given.identities, given.shelf, given.vouched)
    return None


def vouched_by(paths: Iterable[Path], given: Evidence) -> frozenset[str]:
    """SHA-256 of the documents that the bureau says in receipts it took in; other files are passed over."""
    from app.exchange.package import read_package
    from app.exchange.proof import Expectation
    from app.exchange.receipt import read_receipt

    found: set[str] = set()
    for path in paths:
        try:
            with read_package(path, given.trust, given.identities, Expectation(kinds=("xpack",))) as package:
                taken = read_receipt(package).taken
        except (Refusal, EnvironmentTrouble):
            continue
        found.update(each.pdf_sha256 for each in taken if each.pdf_sha256)
    return frozenset(found)
