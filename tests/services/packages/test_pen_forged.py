"""Pen signatures that reach the bureau from the genuine leader with a program that writes what it likes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from app.common.ledger import EntryRecord
from app.exchange.sync import PDF
from app.services.bureau.office import Office
from app.services.panel.panel_ledger import fold
from tests.chain import EXPERTS, LEADER, Chain
from tests.services.forger import Forger, counts, sync_path, take
from tests.services.panel.test_pen_round import PAGE, WHO, WHY, note, sign_but


@pytest.fixture
def sent(chain_at: Callable[..., Chain]) -> Chain:
    """One expert has signed with a pen, everybody else digitally; the visit is exported."""
    chain = chain_at("frozen")
    chain.lead.verdicts.issue(chain.visit)
    note(chain)
    sign_but(chain, WHO)
    chain.export()
    return chain


@pytest.fixture
def office(sent: Chain) -> Office:
    return sent.new_office("second.db")


def pen(chain: Chain, key: str = WHO, **changes: Any) -> dict[str, Any]:
    after = {
        "sha256": hashlib.sha256(PAGE).hexdigest(),
        "name": "签名页.jpg",
        "size": len(PAGE),
        "media_type": "image/jpeg",
    }
    why, field = changes.pop("why", WHY), changes.pop("field", chain.ids[key])
    author = {"author": changes.pop("author")} if "author" in changes else {}
    return {"kind": "pen", "field": field, "after": after | changes, "why": why, **author}


def pen_member(forger: Forger, data: bytes = PAGE, digest: str = "") -> None:
    forger.members[f"evidence/{digest or hashlib.sha256(data).hexdigest()}"] = data


def without_signatures(chain: Chain, forger: Forger) -> None:
    """The PDF as it was before the leader signed it."""
    whole = forger._bytes(PDF)
    forger.members[PDF] = whole[: whole.rindex(b"%%EOF\n", 0, -10) + 6]


def test_an_unchanged_forgery_would_be_taken(sent: Chain, office: Office) -> None:
    assert take(sent, office, Forger(sent).write()).fate == "taken"


def test_without_the_ledgers_word_an_empty_field_is_refused_as_ever(sent: Chain, office: Office) -> None:
    forger = Forger(sent)
    at = next(number for number, entry in enumerate(forger.sync.entries) if entry.kind == "pen")
    drop = len(forger.sync.entries) - at
    rest = [
        {"kind": each.kind, "field": each.field, "after": each.after, "author": each.author}
        for each in list(forger.sync.entries)[at + 1 :]
    ]
    entries = forger.panel(*rest, drop=drop)
    for name in [name for name in forger.members if name.startswith("evidence/")]:
        del forger.members[name]

    assert take(sent, office, forger.write(entries=entries)).codes == ("XP-4514",)
    assert not any(counts(office)[name] for name in ("visits", "received", "verdicts"))


def test_a_missing_or_exchanged_photo_is_refused(sent: Chain, office: Office) -> None:
    name = f"evidence/{hashlib.sha256(PAGE).hexdigest()}"
    forger = Forger(sent)
    del forger.members[name]
    assert take(sent, office, forger.write("missing.xpsync")).codes == ("XP-4538",)

    pen_member(forger, b"\xff\xd8 other")
    assert take(sent, office, forger.write("other.xpsync")).codes == ("XP-4538",)

    forger = Forger(sent)
    forger.members[name] = PAGE[:-1] + b"!"
    assert take(sent, office, forger.write("changed.xpsync")).codes == ("XP-3603",)

    forger = Forger(sent)
    pen_member(forger, b"\xff\xd8 one that nobody has told of")
    assert take(sent, office, forger.write("more.xpsync")).codes == ("XP-4538",)


def test_a_changed_byte_of_the_sealed_file_is_refused(sent: Chain, office: Office) -> None:
    data = sync_path(sent).read_bytes()
    for at in (len(data) // 2, len(data) - 1, len(data) - len(PAGE)):
        changed = bytearray(data)
        changed[at] ^= 1
        path = sent.out / "changed.xpsync"
        path.write_bytes(bytes(changed))
        assert take(sent, office, path).fate == "refused"


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 63},
        {"sha256": "A" * 64},
        {"sha256": None},
        {"name": ""},
        {"name": "a\x07b.jpg"},
        {"name": "a\u202eb.jpg"},
        {"name": 5},
        {"size": 0},
        {"size": "5"},
        {"size": True},
        {"media_type": None},
        {"why": None},
        {"why": "  "},
        {"why": "\u202e骗"},
        {"why": "长" * 501},
        {"field": None},
    ],
)
def test_a_pens_entry_without_its_shape_is_refused(
    chain_at: Callable[..., Chain], change: dict[str, Any]
) -> None:
    chain = chain_at("exported")
    forger = Forger(chain)
    pen_member(forger)
    path = forger.write(entries=forger.panel(pen(chain, **change)))
    assert take(chain, chain.new_office("second.db"), path).codes == ("XP-3703",)


@pytest.mark.parametrize(
    "change",
    [
        {"field": "stranger"},
        {"key": LEADER},
        {"author": "stranger"},
        {"author": EXPERTS[0]},
        {"author": WHO},
        {"size": len(PAGE) + 1},
        {"media_type": "application/zip"},
    ],
)
def test_a_pens_entry_that_is_not_the_leaders_for_an_expert_is_refused(
    chain_at: Callable[..., Chain], change: dict[str, Any]
) -> None:
    chain = chain_at("exported")
    if change.get("author") in chain.ids:
        change = {**change, "author": chain.ids[change["author"]]}
    forger = Forger(chain)
    pen_member(forger)
    path = forger.write(entries=forger.panel(pen(chain, **change)))
    assert take(chain, chain.new_office("second.db"), path).codes == ("XP-4538",)


def test_a_pen_for_who_has_signed_takes_nothing_from_the_signature(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("exported")
    forger, office = Forger(chain), chain.new_office("second.db")
    pen_member(forger)
    taken = take(chain, office, forger.write(entries=forger.redraw(forger.panel(pen(chain)))))
    assert taken.fate == "taken", taken.message
    assert "另有电子签名，以手签为准" in taken.message
    assert len(office.bureau.status()[0].signed_by) == len(chain.ids)


def test_a_pen_for_one_excuses_nobody_else(sent: Chain, office: Office) -> None:
    """The leader's own signature cut off, or the pen noted for another than the empty field's owner."""
    forger = Forger(sent)
    without_signatures(sent, forger)
    assert take(sent, office, forger.write("cut.xpsync")).codes == ("XP-4514",)

    forger = Forger(sent)
    away = {"kind": "pen", "field": sent.ids[WHO], "after": None}
    path = forger.write("moved.xpsync", entries=forger.panel(away, pen(sent, EXPERTS[0])))
    assert take(sent, office, path).codes == ("XP-4514",)


def test_a_pen_twice_or_before_the_issue_or_from_before_a_thaw_is_refused(
    sent: Chain, office: Office
) -> None:
    forger = Forger(sent)
    assert take(sent, office, forger.write("twice.xpsync", entries=forger.panel(pen(sent)))).codes == (
        "XP-3703",
    )
    entries = list(forger.sync.entries)
    freeze = next(entry for entry in entries if entry.kind == "freeze")
    again = {"kind": "freeze", "after": freeze.after}
    thawed = forger.panel({"kind": "thaw", "why": "x"}, again, pen(sent))
    assert take(sent, office, forger.write("early.xpsync", entries=thawed)).codes == ("XP-3703",)
    old = forger.panel(
        {"kind": "thaw", "why": "x"},
        again,
        {"kind": "issue", "after": {"pdf_sha256": forger.sync.verdict.pdf_sha256}},
    )
    assert take(sent, office, forger.write("old.xpsync", entries=old)).codes == ("XP-4538",)


def test_a_pen_batch_with_a_pens_entry_is_refused(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("exported", form="pen")
    forger = Forger(chain)
    pen_member(forger)
    path = forger.write(entries=forger.panel(pen(chain)))
    assert take(chain, chain.new_office("second.db"), path).codes == ("XP-4538",)


def test_a_deputy_may_note_it_and_not_for_the_own_person(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("exported", form="deputy")
    deputy, office = chain.ids[EXPERTS[0]], chain.new_office("second.db")
    for key, fate in ((EXPERTS[0], "refused"), (WHO, "taken")):
        forger = Forger(chain)
        pen_member(forger)
        entries = forger.redraw(forger.panel(pen(chain, key, author=deputy)))
        path = forger.write(f"{key}.xpsync", entries=entries)
        assert take(chain, office, path).fate == fate


def test_the_fold_forgets_what_was_taken_back(sent: Chain) -> None:
    entries = Forger(sent).sync.entries
    assert [each.person_id for each in fold(entries).pens] == [sent.ids[WHO]]
    away = {"kind": "pen", "field": sent.ids[WHO], "after": None}
    more = [EntryRecord.model_validate(each) for each in Forger(sent).panel(away)]
    assert fold(more).pens == ()
