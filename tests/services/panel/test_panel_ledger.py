"""The panel's ledger and what a desk shows are one thing, whatever is done in whatever order."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.common.errors import Refusal
from app.common.ledger import EntryDraft, chained
from app.services.panel.panel_ledger import FOLDS, PanelFacts, fold
from app.services.panel.panels import PanelDesk
from app.services.panel.verdicts import Verdicts
from app.services.store.rounds import PanelState, Statement
from tests.chain import Chain

DISPUTED = "13.2"
texts = st.lists(st.text(alphabet="甲乙丙 \n", max_size=6), max_size=3)
steps = st.one_of(
    st.tuples(st.just("problems"), texts),
    st.tuples(st.just("suggestions"), texts),
    st.tuples(st.just("rule"), st.sampled_from(["540", "504", "1", "x"])),
    st.tuples(st.just("unrule"), st.just("")),
    st.tuples(st.just("step"), st.sampled_from(["report", "site", "nothing"])),
    st.tuples(st.just("clear"), st.sampled_from(["report", "site"])),
    st.tuples(st.just("statement"), st.sampled_from([True, False, None])),
    st.tuples(st.just("freeze"), st.just("")),
    st.tuples(st.just("thaw"), st.sampled_from(["", "原因"])),
    st.tuples(st.just("issue"), st.just("")),
)


def take_step(chain: Chain, desk: PanelDesk, step: tuple[str, Any]) -> None:
    name, value = step
    verdicts: Verdicts = chain.lead.verdicts
    actions: dict[str, Callable[[], object]] = {
        "problems": lambda: desk.set_problems(value),
        "suggestions": lambda: desk.set_suggestions(value),
        "rule": lambda: desk.rule(DISPUTED, {"senior_trainees": value}, "理由"),
        "unrule": lambda: desk.unrule(DISPUTED, "理由"),
        "step": lambda: desk.set_step(value, "众人", "笔记"),
        "clear": lambda: desk.clear_step(value),
        "statement": lambda: desk.set_statement(Statement("话", value, "人")),
        "freeze": lambda: verdicts.freeze(chain.visit),
        "thaw": lambda: verdicts.thaw(chain.visit, value),
        "issue": lambda: verdicts.issue(chain.visit),
    }
    actions[name]()


@given(walk=st.lists(steps, max_size=14))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_a_desk_shows_is_what_its_ledger_says(walk: list[tuple[str, Any]], chain_at: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Verdicts, "_drawn", lambda *_: (b"%PDF", ()))
        patch.setattr("app.services.panel.verdict_ink.VerdictInk.certify", lambda *_: b"%PDF certified")
        chain = _walking(chain_at)
        desk = chain.desk()
        for step in walk:
            with suppress(Refusal):
                take_step(chain, desk, step)
            desk = chain.desk() if step[0] in ("freeze", "thaw", "issue") else desk
            assert desk.facts == fold(desk.ledger.records()) == chain.desk().facts
            _sound(desk.facts, desk.state)


_chains: dict[int, Chain] = {}


def _walking(chain_at: Callable[..., Chain]) -> Chain:
    """One chain for all walks of a test: each goes on where the last one ended."""
    if id(chain_at) not in _chains:
        _chains[id(chain_at)] = chain_at("collected")
    return _chains[id(chain_at)]


def _sound(facts: PanelFacts, state: PanelState) -> None:
    assert state.frozen == (facts.frozen_digest is not None)
    assert not (state.issued and not state.frozen)
    assert not (facts.signatures and not facts.issued)
    assert not (state.frozen and state.missing)


def entry(kind: str, **told: Any) -> Any:
    base = {"id": "1", "at": "2026-05-12T01:00:00.000000Z", "author": "leader", "kind": kind}
    return chained(None, EntryDraft.model_validate(base | told))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KINDS = [*FOLDS, "unknown"]


def test_the_format_tells_of_every_kind(project: Path) -> None:
    page = " ".join((project / "docs" / "package-format.md").read_text(encoding="utf-8").split())
    part = page.split("The panel's ledger in `visit.json` has the kinds", 1)[1].split(".", 1)[0]
    assert set(re.findall(r"[a-z]+", part)) - {"and"} == set(FOLDS)


@given(kind=st.sampled_from(KINDS), after=json_values, field=st.none() | st.text(min_size=1, max_size=5))
@settings(max_examples=300)
def test_any_entry_is_folded_or_refused(kind: str, after: object, field: str | None) -> None:
    with suppress(Refusal):
        facts = fold([entry(kind, after=after, field=field, criterion=field)])
        assert all(isinstance(text, str) for text in (*facts.problems, *facts.suggestions))
        assert isinstance(facts.frozen_digest, str | None)


def test_an_unknown_kind_changes_nothing() -> None:
    assert fold([entry("of a later version", after={"a": 1})]) == PanelFacts()
