"""An expert without keys in a batch that is signed digitally: told early, in plain words."""

from __future__ import annotations

from collections.abc import Callable

from app.services.samples import record_findings
from app.ui.signing.presenter import SigningPresenter
from tests.chain import EXPERTS, Chain


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
        assert ("登记过的电脑" in guidance) == (form == "digital")
