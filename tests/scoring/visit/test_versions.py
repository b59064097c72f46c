"""What changed between two versions, in words, and both on the same findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.common.errors import Refusal
from app.scoring import load_scheme
from app.scoring.visit.versions import changes, side_by_side

OLD = (Path(__file__).parents[1] / "good_scheme.yaml").read_bytes()


def changed(*pairs: tuple[str, ...]) -> bytes:
    text = OLD.decode()
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    return text.encode()


RECTIFY = "\n  - {id: fail.rectify, title: 整改, text: 限期整改, scope: {outcome: [fail]}, cite: 通知}"


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([], []),
        ([('version: "1"', 'version: "2"')], ["版本：1 → 2"]),
        ([("wanted: 5, step: 2", "wanted: 6, step: 2")], ["考核项 1.1 规则 第 2 条 要求：5 → 6"]),
        (
            [("small: 10, large: 20", "small: 10, large: 30")],
            ["考核项 1.1 查验项 deduction 适用条件 below large：20 → 30"],
        ),
        (
            [("    max: 6", "    max: 7"), ("    max: 4", "    max: 3")],
            ["考核项 1.1 分值：6 → 7", "考核项 1.2 分值：4 → 3"],
        ),
        ([("cite: 附件 第1项", "cite: 附件 第2项第1行")], ["考核项 1.1 出处：附件 第1项 → 附件 第2项第1行"]),
        ([("{plan: 平面图}", "{plan: 平面图, photo: 照片}")], ["新增 考核项 1.1 所需材料 photo：照片"]),
        (
            [(RECTIFY, " []")],
            ["取消 后续要求 fail.rectify：整改"],
        ),
    ],
)  # fmt: skip
def test_a_change_is_told_in_words(pairs: list[tuple[str, ...]], words: list[str]) -> None:
    assert [each.words for each in changes(OLD, changed(*pairs))] == words


def test_a_faulty_version_is_refused() -> None:
    with pytest.raises(Refusal):
        changes(OLD, b"a: 1")


def test_a_change_of_layout_alone_is_none() -> None:
    assert changes(OLD, OLD.replace("# 最小".encode(), "# 重写：最小".encode())) == ()


def test_two_versions_stand_side_by_side() -> None:
    new = load_scheme(changed(("wanted: 5, step: 2, points: 1", "wanted: 9, step: 2, points: 1")))
    findings: dict[str, dict[str, object]] = {
        "1.1": {"seats": 30, "used": 4},
        "1.2": {"quality": "good", "results": 1},
    }
    rows, totals = side_by_side(load_scheme(OLD), new, {"size": "large"}, findings)
    assert [(each.id, each.before, each.after) for each in rows] == [("1.1", "6", "4"), ("1.2", "3", "3")]
    assert totals == ("9", "7")


def test_conditions_stand_side_by_side() -> None:
    old = (Path(__file__).parents[1] / "good_conditions.yaml").read_bytes()
    new = old.replace(b"small: 50", b"small: 60")
    profile = {"size": "small", "inheritor": False}
    rows, totals = side_by_side(
        load_scheme(old), load_scheme(new), profile, {"1.1": {"site": True, "area": 55}}
    )
    assert (rows[0].before, rows[0].after) == ("符合", "不符合")
    assert totals == ("待定", "不符合")
