"""Trying a scheme out: a desk over a data folder that is made for it and thrown away with it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.common.errors import EnvironmentTrouble
from app.common.files import open_ordinary
from app.common.ids import new_id
from app.scoring import Scheme, Tally
from app.services.store.schemes import SchemeLibrary
from app.services.store.site import NewVisit, PanelMember
from app.services.workspace import Workspace

Opener = Callable[[Path], Workspace]
BOOK = ".xlsx"
FILES = (".yaml", ".yml", BOOK)
ZIP = b"PK"  # what a workbook begins with, whatever it is called
MOST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Trial:
    """One try: a workspace that nobody else sees, its one visit, and who sits at the desk."""

    workspace: Workspace
    visit_id: str
    person_id: str
    folder: tempfile.TemporaryDirectory[str]

    def close(self) -> None:
        """Throw everything away."""
        self.workspace.close()
        self.folder.cleanup()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scheme that can be tried out, with the bytes it was read from."""

    scheme: Scheme
    source: bytes


class Trials:
    """Reads schemes, shipped or from a file, and opens desks for them. opener: opens a data folder."""

    def __init__(self, schemes: SchemeLibrary, opener: Opener) -> None:
        self._schemes, self._opener = schemes, opener

    def titles(self) -> dict[str, str]:
        """Titles of the shipped schemes by id."""
        return self._schemes.titles()

    def shipped(self, scheme_id: str) -> Candidate:
        """A shipped scheme. Raises KeyError."""
        return Candidate(self._schemes[scheme_id], self._schemes.source(scheme_id))

    def read(self, path: Path) -> Candidate:
        """A scheme from a YAML file or a workbook. Raises Refusal naming every fault."""
        data = _bytes_of(path)
        if data.startswith(ZIP):
            from app.services.authoring.workbooks.scheme_book import read_scheme_book

            data = read_scheme_book(data)
        return Candidate(SchemeLibrary.from_bytes(data), data)

    def begin(self, candidate: Candidate, profile: Mapping[str, str]) -> Trial:
        """A desk for a scheme and a unit's profile. Raises Refusal where the profile is not whole."""
        Tally.start(candidate.scheme, profile, {}, {})
        folder = tempfile.TemporaryDirectory(prefix="xianping-trial-", ignore_cleanup_errors=True)
        workspace = self._opener(Path(folder.name))
        trial = Trial(workspace, new_id(), new_id(), folder)
        try:
            workspace.visits.add(_visit(trial, candidate, profile, workspace.clock.now().date().isoformat()))
        except BaseException:  # whatever happens, nothing of it may stay
            trial.close()
            raise
        return trial


def _visit(trial: Trial, candidate: Candidate, profile: Mapping[str, str], day: str) -> NewVisit:
    person = PanelMember(trial.person_id, "试用者", "", "leader", scores=True)
    return NewVisit(
        id=trial.visit_id,
        batch_id=new_id(),
        task_sha256=None,
        scheme=candidate.source,
        policy={},
        profile=dict(profile),
        project={
            "unit": f"试用：{candidate.scheme.title}",
            "name": "不属于任何考核，离开时全部清除",
        },
        panel=(person,),
        date_from=day,
        date_to=day,
        sample=True,
    )


def _bytes_of(path: Path) -> bytes:
    try:
        with open_ordinary(path) as stream:
            return stream.read(MOST_BYTES)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EnvironmentTrouble(
            f"不能读取文件 {path.name}：{reason}。", advice="请检查文件是否还在原处。", code="XP-9002"
        ) from error
