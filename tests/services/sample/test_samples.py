"""The sample to play with: real in every step, marked as a sample in every word."""

from __future__ import annotations

from app.services.sample.samples import Samples
from tests.services.conftest import Site
from tests.talks import talk_over


def test_the_sample_is_made_once_and_can_be_played(site: Site) -> None:
    workspace = site.workspace
    visit = Samples(workspace).open()
    assert Samples(workspace).open() == visit
    assert Samples(site.reopen()).open() == visit

    workspace = site.workspace
    card = workspace.visits.card(visit)
    me = workspace.people.current
    assert me is not None
    assert (card.sample, card.me, me.has_pin) == (True, me.id, False)
    assert all(person.sample and "示例" in person.name for person in workspace.people.list())
    desk = workspace.sheets.open(visit, me.id)
    left = {point.criterion for point in desk.open_questions()}
    assert left == {"12.1", "13.1", "13.2", "14.1", "15.1", "15.2"}
    states = {info.person_id: info.state for info in workspace.panels.open(visit).state.sheets}
    assert states.pop(me.id) == "open"
    assert set(states.values()) == {"locked"}


def test_the_sample_can_be_finished_on_one_device(site: Site) -> None:
    workspace = site.workspace
    visit = Samples(workspace).open()
    from app.services.sample.content import load_sample
    from app.services.sample.samples import record_findings

    sample = load_sample()
    me = workspace.people.current
    assert me is not None
    desk = workspace.sheets.open(visit, me.id)
    desk.confirm_recusal()
    record_findings(desk, sample.findings_of(sample.window.person))
    desk.lock()
    panel = workspace.panels.open(visit)
    for criterion, ruling in sample.rulings.items():
        panel.rule(criterion, ruling.findings, ruling.reason)
    panel.set_problems(panel.draft()[0])
    talk_over(panel)
    workspace.verdicts.freeze(visit)
    for slot in workspace.verdicts.status(visit).slots:
        status = workspace.verdicts.sign(visit, slot.person_id, None, None, knowingly=True)
    assert status.complete
    exported = workspace.packages.export_sync(visit, site.folder)
    assert len(exported.files) == 5
