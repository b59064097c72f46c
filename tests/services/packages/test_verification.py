"""What is proven of each kind of file, told in words; a refusal for everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import scratch_shelf
from app.common.canon import sha256
from app.common.errors import EnvironmentTrouble, Refusal
from app.services.packages.proofs import Evidence, Proof, written_at
from app.services.packages.verification import prove_file
from app.services.store import traffic
from app.services.store.shelf import VisitShelf
from tests.chain import TASK, TRUST, Chain
from tests.exchange.samples import identities, package
from tests.hostile.forging import with_content
from tests.services.forger import take
from tests.signing.bureau import signed_pdf, world


@pytest.fixture(scope="module")
def shelf() -> Iterator[VisitShelf]:
    with scratch_shelf() as made:
        yield made


def proof_of(data: bytes, kind: str, shelf: VisitShelf, folder: Path) -> Proof:
    path = folder / f"file.{kind}"
    path.write_bytes(data)
    return prove_file(path, Evidence(world().trust, identities(kind), shelf))


@pytest.mark.parametrize(
    ("kind", "role", "word"),
    [
        ("xpenrol", "applicant", "指纹"),
        ("xptask", "bureau", "1 次考核"),
        ("xplock", "expert", "承诺值"),
        ("xpsheet", "expert", "3 条记录"),
        ("xprecord", "leader", "3 条记录"),
        ("xpack", "bureau", "收下 1 份，拒收 0 份"),
        ("xpsafe", "expert", "1 份记录"),
    ],
)
def test_every_kind_says_who_and_what(
    kind: str, role: str, word: str, shelf: VisitShelf, tmp_path: Path
) -> None:
    proof = proof_of(package(kind), kind, shelf, tmp_path)
    (signed,) = proof.signatures

    assert (proof.kind, signed.role) == (kind, role)
    assert "示例" in signed.name
    assert any(word in fact for fact in proof.facts)
    assert written_at(signed.at) == "2026-05-12 16:00:00"


@pytest.mark.parametrize("kind", ["xpenrol", "xptask", "xplock", "xpsheet", "xpsync", "xpack", "xpsafe"])
def test_a_rightly_signed_package_with_nonsense_inside_is_refused(
    kind: str, shelf: VisitShelf, tmp_path: Path
) -> None:
    contents: list[Any] = [{}, [], {"format": 1}, b"not JSON"]
    for content in contents:
        with pytest.raises(Refusal):
            proof_of(with_content(kind, content), kind, shelf, tmp_path)


def test_a_verdict_names_its_signers_in_their_order(shelf: VisitShelf, tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(signed_pdf())
    with pytest.raises(Refusal) as refused:  # drawn by no version of ours
        prove_file(path, Evidence(world().trust, (), shelf))
    assert [fault.code for fault in refused.value.faults] == ["XP-4527"]
    vouched = frozenset({sha256(signed_pdf())})
    proof = prove_file(path, Evidence(world().trust, (), shelf, vouched=vouched))

    assert [signed.role for signed in proof.signatures] == ["expert", "expert", "leader"]
    assert "各人均已签署" in proof.facts


def test_a_trust_file_must_be_the_very_one(
    chain_at: Callable[..., Chain], shelf: VisitShelf, tmp_path: Path
) -> None:
    chain = chain_at("tasked")
    proof = prove_file(chain.out / TRUST, Evidence(chain.trust, (), shelf))
    assert (proof.kind, proof.signatures[0].role) == ("xptrust", "bureau")
    with pytest.raises(Refusal) as refused:
        prove_file(chain.out / TRUST, Evidence(world().trust, (), shelf))
    assert [fault.code for fault in refused.value.faults] == ["XP-4405"]
    big = tmp_path / "big"
    big.write_bytes(b"{" * 200_000)
    with pytest.raises(Refusal):
        prove_file(big, Evidence(chain.trust, (), shelf))


def test_nothing_and_a_folder_are_not_found(shelf: VisitShelf, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(Refusal) as refused:
            prove_file(path, Evidence(world().trust, (), shelf))
        assert [fault.code for fault in refused.value.faults] == ["XP-1001"]


def test_a_file_that_cannot_be_read_is_the_environments_trouble(
    chain_at: Callable[..., Chain], shelf: VisitShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = chain_at("tasked")

    def broken(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    trust = chain.trust
    monkeypatch.setattr(Path, "open", broken)
    with pytest.raises(EnvironmentTrouble):
        prove_file(chain.out / TASK, Evidence(trust, (), shelf))


def test_what_no_database_can_hold_is_refused_in_time(
    chain_at: Callable[..., Chain], monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = chain_at("exported")
    monkeypatch.setattr(traffic, "MAX_KEPT", 1024)
    told = take(chain, chain.new_office("second.db"), chain.out / "sync" / "visit.xpsync")

    assert (told.fate, told.codes) == ("refused", ("XP-4518",))
