"""The receipt that ``bureau import`` writes: where, for what, and when it does not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.exchange.package import read_package
from app.exchange.receipt import Receipt, read_receipt
from main import main
from tests.chain import TRUST, Chain


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("exported")


@pytest.fixture
def post(chain: Chain) -> Path:
    """A folder with the visit's package and a damaged copy of it."""
    folder = chain.folder / "收到"
    folder.mkdir()
    package = Path(shutil.copy(chain.out / "sync" / "visit.xpsync", folder / "visit.xpsync"))
    (folder / "damaged.xpsync").write_bytes(package.read_bytes()[:-1])
    return folder


@pytest.fixture
def call(chain: Chain, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run ``bureau import`` on the database with the bureau's keys: exit code, standard output and error."""
    database = f"sqlite:///{(chain.folder / 'bureau.db').as_posix()}"

    def run(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(["bureau", "import", "--db", database, *map(str, arguments)])
        return (code, *capfd.readouterr())

    return run


def read(chain: Chain, path: Path) -> Receipt:
    with read_package(path, chain.trust) as package:
        return read_receipt(package)


def test_one_package_gets_its_receipt_beside_it(chain: Chain, post: Path, call: Any) -> None:
    code, said, talk = call(post / "visit.xpsync")
    path = post / "visit-回执.xpack"
    first = read(chain, path)
    assert (code, len(said.splitlines())) == (0, 1)
    assert str(path) in talk

    assert call(post / "visit.xpsync")[0] == 0
    again = read(chain, path)
    assert again.time_of(again.taken[0]) == first.time_of(first.taken[0])
    assert again.received_at > first.received_at

    told = chain.lead.packages.import_file(path)
    assert "已送达" in told.message
    assert chain.lead.visits.card(chain.visit).stage == "acknowledged"


def test_a_folder_gets_one_for_all_that_came(chain: Chain, post: Path, call: Any) -> None:
    code, _, talk = call(post, "--json")
    (path,) = post.glob("*.xpack")
    receipt = read(chain, path)

    assert code == 1
    assert "收到 1 份，拒收 1 份" in talk
    assert [each.visit for each in receipt.taken] == [chain.visit]
    (refused,) = receipt.refused
    assert refused.name == "damaged.xpsync"
    assert refused.code.startswith("XP-3")


def test_it_lies_where_it_is_told_to_and_not_where_it_would_harm(
    chain: Chain, post: Path, call: Any, tmp_path: Path
) -> None:
    package = post / "visit.xpsync"
    before = package.read_bytes()
    code, said, _ = call(package, "--receipt", package)
    assert (code, "XP-6370" in said) == (2, True)
    assert package.read_bytes() == before
    assert chain.office.bureau.status() == (), "nothing was taken in either"

    path = tmp_path / "给第一组.xpack"
    assert call(package, "--receipt", path)[0] == 0
    assert len(read(chain, path).taken) == 1
    assert list(post.glob("*.xpack")) == []


def test_none_where_none_is_wanted_or_no_keys_are(
    chain: Chain, post: Path, call: Any, tmp_path: Path
) -> None:
    assert call(post / "visit.xpsync", "--no-receipt")[0] == 0
    other = f"sqlite:///{(tmp_path / 'other.db').as_posix()}"
    shutil.copy(chain.out / TRUST, post)
    (post / "bureau.identity").write_bytes(chain.authority.issuing.lock(None))
    assert call(post / "visit.xpsync", "--db", other, "--trust", post / TRUST)[0] == 0
    assert list(post.glob("*.xpack")) == []

    named = ("--trust", post / TRUST, "--receipt", post / "r.xpack")
    code, _, talk = call(post / "visit.xpsync", "--db", other, *named)
    assert code == 2
    assert "bureau init" in talk


def test_a_receipt_that_cannot_be_written_costs_nothing_taken(chain: Chain, post: Path, call: Any) -> None:
    code, said, talk = call(post / "visit.xpsync", "--receipt", post / "no" / "where.xpack")
    assert code == 3
    assert "已接收" in said
    assert "回执没有写出" in talk
    assert len(chain.office.bureau.status()) == 1


def test_files_that_cannot_be_read_are_told_apart(chain: Chain, post: Path, call: Any) -> None:
    (post / "folder.xpsync").mkdir()
    code, _, talk = call(post)
    (path,) = post.glob("*.xpack")
    assert code == 1
    assert "1 个文件读不出来" in talk
    assert len(read(chain, path).refused) == 1
