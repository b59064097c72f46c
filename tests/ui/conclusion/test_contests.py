"""A contested fact is before the leader, though those who score it agree."""

from __future__ import annotations

from collections.abc import Callable

from app.services.sheet.contests import contest
from tests.ui.conftest import Stand, _settle

WHY = "账户为全校共用，未见单独设立"


def contested(stand: Callable[[str], Stand], cid: str) -> Stand:
    here = stand("begun")
    desk = here.workspace.sheets.open(here.visit, here.people["expert-1"])
    desk.write_paper(cid, contest(desk, cid, here.people["expert-3"]), "why", WHY)
    return here


def test_a_contest_is_blind_until_every_sheet_is_in(stand: Callable[[str], Stand]) -> None:
    here = contested(stand, "11.1")
    here.seat("leader")
    screen = here.go("conclusion")
    screen.presenter.show_criterion("11.1")
    assert screen.presenter.state.criterion.contests == ()
    assert WHY not in repr(screen.presenter.state)


def test_a_contest_of_one_who_does_not_score_the_criterion_is_put_to_the_leader(
    stand: Callable[[str], Stand],
) -> None:
    here = contested(stand, "11.1")
    _settle(here.workspace, here.visit)
    screen = here.go("conclusion")
    state = screen.presenter.state

    (group,) = [group for group in state.groups if group.key == "contested"]
    assert ([row.id for row in group.rows], group.folded) == (["11.1"], False)
    assert (group.rows[0].sign, group.rows[0].note) == ("attention", "有异议")
    screen.presenter.show_criterion("11.1")
    page = screen.presenter.state.criterion
    assert page.contests == (f"专家甲（示例）对专家丙（示例）核定的事实有异议：{WHY}",)
    assert [side.name for side in page.sides] == ["专家丙（示例）"]
    screen.criterion.show_page(page, writable=True)
    shown = [line.text() for line in screen.criterion.contests.lines if line.isVisible()]
    assert shown == list(page.contests)


def test_a_ruling_ends_it(stand: Callable[[str], Stand]) -> None:
    here = contested(stand, "11.1")
    _settle(here.workspace, here.visit)
    here.workspace.panels.open(here.visit).rule("11.1", {"dedicated_account": False}, "核对账页")
    state = here.go("conclusion").presenter.state
    assert "contested" not in [group.key for group in state.groups]
