"""The experts' sheets as the leader's device has them: written here, or taken from their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from app.common.typed import entered_by
from app.models import tables
from app.models.entries import EntryRow
from app.scoring import Scheme, Tally
from app.services.sheet.contests import Contest, contest_words, contests_of
from app.services.sheet.paper_words import all_words
from app.services.sheet.papers import paper_of
from app.services.sheet.projection import Projection, projected
from app.services.sheet.reopenings import reopenings
from app.services.sheet.rivals import locked_in, locked_under
from app.services.sheet.typed_words import typed_words
from app.services.store.ledger import find_stream, read_ledger
from app.services.store.rounds import SheetInfo, SheetPresence
from app.services.store.site import Answers, Mark, PanelMember, Visit
from app.services.store.unit_of_work import View


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """A locked sheet. findings: of the criteria that are complete; notes: the expert's own words.

    papers: the expert's working papers by criterion, in words.
    contests: of others' facts, by criterion; marks: how each paper was seen, by criterion and its id.
    """

    person_id: str
    name: str
    stream_id: str
    digest: str
    rows: tuple[EntryRow, ...]
    findings: Answers
    notes: Mapping[str, str]
    papers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contests: Mapping[str, tuple[Contest, ...]] = field(default_factory=dict, kw_only=True)
    marks: Mapping[str, Mapping[str, Mark]] = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True, slots=True)
class Collected:
    """Every scoring expert's place, and the sheets that are locked. whole: nobody's is wanting.

    early: whoever leads has opened what is in before all were. veiled: whoever asks may not look at it yet.
    """

    infos: tuple[SheetInfo, ...]
    found: tuple[FoundSheet, ...]
    early: bool = False
    veiled: bool = False

    @property
    def whole(self) -> bool:
        """Whether every scoring expert's locked sheet is here."""
        return len(self.found) == len(self.infos)

    @property
    def opened(self) -> bool:
        """Whether the sheets' contents may be looked at: all are in, or they were opened knowingly before."""
        return not self.veiled and (self.whole or self.early)

    def sheets(self) -> dict[str, Answers]:
        """Findings by expert, for joining. All empty until they are opened: judgements stay blind."""
        blank: dict[str, Answers] = {info.person_id: {} for info in self.infos}
        if not self.opened:
            return blank
        return blank | {sheet.person_id: sheet.findings for sheet in self.found}


def collect(view: View, visit: Visit, scheme: Scheme, received: Mapping[str, str]) -> Collected:
    """The sheets of a visit's scoring experts. received: person to the package that counts."""
    places = [
        _contested(view, visit, _place(view, visit, scheme, member, received.get(member.id)))
        for member in visit.panel
        if member.scores
    ]
    return Collected(tuple(info for info, _ in places), tuple(sheet for _, sheet in places if sheet))


def counted(visit: Visit, scheme: Scheme, answers: Answers) -> Answers:
    """The findings that count: of complete criteria, and only the fields that apply.

    A condition that is waived may be complete without any; it is left out then.
    """
    tally = Tally.start(scheme, visit.profile, visit.policy, answers)
    found = {
        criterion: {
            spec.name: answers[criterion][spec.name]
            for spec in tally.shown(criterion)
            if spec.name in answers.get(criterion, {})
        }
        for criterion, result in tally.criteria.items()
        if result.state == "complete"
    }
    return {criterion: answer for criterion, answer in found.items() if answer}


def _place(
    view: View, visit: Visit, scheme: Scheme, member: PanelMember, package: str | None
) -> tuple[SheetInfo, FoundSheet | None]:
    stream = find_stream(view, visit.id, "sheet", member.id, package or "")
    if stream is None:
        return SheetInfo(member.id, visit.name_of(member.id), "missing", None), None
    rows = read_ledger(view, stream)
    state, name = projected(rows), visit.name_of(member.id)
    again = "；".join(each.words for each in reopenings(rows))
    if not state.locked:
        return SheetInfo(member.id, name, "open", None, reopened=again), None
    row = view.first(tables.streams, columns=("locked_digest",), id=stream)
    digest = str(row["locked_digest"]) if row else ""
    typed = typed_words(visit, entered_by(member.id, rows), len(state.of("attachment", "")))
    state_word: SheetPresence = "received" if package else "locked"
    older = locked_under(rows) not in ("", visit.task_sha256)
    info = SheetInfo(member.id, name, state_word, digest, typed, older=older, reopened=again)
    return info, _found(visit, scheme, member, stream, digest, rows, state)


def _contested(
    view: View, visit: Visit, place: tuple[SheetInfo, FoundSheet | None]
) -> tuple[SheetInfo, FoundSheet | None]:
    """The same with what lies beside it: locked sheets of this person that nobody has settled, and any."""
    info, found = place
    here = view.count(tables.streams, visit_id=visit.id, kind="sheet", person_id=info.person_id)
    standing = locked_in(view, visit.id, info.person_id)
    if found is not None and found.digest not in standing:  # set aside on the laptop that this came from
        info, found = SheetInfo(info.person_id, info.name, "missing", None), None
    rivals = standing - {info.digest or ""}
    beside = here - (info.state != "missing")
    return replace(info, rivals=len(rivals), beside=beside), found


def _found(
    visit: Visit,
    scheme: Scheme,
    member: PanelMember,
    stream: str,
    digest: str,
    rows: list[EntryRow],
    state: Projection,
) -> FoundSheet:
    return FoundSheet(
        member.id,
        visit.name_of(member.id),
        stream,
        digest,
        tuple(rows),
        counted(visit, scheme, state.findings()),
        {criterion: state.of("note", criterion).get("", "") for criterion in state.values["note"]},
        papers_told(state),
        contests=contests_of(visit, state),
        marks={criterion: state.of("mark", criterion).get("", {}) for criterion in state.values["mark"]},
    )


def papers_told(state: Projection) -> dict[str, tuple[str, ...]]:
    """The working papers of a sheet in words, by criterion; contests and what says nothing are left out."""
    papers = {
        criterion: [paper_of(paper_id, told) for paper_id, told in state.of("paper", criterion).items()]
        for criterion in state.values["paper"]
    }
    return {
        criterion: all_words(each for each in held if each.kind != "contest")
        for criterion, held in papers.items()
    }


def contests_told(sheets: Iterable[FoundSheet]) -> dict[str, tuple[str, ...]]:
    """What the leader reads of the contests in the experts' locked sheets, by criterion."""
    told: dict[str, tuple[str, ...]] = {}
    for sheet in sheets:
        for criterion, contests in sheet.contests.items():
            words = tuple(contest_words(sheet.name, each) for each in contests)
            told[criterion] = (*told.get(criterion, ()), *words)
    return told
