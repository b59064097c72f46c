"""An expert without keys in a batch that is signed digitally: told early, in plain words."""

from __future__ import annotations

from collections.abc import Callable

from app.models import tables
from app.services.sample.samples import record_findings
from app.ui.signing.presenter import SigningPresenter
from tests.chain import EXPERTS, LEADER, Chain


def test_who_was_typed_in_and_has_no_keys_here_is_named(chain_at: Callable[..., Chain]) -> None:
    for form in ("digital", "pen"):
        chain = chain_at("locked", form=form, name=form)
        expert = chain.ids[EXPERTS[0]]
        for key in EXPERTS[1:]:
            chain.lead.packages.import_file(chain.sheet(key))
        chain.lead.typed.begin(chain.visit, expert, pledged=True)
        typist = chain.lead.typed.check(chain.visit, expert)
        desk = chain.lead.sheets.open(chain.visit, expert, entered_by=typist)
        record_findings(desk, chain.sample.findings_of(EXPERTS[0]))
        desk.lock(knowingly=True)
        chain.settle()
        chain.freeze()
        guidance = SigningPresenter(chain.lead, chain.visit).state.guidance
        assert (desk.person.name in guidance) == (form == "digital")
        assert ("改为手签" in guidance) == (form == "digital")


def test_a_leader_who_is_not_here_is_told_of_and_never_offered_a_pen(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    chain.lead.verdicts.issue(chain.visit)
    path = chain.folder / "签名页.jpg"
    path.write_bytes(b"\xff\xd8")
    page = chain.lead.evidence.prepare(path, chain.visit)
    for key in EXPERTS:
        chain.lead.pens.note(chain.visit, chain.ids[key], page, "没有带电脑")
    presenter = SigningPresenter(chain.lead, chain.visit)
    assert "换组长" not in presenter.state.guidance
    with chain.lead.store.write() as unit:
        unit.remove(tables.people, {"id": chain.ids[LEADER]})
    state = presenter.state
    assert "换组长" in state.guidance
    assert not any(line.can_pen for line in state.slots)
