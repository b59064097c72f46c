"""What of a proven package goes into an archive as plain files: of a visit's package, of a rolling copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.errors import Refusal, XianpingError
from app.common.files import CHUNK
from app.scoring.model.kinds import WORDS
from app.services.bureau.plain_files import PlainFile, PlainFolder, whole
from app.services.panel.pen_pages import SIGNED
from app.services.safe.files import opened, sheet_beside
from app.services.safe.places import FILES, beside
from app.services.store.file_names import NAMELESS
from app.services.store.site import told_apart

if TYPE_CHECKING:
    from app.common.ledger import EntryRecord
    from app.exchange.package import Package
    from app.exchange.safe import Safe, Working
    from app.exchange.sheet import SheetContents
    from app.exchange.task import Task
    from app.services.store.site import NewVisit
    from app.signing.trust import Trust

VERDICT, LEDGER, PEOPLE = "结论.pdf", "专家组记录.json", "人员.txt"
EVIDENCE, PAGES, SHEETS = "佐证材料", "手签页", "各人的表"


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens and proves: the bureau's trust and the keys at hand."""

    trust: Trust
    identities: Sequence[str]

    def package(self, source: bytes | Path, *kinds: str) -> Package:
        """A package of one of these kinds, meant for the bureau. Raises Refusal, EnvironmentTrouble."""
        from app.exchange.package import read_package
        from app.exchange.proof import Expectation

        expect = Expectation(kinds=kinds, recipient=self.trust.bureau_id)
        return read_package(source, self.trust, self.identities, expect)

    def task(self, source: bytes | Path) -> tuple[Task, bytes]:
        """A task with its scheme's bytes. Raises as ``package``."""
        from app.exchange.task import read_task

        with self.package(source, "xptask") as package:
            return read_task(package, self.trust)


def visit_folder(package: Package, opening: Opening) -> PlainFolder:
    """A visit's package: papers, the panel's ledger, each sheet with its evidence, pages signed with a pen.

    Raises Refusal. The contents are read from the package when they are written.
    """
    from app.exchange.sync import MINUTES, PDF, SUMMARY, WORKBOOK, Sync, read_sync, sheet_name
    from app.services.store.schemes import SchemeLibrary

    sync = read_sync(package)
    visit, scheme = _task(package, opening)
    words, names = WORDS[SchemeLibrary().from_bytes(scheme).kind], told_apart(visit.panel)
    files = [
        PlainFile((), PEOPLE, whole(_people(names))),
        PlainFile((), VERDICT, partial(_member, package, PDF)),
        PlainFile((), f"{words.summary}.pdf", partial(_member, package, SUMMARY)),
        PlainFile((), f"{words.sheet}.xlsx", partial(_member, package, WORKBOOK)),
        PlainFile((), LEDGER, partial(_member, package, Sync.MEMBER)),
    ]
    if sync.verdict.minutes_sha256 is not None:
        files.append(PlainFile((), "考核记录.pdf", partial(_member, package, MINUTES)))
    for ref in sync.sheets:
        whose = names.get(ref.person, ref.person)
        files += _sheet(
            package.members[sheet_name(ref.person)], f"{whose}-{words.sheet}.json", whose, opening
        )
    files += _evidence(package, (PAGES,), {sha: (None, name) for sha, name in _pages(sync.entries).items()})
    project = [str(visit.project.get(name, "")) for name in ("unit", "project")]
    told = "-".join(each[:40] for each in (*project, sync.verdict.short_code) if each)
    return PlainFolder(told, tuple(files))


def copy_folder(path: Path, package: Package, opening: Opening, known: Mapping[str, str]) -> PlainFolder:
    """A rolling copy with what lies beside it: each ledger as it stood, evidence, signed sheets, the verdict.

    known: names by person, where the bureau has them; else who signed anything is named, others by id.
    Raises Refusal. What is told of and does not lie beside the copy, or is spoilt there, is wanting.
    """
    from app.exchange.safe import PDF, read_safe

    safe = read_safe(package)
    names = _names(path, safe, package, opening) | dict(known)
    files = [PlainFile((), PEOPLE, whole(_people(names)))]
    files += [_ledger(ledger, names) for ledger in safe.ledgers]
    if safe.pdf_sha256 is not None:
        files.append(PlainFile((), VERDICT, partial(_member, package, PDF)))
    wanting: list[str] = []
    for ledger in safe.ledgers:
        files += _beside(path, ledger, _whose(ledger.person, names), opening, wanting)
    files += _signed(path, safe, names, opening, wanting)
    return PlainFolder(f"副本-{path.stem}", tuple(files), tuple(dict.fromkeys(wanting)))


def _people(names: Mapping[str, str]) -> bytes:
    """Whom the ids in the ledgers mean, a line each."""
    return "".join(f"{person}\t{name}\n" for person, name in names.items()).encode()


def _task(package: Package, opening: Opening) -> tuple[NewVisit, bytes]:
    from app.exchange.sync import TASK
    from app.services.packages.task_files import new_visits

    task, scheme = opening.task(package.members[TASK])
    visits = {visit.id: visit for visit in new_visits(task, scheme, "")}
    found = visits.get(package.manifest.visit or "")
    if found is None:
        raise Refusal.because("成果包与其中的任务文件对不上，未予采用。", code="XP-4511")
    return found, scheme


def _sheet(data: bytes, name: str, whose: str, opening: Opening) -> list[PlainFile]:
    """A signed sheet and its evidence."""
    from app.exchange.sheet import read_sheet

    package = opening.package(data, "xpsheet")
    sheet: SheetContents = read_sheet(package)
    told = attached(sheet.entries)
    return [PlainFile((SHEETS,), name, whole(sheet.data)), *_evidence(package, (EVIDENCE, whose), told)]


def _evidence(
    package: Package, folders: tuple[str, ...], told: Mapping[str, tuple[str | None, str]]
) -> Iterator[PlainFile]:
    """The evidence in a package. told: SHA-256 to criterion and name."""
    from app.exchange.content import EVIDENCE as MEMBERS

    for member in package.members:
        if member.startswith(MEMBERS):
            criterion, name = told.get(member.removeprefix(MEMBERS), (None, NAMELESS))
            yield PlainFile(folders, _named(criterion, name), partial(_member, package, member))


def _member(package: Package, name: str) -> Iterator[bytes]:
    """A member in pieces. Keeps the package, whose scratch file goes with it."""
    return package.members.chunks(name)


def attached(entries: Iterable[EntryRecord]) -> dict[str, tuple[str | None, str]]:
    """Every file that a ledger has ever told of, by SHA-256: its criterion and its name.

    A ledger may come from anybody: what is not told as a file is passed over.
    """
    found: dict[str, tuple[str | None, str]] = {}
    for entry in entries:
        told = entry.after
        if entry.kind == "attach" and entry.field and isinstance(told, dict):
            found[entry.field] = entry.criterion, str(told.get("name") or NAMELESS)
    return found


def _pages(entries: Iterable[EntryRecord]) -> dict[str, str]:
    """The pages signed with a pen and the signed copies that a panel's ledger tells of: SHA-256 to name."""
    told = (entry.after for entry in entries if entry.kind in SIGNED and isinstance(entry.after, dict))
    return {str(each.get("sha256")): str(each.get("name") or NAMELESS) for each in told}


def _named(criterion: str | None, name: str) -> str:
    return f"{criterion} {name}" if criterion else name


def _whose(person: str | None, names: Mapping[str, str]) -> str:
    return "专家组" if person is None else names.get(person, person)


def _ledger(ledger: Working, names: Mapping[str, str]) -> PlainFile:
    """A ledger as it stood; one that was taken from a package says so."""
    from app.common.canon import canonical

    whose = "专家组" if ledger.person is None else f"{_whose(ledger.person, names)}-"
    name = f"{whose}记录{'（收到的）' if ledger.origin else ''}.json"
    return PlainFile((), name, whole(canonical(ledger.plain())))


def _beside(
    path: Path, ledger: Working, whose: str, opening: Opening, wanting: list[str]
) -> Iterator[PlainFile]:
    """The evidence of a ledger that lies sealed beside the copy."""
    pages = {sha: (None, name) for sha, name in _pages(ledger.entries).items()}
    for sha, (criterion, name) in (attached(ledger.entries) | pages).items():
        sealed = path.parent / FILES / beside(ledger.visit, sha)
        if _opens(sealed, sha, opening):
            folders = (PAGES,) if sha in pages else (EVIDENCE, whose)
            yield PlainFile(folders, _named(criterion, name), partial(_clear, sealed, sha, opening))
        else:
            wanting.append(name)


def _opens(sealed: Path, sha: str, opening: Opening) -> bool:
    if sealed.is_file():  # a pipe would never end
        with suppress(XianpingError, OSError), opened(sealed, sha, opening.identities):
            return True
    return False


def _clear(sealed: Path, sha: str, opening: Opening) -> Iterator[bytes]:
    with opened(sealed, sha, opening.identities) as clear:
        while piece := clear.read(CHUNK):
            yield piece


def _signed(
    path: Path, safe: Safe, names: Mapping[str, str], opening: Opening, wanting: list[str]
) -> Iterator[PlainFile]:
    """Locked sheets that lie signed beside the copy."""
    for ref in safe.sheets:
        whose, data = _whose(ref.person, names), sheet_beside(path, ref.sha256)
        name = f"{whose}-已锁定的表.json"
        files: list[PlainFile] = []
        with suppress(Refusal):  # one that is spoilt is as good as missing
            files = _sheet(data, name, whose, opening) if data is not None else []
        if not files:
            wanting.append(name)
        yield from files


def _names(path: Path, safe: Safe, package: Package, opening: Opening) -> dict[str, str]:
    """Names as the bureau has certified them: of who wrote the copy, of who signed what lies beside it."""
    senders = [package.sender]
    for ref in safe.sheets:
        data = sheet_beside(path, ref.sha256)
        with suppress(Refusal):
            if data is not None:
                senders.append(opening.package(data, "xpsheet").sender)
    return {each.person.id: each.person.name for each in senders if each is not None}
