"""The expert's desk: every kind of field in its states, the panes, the keys, the tour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.services.sample.content import load_sample
from app.services.sample.samples import record_findings
from app.ui.desk.list.state import Shown
from app.ui.desk.view_keys import DeskKeysDialog
from app.ui.shell.presenter import Route
from app.ui.trying.presenter import TryingPresenter
from shots.camera import ALL_WAYS, Camera

Typed = Mapping[str, object]

# The middle pane at a criterion after something was typed: name, criterion, fields.
FIELDS: tuple[tuple[str, str, Typed], ...] = (
    ("field-flags", "1.2", {"responsibility_assigned": "false"}),
    ("field-set", "2.1", {}),
    ("field-level", "12.1", {"training_system": "ordinary"}),
    ("field-provisional", "12.1", {"training_system": "ordinary", "deduction": "0.5"}),
    ("field-points", "9.1", {}),
    ("field-count", "3.1", {}),
    ("field-counts", "8.2", {}),
    ("field-share", "14.2", {"trainee_satisfaction": "43/50"}),
    ("field-amounts", "4.2", {}),
    ("field-rows", "5.1", {}),
    ("field-faulty", "13.2", {"senior_trainees": "3,5"}),
    ("field-open", "13.1", {}),
    ("field-others", "10.1", {}),
)
TRIALS = (
    ("trial-conditions", "national-base-existing"),
    ("trial-grounds", "pingdingshan-studio-cancellation"),
    ("trial-performance", "hubei-performance"),
    ("trial-effect", "hubei-effect"),
)


def desk(camera: Camera) -> None:
    """The desk in every look."""
    camera.enter()
    shown = camera.desk("4.2")
    wants = shown.wants
    wants.paper_begun.emit("tally")
    (paper,) = shown.presenter.state.card.papers.rows
    for column, text in (("what", "设备验收单"), ("drawn", "20"), ("fit", "18")):
        wants.paper_written.emit(paper.id, column, text)
    wants.flagged.emit(True)
    wants.noted.emit("数控设备的发票与合同一致，尚有两台在途。")
    shown.take_focus()
    camera.take("desk", ALL_WAYS)
    wants.opened.emit("9.1")
    camera.take("desk-lost")
    _lists(camera, shown)
    camera.take_dialog("desk-keys", DeskKeysDialog(camera.window))


def _lists(camera: Camera, shown: Any) -> None:
    for filter_, name in ((Shown.LOST, "list-lost"), (Shown.FLAG, "list-flagged"), (Shown.OPEN, "list-open")):
        shown.wants.filtered.emit(filter_)
        camera.take_part(name, shown.list)
    shown.wants.filtered.emit(Shown.ALL)
    shown.list.search.setText("sz")
    shown.wants.sought.emit("sz")
    camera.take_part("list-search", shown.list)
    shown.list.search.clear()
    shown.wants.sought.emit("")
    camera.take_part("result", shown.result)


def fields(camera: Camera) -> None:
    """Each kind of field, answered and not, provisional and faulty."""
    camera.enter()
    shown = camera.desk()
    camera.window.resize(camera.window.width(), 980)  # all of a criterion at once
    for name, criterion, typed in FIELDS:
        shown.wants.opened.emit(criterion)
        for field, text in typed.items():
            shown.wants.typed.emit(field, text)
        camera.take_part(name, shown.card)


def panes(camera: Camera) -> None:
    """Folded panes, the largest text."""
    camera.enter()
    shown = camera.desk("8.2")
    shown.panes.toggle("result")
    camera.take("panes-result")
    shown.panes.toggle("list")
    camera.take("panes-alone")
    camera.take_largest("text-150-alone")
    shown.panes.toggle("list")
    camera.take_largest("text-150")


def tour(camera: Camera) -> None:
    """The tour: offered, and one stop of it."""
    camera.enter()
    camera.session.stage.settings.change(toured=False)
    screen = camera.go("desk")
    screen.desk.wants.opened.emit("4.2")
    camera.take("tour-offer")
    screen.guide()
    screen.tour.step(3)
    camera.take("tour")
    screen.tour.end(whole=False)


def locking(camera: Camera) -> None:
    """What is to be looked at, locking, the locked sheet."""
    camera.enter()
    shown = camera.desk("12.1")
    shown.wants.typed.emit("training_system", "ordinary")
    shown.wants.typed.emit("deduction", "0.5")
    shown.wants.opened.emit("13.2")
    shown.wants.typed.emit("senior_trainees", "600")
    shown.wants.opened.emit("9.1")
    shown.wants.flagged.emit(True)
    shown.wants.checked.emit()
    camera.take_dialog("checks")
    shown.wants.locking.emit()
    camera.take_dialog("lock-open")
    finish(camera)
    shown = camera.desk("9.1")
    shown.wants.flagged.emit(False)
    shown.wants.locking.emit()
    camera.take_dialog("lock")
    shown.show_state(shown.presenter.do(shown.presenter.lock.lock))
    camera.take("desk-locked")
    camera.go("home")
    camera.take("home-locked")


def finish(camera: Camera) -> None:
    """Score what the sample leaves open."""
    sample = load_sample()
    key = sample.window.person
    sheet = camera.work.sheets.open(camera.visit, camera.people[key])
    sheet.confirm_recusal()
    findings = sample.findings_of(key)
    record_findings(sheet, {cid: findings[cid] for cid in sample.window.left_open})


def trials(camera: Camera) -> None:
    """The desk under the other kinds of scheme."""
    camera.enter(sample=False)
    for name, scheme in TRIALS:
        presenter = TryingPresenter(camera.session._trials)  # noqa: SLF001  opened by a dialog otherwise
        presenter.choose(scheme)
        camera.session._trial = presenter.begin()  # noqa: SLF001
        camera.window.go(Route("trial"))
        camera.take(name)
    camera.window.go(Route("home"))


CHAPTERS: tuple[Callable[[Camera], None], ...] = (desk, fields, panes, tour, locking, trials)
