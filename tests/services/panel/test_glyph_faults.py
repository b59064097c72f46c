"""A sheet with what cannot be printed is not locked, and says where it stands."""

from __future__ import annotations

import pytest

from app.common.errors import Refusal
from app.services.panel.glyphs import panel_faults
from app.services.panel.panel_ledger import PanelFacts
from app.ui.desk.lock.contradictions import unprintable
from tests.services.conftest import Site
from tests.services.sheet.test_desk import desk_of


def test_locking_names_the_place_and_the_character(site: Site) -> None:
    desk = desk_of(site)
    cid = desk.mine[0]
    desk.note(cid, "见☑台账😀")
    criterion = desk.scheme.criterion(cid)
    told = [message for message, _ in unprintable(desk, criterion, desk.tally.criteria[cid])]
    assert len(told) == 1
    assert "U+1F600" in told[0]
    with pytest.raises(Refusal) as caught:
        desk.lock(knowingly=True)
    (fault,) = caught.value.faults
    assert (fault.where, fault.code) == (f"notes.{cid}", "XP-5101")
    assert f"{cid}备注" in fault.message
    desk.note(cid, "见☑台账")
    assert desk.lock(knowingly=True)


def test_the_leaders_words_are_looked_at_before_the_text_is_frozen() -> None:
    (fault,) = panel_faults(PanelFacts(problems=("台账\uf000不全",)))
    assert fault.where == "problems"
    assert "U+F000" in fault.message
    assert panel_faults(PanelFacts(suggestions=("☑补齐 \uf0b7 ①",))) == []
