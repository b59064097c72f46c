"""The chain tells of any change in any entry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.common.ledger import FIRST_PREV, EntryDraft, EntryRecord, chained, check_chain, entry_digest


def draft(number: int, **fields: object) -> EntryDraft:
    plain: dict[str, object] = {
        "id": f"entry-{number}",
        "at": f"2026-05-12T01:02:{number:02d}.000000Z",
        "author": "expert-a",
        "kind": "finding",
        "criterion": "3.1",
        "field": "concurrent_trainees",
        "after": number,
    }
    return EntryDraft.model_validate(plain | fields)


def ledger(length: int) -> list[EntryRecord]:
    entries: list[EntryRecord] = []
    for number in range(length):
        entries.append(chained(entries[-1] if entries else None, draft(number)))
    return entries


def test_a_whole_chain_has_no_faults() -> None:
    entries = ledger(5)
    assert check_chain(entries) == ()
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
    assert entries[0].prev == FIRST_PREV
    assert entries[3].prev == entries[2].digest == entry_digest(entries[2])


@given(st.integers(0, 4), st.sampled_from(["after", "before", "author", "why", "kind", "criterion", "field"]))
def test_a_changed_field_shows(place: int, field: str) -> None:
    entries = ledger(5)
    entries[place] = entries[place].model_copy(update={field: "changed"})
    assert [fault.where for fault in check_chain(entries)] == [f"entries.{place}"]


def test_a_recomputed_entry_breaks_the_next_link() -> None:
    entries = ledger(3)
    forged = entries[1].model_copy(update={"after": 99})
    entries[1] = forged.model_copy(update={"digest": entry_digest(forged)})
    assert [fault.where for fault in check_chain(entries)] == ["entries.2"]


def test_dropped_moved_and_doubled_entries_show() -> None:
    entries = ledger(4)
    assert check_chain(entries[1:])
    assert check_chain([entries[0], entries[2], entries[1], entries[3]])
    assert check_chain([*entries, entries[-1]])
    again = chained(entries[-1], draft(9, id="entry-0"))
    assert [fault.code for fault in check_chain([*entries, again])] == ["XP-3701"]


def test_time_never_runs_backwards() -> None:
    entries = ledger(2)
    entries.append(chained(entries[-1], draft(0, id="late")))
    assert [fault.code for fault in check_chain(entries)] == ["XP-3702"]


@pytest.mark.parametrize("wrong", [{"after": 1.5}, {"at": "yesterday"}, {"extra": 1}, {"author": 3}])
def test_what_has_no_canonical_form_is_no_entry(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        draft(1, **wrong)
