"""What is open before a freezing is told, each with where it is settled; what may stand does not block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.services.panel.open_matters import standing_matters
from app.services.panel.panels import PanelDesk
from tests.chain import EXPERTS, Chain


def standing(desk: PanelDesk) -> dict[str, str]:
    return {each.told: each.room for each in desk.state.matters if not each.blocks}


def test_what_blocks_says_where_it_is_settled(chain_at: Callable[..., Chain]) -> None:
    state = chain_at("collected").desk().state
    blocking = [each for each in state.matters if each.blocks]
    assert tuple(each.told for each in blocking) == state.missing
    assert {"criterion", "opinions"} == {each.room for each in blocking}
    for each in blocking:
        if each.room == "criterion":
            assert each.told.startswith(f"{each.criterion} ")


def test_wanting_sheets_are_all_that_is_told(chain_at: Callable[..., Chain]) -> None:
    state = chain_at("locked").desk().state
    assert len(state.matters) == len(EXPERTS)
    assert {each.room for each in state.matters} == {"sheets"}
    assert all(each.blocks for each in state.matters)


def test_the_day_and_the_papers_may_stand_open(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("collected")
    desk = chain.desk()
    steps = [each.title for each in desk.state.protocol]
    asked = next(told for told, room in standing(desk).items() if "没有记录" in told and room == "protocol")
    assert asked == f"程序还有 {len(steps)} 步没有记录：{'、'.join(steps)}"
    for step in desk.state.protocol:
        desk.set_step(step.id, "专家组", "（示例）")
    assert not any("步没有记录" in told for told in standing(desk))
    many = len(desk.state.materials)
    if many:
        assert any(told.startswith(f"提交材料还有 {many} 份") for told in standing(desk))
        for paper in desk.state.materials:
            desk.set_material(paper.id, handed=False, note="")
        assert not any("提交材料" in told for told in standing(desk)), "not handed in is noted, too"


def test_papers_that_nobody_marked_are_told_by_criterion(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("collected")
    desk = chain.desk()
    listed = [each.id for each in desk.scheme.criteria if each.evidence]
    assert listed
    assert not any("佐证材料" in told for told in standing(desk)), "the sample's experts mark their papers"

    def unseen(*kept: str) -> list[str]:
        found = [
            replace(each, marks={cid: marks for cid, marks in each.marks.items() if cid in kept})
            for each in desk.collected.found
        ]
        told = standing_matters(desk.state, desk.visit, desk.facts, found)
        return [each.criterion for each in told if "佐证材料" in each.told]

    assert unseen() == listed
    assert unseen(listed[0]) == listed[1:]


def test_points_that_nobody_has_confirmed_are_told(chain_at: Callable[..., Chain]) -> None:
    desk = chain_at("collected").desk()
    assert not any("暂用" in told for told in standing(desk))
    state = replace(desk.state, scheme=replace(desk.scheme, provisional="平均分配的分值（示例）"))
    told = [each.told for each in standing_matters(state, desk.visit, desk.facts, desk.collected.found)]
    assert "各项分值暂用平均分配的分值（示例），主管部门还没有确认" in told
    confirmed = replace(state, policy={**state.policy, "table": "评分表（示例）"})
    assert not any(
        "暂用" in each.told
        for each in standing_matters(confirmed, desk.visit, desk.facts, desk.collected.found)
    )


def test_what_may_stand_does_not_keep_from_freezing(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("collected")
    desk = chain.settle()
    assert desk.state.missing == ()
    assert standing(desk)
    assert chain.lead.verdicts.freeze(chain.visit)
