"""A stick from somebody who wishes us ill: links where our files shall lie, files that never end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from app.common import files
from app.common.canon import sha256
from app.common.errors import EnvironmentTrouble
from app.services.safe import files as safe_files
from app.services.safe import places as places_module
from app.services.safe.files import opened
from app.services.safe.places import FILES, ROOM, beside
from app.services.store.files import write_whole
from app.signing.keys import PersonKeys
from app.signing.seals import seal_stream
from tests.chain import PHOTO, Chain
from tests.services.safe.test_safes import (
    FIRST,
    SECOND,
    attached,
    chain,
    copied,
    desk_of,
    stick,
    typed,
)

__all__ = ["chain", "stick"]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links there need a privilege")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A file of the laptop's that a link on the stick leads to."""
    made = tmp_path / "mine.txt"
    made.write_bytes(b"mine")
    return made


def test_nothing_is_written_through_a_link_beside_the_copy(chain: Chain, stick: Path, mine: Path) -> None:
    sha = attached(chain, stick)
    room = stick / ROOM / FILES
    room.mkdir(parents=True)
    name = beside(chain.visit, sha)
    (room / f".{name}.part").symlink_to(mine)
    (room / name).symlink_to(mine)
    made = copied(chain.site(FIRST), chain.visit, stick)
    assert mine.read_bytes() == b"mine"
    assert made.wanting == 0
    assert not (room / name).is_symlink()
    assert chain.site(SECOND).packages.import_file(made.path).kind == "xpsafe"
    assert chain.site(SECOND).evidence.read(sha) == PHOTO


@pytest.mark.parametrize("linked", [ROOM, f"{ROOM}/{FILES}"])
def test_a_folder_of_ours_that_leads_elsewhere_is_not_written(
    chain: Chain, stick: Path, tmp_path: Path, linked: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (stick / linked).parent.mkdir(exist_ok=True)
    (stick / linked).symlink_to(elsewhere, target_is_directory=True)
    typed(chain, FIRST, "7")
    with pytest.raises(EnvironmentTrouble) as trouble:
        copied(chain.site(FIRST), chain.visit, stick)
    assert trouble.value.code == "XP-3008"
    assert list(elsewhere.iterdir()) == []


def test_a_file_is_written_whole_beside_a_link(tmp_path: Path, mine: Path) -> None:
    (tmp_path / ".list.pdf.part").symlink_to(mine)
    write_whole(tmp_path / "list.pdf", b"%PDF")
    assert mine.read_bytes() == b"mine"


def test_evidence_that_is_a_pipe_is_as_good_as_missing(chain: Chain, stick: Path) -> None:
    attached(chain, stick)
    made = copied(chain.site(FIRST), chain.visit, stick)
    sealed = next((made.path.parent / FILES).iterdir())
    sealed.unlink()
    os.mkfifo(sealed)
    other = chain.site(SECOND)
    assert "1 份佐证材料不在副本旁边" in other.packages.import_file(made.path).message
    assert desk_of(chain, FIRST, other).records() == desk_of(chain, FIRST).records()


def test_evidence_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = PersonKeys.generate()
    whole = b"x" * 200_000
    sealed = tmp_path / "sealed"
    with sealed.open("wb") as target:
        seal_stream(BytesIO(whole), target, [keys.public().age])
    with opened(sealed, sha256(whole), [keys.identity]) as clear:
        assert clear.read() == whole
    monkeypatch.setattr(safe_files, "MAX_FILE_BYTES", 100_000, raising=False)
    with pytest.raises(OSError, match="too large"):
        opened(sealed, sha256(whole), [keys.identity])


def test_a_pipe_in_the_place_of_the_copy_is_no_place_to_write(chain: Chain, stick: Path) -> None:
    attached(chain, stick)
    made = copied(chain.site(FIRST), chain.visit, stick)
    for name in (made.path.name, f".{made.path.name}.new", f".{made.path.name}.new.part"):
        (made.path.parent / name).unlink(missing_ok=True)
        os.mkfifo(made.path.parent / name)
    again = copied(chain.site(FIRST), chain.visit, stick)
    assert again.path == made.path
    assert again.path.is_file()


def test_a_folder_that_a_stick_left_behind_is_no_place(
    chain_at: Callable[..., Chain], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the data lie on another volume than the folder, so that it seems to be apart."""
    stick = tmp_path / "media" / "U盘"
    stick.mkdir(parents=True)
    chain = chain_at("tasked")
    places = chain.lead.safes.places
    place = replace(places.choose(stick), apart=True)
    monkeypatch.setattr(places_module, "_volume", hash)
    assert places.there(place)
    monkeypatch.setattr(files, "MOUNTS", (str(tmp_path / "media"),))
    assert not places.there(place)
    with pytest.raises(EnvironmentTrouble) as refused:
        places.choose(stick)
    assert refused.value.code == "XP-3011"
