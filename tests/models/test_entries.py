from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.common.canon import canonical
from app.common.ledger import FIRST_PREV as COMMON_FIRST
from app.common.ledger import MAX_ENTRIES as COMMON_MAX
from app.common.ledger import EntryDraft, EntryRecord, chained, check_chain
from app.models.entries import FIRST_PREV, EntryRow, first_break, row_digest
from app.services.store.ledger import MAX_ENTRIES, as_record, as_row

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
DRAFT = st.builds(
    EntryDraft,
    id=TEXT,
    at=st.just("2026-05-12T01:02:03.000004Z"),
    author=TEXT,
    on_behalf=st.none() | TEXT,
    kind=TEXT,
    criterion=st.none() | TEXT,
    field=st.none() | TEXT,
    before=JSON,
    after=JSON,
    why=st.none() | TEXT,
)


@given(DRAFT)
def test_a_row_has_the_digest_of_its_entry(draft: EntryDraft) -> None:
    record = chained(None, draft)
    row = as_row(record)
    assert row_digest(row) == record.digest
    assert as_record(row) == record


def whole(count: int) -> list[EntryRecord]:
    records: list[EntryRecord] = []
    for number in range(count):
        draft = EntryDraft(
            id=str(number),
            at=f"2026-05-12T01:02:{number:02}.000000Z",
            author="甲",
            kind="note",
            after=str(number),
        )
        records.append(chained(records[-1] if records else None, draft))
    return records


@given(
    st.integers(0, 7), st.sampled_from([name for name in EntryRow._fields if name != "digest"]), st.booleans()
)
def test_any_changed_column_is_found_where_it_was_changed(place: int, column: str, redigested: bool) -> None:
    rows = [as_row(record) for record in whole(8)]
    value = rows[place].seq + 1 if column == "seq" else canonical("别的").decode()
    if column == "prev":
        value = "1" * 64
    told: dict[str, Any] = {column: value}
    changed = rows[place]._replace(**told)
    if redigested:
        changed = changed._replace(digest=row_digest(changed))
    broken = [*rows[:place], changed, *rows[place + 1 :]]
    found = first_break(broken)
    if redigested and place == 7 and column not in ("seq", "prev", "at"):  # as a time it sorts before all
        assert found is None  # the head itself has moved: whoever knows the head sees it
    else:
        assert found in (place + 1, place + 2)


@given(st.integers(0, 6))
def test_a_dropped_or_repeated_entry_is_found(place: int) -> None:
    rows = [as_row(record) for record in whole(8)]
    assert first_break(rows) is None
    assert first_break([*rows[:place], *rows[place + 1 :]]) == place + 1
    assert first_break([*rows[: place + 1], *rows[place:]]) == place + 2
    assert check_chain([as_record(row) for row in rows]) == ()


def test_the_two_definitions_share_their_constants() -> None:
    assert (FIRST_PREV, MAX_ENTRIES) == (COMMON_FIRST, COMMON_MAX)
