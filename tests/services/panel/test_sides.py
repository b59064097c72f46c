"""What stands beside each expert's finding: how the materials were seen, also where nobody said."""

from __future__ import annotations

from collections.abc import Callable

from app.services.panel.sides import seen_words
from tests.chain import EXPERTS, Chain


def test_each_way_is_a_line_and_what_nobody_marked_comes_last(chain_at: Callable[..., Chain]) -> None:
    scheme = chain_at("tasked").desk().scheme
    criterion = next(each for each in scheme.criteria if len(each.evidence) > 2)
    first, second, *rest = criterion.evidence
    left = f"没有标注：{'、'.join(each.label for each in rest)}"
    told = seen_words(criterion, {first.id: "missing", second.id: "copy"})
    assert told == (f"复印件：{second.label}", f"缺：{first.label}", left)
    every = seen_words(criterion, {each.id: "original" for each in criterion.evidence})
    assert every == (f"原件：{'、'.join(each.label for each in criterion.evidence)}",)
    bare = [each for each in scheme.criteria if not each.evidence]
    assert all(seen_words(each, {}) == () for each in bare)


def test_it_stands_beside_each_finding_as_that_expert_marked_it(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    person = chain.ids[EXPERTS[0]]
    desk = chain.site(EXPERTS[0]).sheets.open(chain.visit, person)
    criterion = next(each for each in desk.scheme.criteria if each.evidence and each.id in desk.mine)
    desk.reopen("补标（示例）")
    desk.mark_all(criterion.id, "interview")
    desk.lock()
    path = chain.out / "again.xpsheet"
    chain.site(EXPERTS[0]).packages.export_sheet(chain.visit, person, path)
    chain.lead.packages.import_file(path)
    assert chain.desk().state.sides == {}, "nothing is told before all are in"
    for key in EXPERTS[1:]:
        chain.lead.packages.import_file(chain.sheet(key))
    sides = {side.person_id: side.seen for side in chain.desk().state.sides[criterion.id]}
    assert all(told.startswith("访谈：") for told in sides[person])
    assert all("访谈" not in told for other, seen in sides.items() if other != person for told in seen)
