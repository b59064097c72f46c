"""No changed byte of any file of a real visit is accepted, and none does more harm than to be refused."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from app.bootstrap import scratch_shelf
from app.common.errors import Fault, Refusal
from app.services.packages.proofs import Evidence
from app.services.packages.verification import prove_file
from app.services.store.shelf import VisitShelf
from app.signing.pdf import verify
from app.signing.seals import unseal
from app.signing.trust import Trust
from tests.chain import EXPERTS, TASK, TRUST, Chain
from tests.seals import seal_ignored

__all__ = ["seal_ignored"]
pytestmark = pytest.mark.usefixtures("seal_ignored")

# Bit 0 makes another letter, bit 5 the other case of it: what a lenient reader of hex or base64 overlooks.
FLIPS = (0x01, 0x20)
EDGE = 300


@pytest.fixture(scope="module")
def shelf() -> Iterator[VisitShelf]:
    with scratch_shelf() as made:
        yield made


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("exported")


@pytest.fixture
def proves(chain: Chain, shelf: VisitShelf, tmp_path: Path) -> Callable[[bytes], bool]:
    """Whether these bytes are accepted as a file; anything but a Refusal fails the test."""
    path = tmp_path / "file"
    trust, identities = chain.trust, [*chain.identities, chain.keys("leader").identity]

    def try_it(data: bytes) -> bool:
        path.write_bytes(data)
        faults = faults_of(lambda: prove_file(path, Evidence(trust, identities, shelf)))
        assert all(fault.message and fault.code for fault in faults)
        return not faults

    return try_it


def faults_of(proving: Callable[[], object]) -> tuple[Fault, ...]:
    try:
        proving()
    except Refusal as refusal:
        return refusal.faults
    return ()


def flipped(data: bytes, places: Iterable[int]) -> Iterator[bytes]:
    held = bytearray(data)
    for place in places:
        held[place] ^= FLIPS[place % 2]
        yield bytes(held)
        held[place] ^= FLIPS[place % 2]


def accepted(proves: Callable[[bytes], bool], data: bytes, places: Iterable[int]) -> list[int]:
    """Positions at which a change went through; the unchanged file is accepted before and after."""
    assert proves(data)
    through = [position for position, changed in enumerate(flipped(data, places)) if proves(changed)]
    assert proves(data)
    return through


def spread(data: bytes, stride: int, *marks: bytes) -> list[int]:
    """Both ends, every place around the marks, and a stride through the rest."""
    places = {*range(min(EDGE, len(data))), *range(max(0, len(data) - EDGE), len(data))}
    places |= set(range(0, len(data), stride))
    for mark in marks:
        for found in re.finditer(re.escape(mark), data):
            places |= set(range(max(0, found.start() - 40), min(len(data), found.end() + 110)))
    return sorted(places)


def test_every_byte_of_the_trust_file(chain: Chain, proves: Callable[[bytes], bool]) -> None:
    data = (chain.out / TRUST).read_bytes()

    assert accepted(proves, data, range(len(data))) == []


def test_no_changed_trust_file_is_taken_for_a_trust(chain: Chain) -> None:
    data = (chain.out / TRUST).read_bytes()
    for changed in flipped(data, range(len(data))):
        with pytest.raises(Refusal):
            Trust.parse(changed)


def test_every_byte_of_an_enrolment(chain: Chain, proves: Callable[[bytes], bool]) -> None:
    data = (chain.out / "leader.xpenrol").read_bytes()

    assert accepted(proves, data, range(len(data))) == []


@pytest.mark.parametrize("kind", ["task", "sheet"])
def test_a_sealed_package(chain: Chain, proves: Callable[[bytes], bool], kind: str) -> None:
    path = chain.out / TASK if kind == "task" else chain.sheet(EXPERTS[0])
    data = path.read_bytes()

    assert accepted(proves, data, spread(data, 37, b"\n-> ", b"\n--- ")) == []


@pytest.mark.parametrize("kind", ["task", "sheet"])
def test_the_same_package_without_its_seal(chain: Chain, proves: Callable[[bytes], bool], kind: str) -> None:
    path = chain.out / TASK if kind == "task" else chain.sheet(EXPERTS[0])
    data = unseal(path.read_bytes(), [chain.keys("leader").identity])

    marks = (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"signature")
    assert accepted(proves, data, spread(data, 53, *marks)) == []


def test_random_bytes_of_the_visits_package(chain: Chain, proves: Callable[[bytes], bool]) -> None:
    lucky = random.Random(20260512)  # noqa: S311  the same places every time
    sealed = (chain.out / "sync" / "visit.xpsync").read_bytes()
    for data in (sealed, unseal(sealed, chain.identities)):
        places = sorted(lucky.sample(range(len(data)), 120))
        assert accepted(proves, data, places) == []


def test_every_byte_of_the_last_signature_and_random_ones_around(
    chain: Chain, proves: Callable[[bytes], bool]
) -> None:
    data = (chain.out / "sync" / "verdict.pdf").read_bytes()
    numbers = [tuple(map(int, found)) for found in re.findall(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", data)]
    before, after, _ = numbers[-1]
    around = random.Random(20260512).sample(range(len(data)), 200)  # noqa: S311  the same every time
    held = bytearray(data)
    through = []
    for place in range(before - 2, after + 2):
        held[place] ^= FLIPS[place % 2]
        if not verify(bytes(held), chain.trust).faults:
            through.append(place)
        held[place] ^= FLIPS[place % 2]

    assert through == []
    assert accepted(proves, data, sorted(around)) == []


def test_no_end_can_be_cut_off_and_nothing_put_behind(chain: Chain, proves: Callable[[bytes], bool]) -> None:
    files = [chain.out / TRUST, chain.out / TASK, chain.out / "leader.xpenrol", chain.sheet(EXPERTS[0])]
    files += [chain.out / "sync" / name for name in ("visit.xpsync", "verdict.pdf")]
    for path in files:
        data = path.read_bytes()
        for changed in (
            data[:-1],
            data[: len(data) // 2],
            data[:100],
            b"",
            data + b"\n",
            data * 2,
            b"\n" + data,
        ):
            assert not proves(changed), path.name


def test_the_verdict_before_the_last_signature_is_valid_but_not_complete(
    chain: Chain, proves: Callable[[bytes], bool], shelf: VisitShelf
) -> None:
    """What went round is a true file of its own: it counts for what it is, never for the whole."""
    data = (chain.out / "sync" / "verdict.pdf").read_bytes()
    ends = [match.end() for match in re.finditer(rb"%%EOF\n", data)]
    part = data[: ends[-2]]

    path = chain.folder / "part.pdf"
    path.write_bytes(part)
    proof = prove_file(path, Evidence(chain.trust, (), shelf))
    assert len(proof.signatures) == len(EXPERTS)
    assert (proof.valid, proof.complete, proof.missing) == (False, False, ("组长 组长丁（示例）",))
