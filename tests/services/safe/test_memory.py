"""Nothing but a key is tied to a device: what a laptop holds of a visit goes on at the next."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import app
from app.common.errors import Refusal
from app.exchange.safe import Memory
from app.models import tables
from app.services.panel.unrecorded_words import PanelTyping
from app.services.safe import memory
from app.services.safe.memory import KEYS, PAPERS, TABLES
from app.services.store import devices
from app.services.workspace import Workspace
from tests.chain import EXPERTS, LEADER, Chain
from tests.services.forger import take
from tests.services.panel.test_another_laptop import replaced
from tests.services.receipts import receipt as receipt_for

FIRST, SECOND, _ = EXPERTS


def whose(key: str) -> set[str]:
    return {
        told for begin, told in KEYS.items() if key == begin or (begin[-1] == "." and key.startswith(begin))
    }


def settings_of(site: Workspace) -> dict[str, object]:
    with site.store.look() as view:
        return {str(row["key"]): row["value"] for row in view.find(tables.settings)}


def answered(chain: Chain, folder: str = "sync") -> Path:
    """The bureau's receipt for what was exported."""
    (path,) = (chain.out / folder).glob("*.xpsync")
    return receipt_for(chain, take(chain, chain.new_office("second.db"), path))


# The list and the code.


def test_every_table_says_how_it_comes_to_the_next_device() -> None:
    assert set(TABLES) == set(tables.metadata.tables)


def test_every_part_of_the_memory_belongs_to_a_key() -> None:
    assert set(KEYS.values()) - {"device", "bureau"} == set(Memory.model_fields)


def _modules() -> Iterator[ast.Module]:
    for path in sorted(Path(app.__file__).parent.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "tables.settings" in text:
            yield ast.parse(text)


def _written_keys() -> Iterator[str]:
    """How every key that is put into the settings begins, as far as the code says it outright."""
    for module in _modules():
        names = {
            target.id: node.value
            for node in ast.walk(module)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        makers = {node.name: node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)}
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and _puts(node):
                key = next(each.value for each in node.keywords if each.arg == "key")
                yield _begin(key, names, makers)


def _puts(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr in ("put", "add")
        and any(isinstance(each, ast.Attribute) and each.attr == "settings" for each in call.args)
    )


def _begin(key: ast.expr, names: dict[str, ast.expr], makers: dict[str, ast.FunctionDef]) -> str:
    match key:
        case ast.Constant():
            told = str(key.value)
        case ast.JoinedStr(values=[first, *_]) | ast.BinOp(left=first) | ast.FormattedValue(value=first):
            told = _begin(first, names, makers)
        case ast.Call(func=ast.Name(id=made)):
            found = (node.value for node in ast.walk(makers[made]) if isinstance(node, ast.Return))
            told = _begin(next(each for each in found if each is not None), names, makers)
        case ast.Name(id=name) if isinstance(names.get(name), ast.Constant):
            told = _begin(names[name], names, makers)
        case ast.Name(id=name):
            told = str(getattr(memory, name, getattr(devices, name, "?")))
        case _:
            told = "?"  # kept in a field, or handed in: the played day below tells
    return told


def test_every_key_that_the_code_writes_is_on_the_list() -> None:
    found = set(_written_keys())
    assert len(found) > 8
    assert {each for each in found - {"?"} if len(whose(each)) != 1} == set()


def test_every_key_and_paper_of_a_played_day_is_on_the_list(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("renewed")
    chain.site(FIRST).facts_files.export(chain.visit, chain.ids[FIRST], chain.out / "one.xpfacts")
    PanelTyping(chain.lead.store, chain.visit).keep("ruling.13.2", {"reason": "未写完"})
    chain.lead.safes.places.choose(chain.out)
    kinds: set[str] = set()
    for key in (*EXPERTS, LEADER):
        assert {each for each in settings_of(chain.site(key)) if len(whose(each)) != 1} == set()
        with chain.site(key).store.look() as view:
            kinds |= {row["kind"] for row in view.find(tables.received, columns=("kind",))}
    assert kinds <= {"xptask", "xpsheet", "xpsafe", *PAPERS}


# What goes along.


def of_visit(site: Workspace, other: str = "") -> dict[str, object]:
    """What the settings hold that is not a device's own. other: a visit of no account."""
    told = {key: value for key, value in settings_of(site).items() if whose(key) != {"device"}}
    return {key: value for key, value in told.items() if not other or other not in key}


def stage_of(site: Workspace, visit: str) -> str:
    return site.shelf.get(visit).stage


def test_a_leaders_second_laptop_remembers_what_the_first_did(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("renewed")
    PanelTyping(chain.lead.store, chain.visit).keep("statement", ["半句", "", ""])
    before = of_visit(chain.lead)
    assert len(before) > 3
    site = replaced(chain)
    assert of_visit(site) == before
    assert stage_of(site, chain.visit) == "exported"
    assert PanelTyping(site.store, chain.visit).of("statement") == ["半句", "", ""]


def test_the_receipt_is_taken_on_the_second_laptop(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("exported")
    receipt = answered(chain)
    site = replaced(chain)
    taken = site.packages.import_file(receipt)
    assert not taken.already_here
    assert stage_of(site, chain.visit) == "acknowledged"


@pytest.mark.parametrize("form", ["digital", "pen"])
def test_it_is_taken_also_where_the_copy_is_older_than_the_export(
    chain_at: Callable[..., Chain], form: str
) -> None:
    chain = chain_at("signed", form=form)
    stick = chain.folder / "U盘"
    stick.mkdir()
    signer = chain.lead.safes.signer()
    assert signer is not None
    made = chain.lead.safes.write(chain.visit, signer, chain.lead.safes.places.choose(stick))
    assert made is not None
    older = made.path.read_bytes()
    chain.export()
    receipt = answered(chain)
    site = replaced(chain, copy=older)
    assert stage_of(site, chain.visit) != "exported"
    told = site.packages.import_file(receipt)
    assert "已送达" in told.message
    assert stage_of(site, chain.visit) == "acknowledged"
    assert site.packages.import_file(receipt).already_here


def test_a_receipt_of_another_document_is_not_for_this_one(chain_at: Callable[..., Chain]) -> None:
    """The first laptop thawed and signed anew after the copy was written: the bureau has another text."""
    chain = chain_at("exported")
    stick = chain.folder / "U盘"
    stick.mkdir()
    signer = chain.lead.safes.signer()
    assert signer is not None
    with chain.lead.store.write() as unit:
        unit.remove(tables.settings, {"key": f"sent.{chain.visit}"})
    made = chain.lead.safes.write(chain.visit, signer, chain.lead.safes.places.choose(stick))
    assert made is not None
    older = made.path.read_bytes()
    chain.renew()
    chain.export("later")
    receipt = answered(chain, "later")
    site = replaced(chain, copy=older)
    with pytest.raises(Refusal) as refused:
        site.packages.import_file(receipt)
    assert {fault.code for fault in refused.value.faults} == {"XP-6374"}


def test_a_receipt_that_the_first_laptop_had_goes_along(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("exported")
    chain.lead.packages.import_file(answered(chain))
    answer = chain.lead.deliveries.answer(chain.visit)
    site = replaced(chain)
    assert site.deliveries.answer(chain.visit) == answer
    assert stage_of(site, chain.visit) == "acknowledged"


def test_an_experts_second_laptop_goes_on_counting_and_signs_the_round(
    chain_at: Callable[..., Chain], tmp_path: Path
) -> None:
    chain = chain_at("frozen")
    old = chain.site(SECOND)
    for number in (1, 2):
        old.facts_files.export(chain.visit, chain.ids[SECOND], chain.out / f"{number}.xpfacts")
    record, pdf = chain.out / "round.xprecord", chain.lead.verdicts.issue(chain.visit)
    chain.lead.packages.export_record(chain.visit, record)
    old.packages.import_file(record)
    kept = of_visit(old, chain.visits[1])
    signer = old.safes.signer()
    assert signer is not None
    made = old.safes.write(chain.visit, signer, old.safes.places.choose(tmp_path))
    assert made is not None

    with old.store.look() as view:
        me = dict(view.first(tables.people, id=chain.ids[SECOND]) or {})
    chain._sites.pop(SECOND).close()
    shutil.rmtree(chain.folder / SECOND)
    new = chain.site(SECOND)
    new.trusts.confirm((chain.out / "bureau.xptrust").read_bytes())
    with new.store.write() as unit:
        unit.put(tables.people, **me)
    new.packages.import_file(chain.out / "panel.xptask")
    new.packages.import_file(made.path)
    assert of_visit(new, chain.visits[1]) == kept
    assert len(kept) == 3
    signed = new.verdicts.sign_copy(chain.visit, chain.ids[SECOND], None, pdf, None)
    chain.lead.verdicts.take_back(chain.visit, signed)
    assert [each.person_id for each in chain.desk().facts.signatures] == [chain.ids[SECOND]]


def test_a_colleagues_copy_says_nothing_for_others(chain_at: Callable[..., Chain], tmp_path: Path) -> None:
    """Salts and numbers of another, and what is the leader's, are not taken from an expert."""
    chain = chain_at("collected")
    mine = chain.site(FIRST)
    with mine.store.write() as unit:
        unit.put(tables.settings, key=f"salt.{chain.visit}.{chain.ids[SECOND]}", value="0" * 64)
        unit.put(tables.settings, key=f"facts.{chain.visit}.{chain.ids[SECOND]}", value=[99, "0" * 64])
        unit.put(tables.settings, key=f"sent.{chain.visit}", value=["0" * 64])
    signer = mine.safes.signer()
    assert signer is not None
    made = mine.safes.write(chain.visit, signer, mine.safes.places.choose(tmp_path))
    assert made is not None
    before = of_visit(chain.lead)
    chain.lead.packages.import_file(made.path)
    told = of_visit(chain.lead)
    assert {key for key in told if key not in before} <= {f"salt.{chain.visit}.{chain.ids[FIRST]}"}
    assert all(told[key] == value for key, value in before.items())
