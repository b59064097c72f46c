"""Every page that can be printed, of every scheme and every end, drawn into a folder to be looked at.

``python -m tests.reports.pages FOLDER [SCHEME …]``
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.bootstrap import open_workspace
from app.common.clock import FixedClock
from app.reports.bureau_summary import render_summary
from app.reports.document import Followed, SignedRow, VerdictReport
from app.reports.document import ProtocolStep as PrintedStep
from app.reports.score_sheet import render_score_sheet
from app.reports.sheet_document import ScoreSheet
from app.reports.verdict import render_verdict
from app.services.printing.opinions import draft_opinions
from app.services.printing.sheet_report import score_sheet
from app.services.printing.verdict_report import build_report
from app.services.sample.samples import record_findings
from app.services.store.rounds import Material, PanelState, Pledge, ProtocolStep, Statement
from app.services.store.site import PanelMember, Visit
from app.services.workspace import Workspace
from tests.reports.outcomes import LIBRARY, End, ends_of
from tests.services.conftest import START, VISIT, new_visit

AT = "2026-05-12T06:30:00.000000Z"
LONG_UNIT = (
    "示例市经济技术开发区先进制造与现代服务产业高技能人才公共实训基地"
    "建设运营管理有限责任公司第二职业技能培训中心（示例市分中心）"
)
LONG_PERSON = "阿卜杜拉赫曼·买买提伊敏·图尔荪（示例）"
LONG_PROJECT = (
    "示例市先进制造与现代服务产业高技能人才培训基地（智能制造、工业机器人、数字化设计方向）建设项目"
)
TRUSTED = "示例市人力资源和社会保障局职业能力建设处（高技能人才工作办公室）"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is there: the panel, the unit and the project, and how much the verdict tells of the experts."""

    name: str
    panel: tuple[PanelMember, ...]
    unit: str
    project: str
    issuer: str
    form: str = "digital"
    shows: str = "total"


def _panel(count: int, name: str, unit: str) -> tuple[PanelMember, ...]:
    numerals = "甲乙丙丁戊己庚辛壬癸子丑寅卯"
    experts = [
        PanelMember(f"e{at}", name.format(numerals[at]), unit, "expert", scores=True, title="高级工程师")
        for at in range(count - 1)
    ]
    leader = PanelMember("leader", name.format("长"), unit, "leader", scores=True, title="正高级讲师")
    return (*experts, leader)


SMALL = Cast(
    "small",
    _panel(3, "专家{}（示例）", "示例单位"),
    "示例职业技术学院",
    "示例培训基地",
    "示例市人力资源和社会保障局",
)
LARGE = Cast(
    "large",
    _panel(15, LONG_PERSON[:-4] + "{}（示例）", LONG_UNIT),
    LONG_UNIT,
    LONG_PROJECT,
    TRUSTED,
    "pen",
    "named",
)


def report_of(end: End, cast: Cast) -> VerdictReport:
    """The frozen text of an end."""
    visit = visit_of(end, cast)
    state = _state(end, visit)
    batch = {"name": "2026 年第一批", "issuer": cast.issuer, "shows": cast.shows}
    return build_report(visit, state, batch, START, draft=False)


def visit_of(end: End, cast: Cast) -> Visit:
    """The visit that came to an end."""
    scheme = end.scheme
    return Visit(
        id=VISIT,
        batch_id="batch",
        task_sha256=None,
        scheme_id=scheme.id,
        scheme_version=scheme.version,
        scheme_digest=scheme.digest,
        policy=end.policy,
        profile=end.profile,
        project={"unit": cast.unit, "name": cast.project, "code": "SL-2026-017"},
        panel=cast.panel,
        assignments={},
        self_assessment=_self_assessed(end),
        date_from="2026-05-12",
        date_to="2026-05-12",
        form=cast.form,  # type: ignore[arg-type]
        sample=True,
        stage="frozen",
        created_at=AT,
    )


def _self_assessed(end: End) -> dict[str, str]:
    if end.scheme.conditional:
        return {}
    return {each.id: f"{each.max / 100:g}" for each in end.scheme.criteria if each.max}


def _state(end: End, visit: Visit) -> PanelState:
    scheme = end.scheme
    people = tuple(each.id for each in visit.panel if each.scores)
    result = end.joined(people)
    problems, suggestions = draft_opinions(
        scheme, result, dict.fromkeys(people, end.findings), visit.profile, visit.policy
    )
    steps = [
        ProtocolStep(each.id, each.title, AT, "专家组全体、单位负责人", "按程序进行", each.after)
        for each in scheme.procedure
    ]
    return PanelState(
        visit_id=visit.id,
        scheme=scheme,
        profile=visit.profile,
        policy=visit.policy,
        result=result,
        sheets=(),
        sides={},
        rulings={},
        problems=problems,
        suggestions=suggestions,
        statement=Statement(),
        protocol=tuple(each for each in steps if not each.after),
        followed=tuple(each for each in steps if each.after),
        materials=tuple(
            Material(each.id, each.title, each.text, each.cite, True) for each in scheme.materials
        ),
        pledges=tuple(Pledge(each.id, each.name, AT) for each in visit.panel),
        missing=(),
        frozen=True,
        issued=False,
        short_code=None,
    )


def followed_of(report: VerdictReport) -> Followed:
    """What came after: read out, answered, signed."""
    return Followed(
        steps=(PrintedStep("宣读结论", "5 月 12 日 16:30", "专家组全体、单位负责人", "当场宣读"),),
        statement="同意专家组的意见。",
        by="单位负责人",
        stand="表示同意",
        signed=tuple(
            SignedRow(each.name, each.role, "5 月 12 日 16:50", "电子签名") for each in report.signers
        ),
    )


def papers(scheme_id: str, *, every: bool = True) -> Iterator[tuple[str, bytes]]:
    """Every paper of a scheme with its name: of all ends, and of the first and the last with long names.

    every: also the filled sheets of all ends, which differ little from the first's and the last's.
    """
    ends = ends_of(scheme_id)
    edges = list(dict.fromkeys((ends[0], ends[-1])))
    shown = [(end, SMALL) for end in ends] + [(end, LARGE) for end in edges]
    for end, cast in shown:
        report = report_of(end, cast)
        yield f"{_named(end, cast)}.verdict", render_verdict(report, followed_of(report)).pdf
        yield f"{_named(end, cast)}.summary", render_summary(report, followed_of(report))
    with tempfile.TemporaryDirectory() as folder:
        for end, cast in shown if every else [(edges[0], SMALL), (edges[-1], LARGE)]:
            workspace = open_workspace(Path(folder) / _named(end, cast), FixedClock(START))
            for name, sheet in sheets(workspace, end, cast):
                yield name, render_score_sheet(sheet).pdf
            workspace.close()


def _named(end: End, cast: Cast) -> str:
    return f"{end.scheme.id}.{end.name}.{cast.name}"


def sheets(workspace: Workspace, end: End, cast: Cast) -> Iterator[tuple[str, ScoreSheet]]:
    """The first expert's sheet of an end, filled; of the first and the last end blank too, with names."""
    visit = visit_of(end, cast)
    workspace.visits.add(
        new_visit(
            scheme=LIBRARY.source(end.scheme.id),
            policy=end.policy,
            profile=end.profile,
            panel=cast.panel,
            project=dict(visit.project),
            assignments={},
            self_assessment=dict(visit.self_assessment),
        )
    )
    desk = workspace.sheets.open(VISIT, cast.panel[0].id, entered_by=cast.panel[-1].id)
    name = _named(end, cast)
    if end in (ends_of(end.scheme.id)[0], ends_of(end.scheme.id)[-1]):
        yield f"{name}.blank", score_sheet(desk, blank=True)
    record_findings(desk, end.findings)
    yield f"{name}.sheet", score_sheet(desk, typist=cast.panel[-1].name)


def main(folder: str, *schemes: str) -> None:
    """Write the papers of these schemes, or of all."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for scheme_id in schemes or LIBRARY.ids():
        for name, pdf in papers(scheme_id):
            (target / f"{name}.pdf").write_bytes(pdf)


if __name__ == "__main__":
    main(*sys.argv[1:])
