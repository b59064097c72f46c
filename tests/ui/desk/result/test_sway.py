"""What can still change the verdict, as the result pane says it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.scoring import Scheme
from app.ui.desk.result import view as view_result
from app.ui.widgets import speech
from tests.filling import filled, profiles_of
from tests.ui.desk.sitting import Sitting
from tests.ui.desk.test_kinds import LIBRARY, Seat, seat

__all__ = ["seat"]
BASE = LIBRARY["tianjin-base-acceptance"]


def without(scheme: Scheme, *left: str, good: bool = True) -> dict[str, dict[str, object]]:
    found = filled(scheme, profiles_of(scheme)[0], good=good)
    return {cid: answer for cid, answer in found.items() if cid not in left}


def test_at_the_start_everything_can_change_it(seat: Seat) -> None:
    sway = seat(BASE.id, {}).state.result.sway
    assert (sway.pointers, sway.said) == ((), "未定分的 23 项都可能改变结论。")


def test_what_decides_alone_is_named_and_leads_there(seat: Seat) -> None:
    desk = seat(BASE.id, without(BASE, "10.1", "1.1"))
    assert [pointer.id for pointer in desk.state.result.sway.pointers] == ["10.1"] or (
        desk.state.result.sway.said == "未定分的 2 项都可能改变结论。"
    )
    desk = desk_with_only(desk, "1.1")
    assert [pointer.id for pointer in desk.state.result.sway.pointers] == ["10.1"]
    (link,) = desk.view.result.sway.flow._things
    assert link.accessibleName().startswith("可改变结论：10.1")
    assert isinstance(link, QAbstractButton)
    link.click()
    assert desk.card.id == "10.1"


def desk_with_only(desk: Sitting, answered: str) -> Sitting:
    desk.view.wants.opened.emit(answered)
    desk.view.wants.typed.emit("dedicated_body", "true")
    return desk


def test_once_fixed_nothing_can_change_it(seat: Seat) -> None:
    desk = seat(BASE.id, without(BASE, "1.1"))
    assert desk.state.result.sway.said == "结论已定。"
    assert desk.view.result.sway.none.text() == "结论已定。"
    assert desk.view.result.sway.flow.isHidden()


def test_one_condition_that_fails_fixes_it(seat: Seat) -> None:
    scheme = LIBRARY["national-base-new"]
    assert "都可能改变结论" in seat(scheme.id, {}).state.result.sway.said


def test_a_failed_condition_is_final(seat: Seat) -> None:
    scheme = LIBRARY["national-base-new"]
    bad = without(scheme, good=False)
    first = next(iter(bad))
    assert seat(scheme.id, {first: bad[first]}).state.result.sway.said == "结论已定。"


def test_performance_has_no_verdict_to_change(seat: Seat) -> None:
    desk = seat("hubei-performance", {})
    sway = desk.state.result.sway
    assert (sway.pointers, sway.said) == ((), "")
    assert desk.view.result.sway_title.isHidden()


def test_a_result_that_changes_is_announced_once(desk: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []

    def hear(_: QWidget, words: str) -> None:
        heard.append(words)

    monkeypatch.setattr(speech, "announce", hear)
    assert vars(view_result)["speech"] is speech
    desk.qtbot.waitUntil(lambda: desk.field == "dedicated_body")
    desk.type("1")
    assert heard == ["合计 2 分，尚不能定"]
    desk.view.wants.noted.emit("看过原件")
    assert len(heard) == 1


def test_what_only_the_exact_sums_settle_is_foreseen(seat: Seat) -> None:
    """74 points are given, and the last open criterion is worth three whatever is found there."""
    bad = filled(BASE, profiles_of(BASE)[0], good=False)
    found = without(BASE, "12.1") | {cid: bad[cid] for cid in ("3.1", "4.1", "4.2", "7.1")}
    result = seat(BASE.id, found).state.result
    assert (result.total, result.verdict, result.sway.said) == ("74", "已锁定合格", "结论已定。")
    assert result.why == "未定分的 1 项无论如何评定，总分都达到合格线 75 分。"
