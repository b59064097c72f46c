"""The kinds of package: what is said of them anywhere else names every one, and none besides."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from app import exchange
from app.bootstrap import open_workspace
from app.common.clock import FixedClock
from app.exchange.content import Content
from app.exchange.enrolment import MEMBER
from app.exchange.kinds import BUREAU, KINDS, Kind
from app.exchange.recognition import TRUST
from app.services.packages.verification import FACTS, PAPERS
from app.services.workspace import Workspace
from app.ui.home.presenter import TAKEN
from tests.hostile.forging import CONTENTS, READERS
from tests.signing.bureau import NOW
from tests.vectors.making import FOLDER

SITE = {kind for kind, each in KINDS.items() if each.taken_by == "site"}
BY_NOBODY = {kind for kind, each in KINDS.items() if each.taken_by == "nobody"}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = open_workspace(tmp_path / "data", FixedClock(NOW))
    yield made
    made.close()


def members() -> dict[str, str]:
    """The JSON member of every kind, as the modules of the room define it."""
    found: dict[str, str] = {"xpenrol": MEMBER}  # a statement by itself, as it also stands in other files
    for each in pkgutil.iter_modules(exchange.__path__):
        module = import_module(f"{exchange.__name__}.{each.name}")
        for content in vars(module).values():
            if isinstance(content, type) and issubclass(content, Content) and content is not Content:
                assert found.setdefault(content.KIND, content.MEMBER) == content.MEMBER
    return found


def rows(page: Path, title: str) -> dict[str, list[str]]:
    """The cells beside every ending in the first column of a chapter's table."""
    part = page.read_text(encoding="utf-8").split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines()]
    return {row[0].strip("`."): row[1:] for row in cells if re.fullmatch(r"`\.xp[a-z]+`", row[0])}


def test_every_kind_has_a_record_and_a_word_of_its_own() -> None:
    assert set(KINDS) == set(get_args(Kind))
    assert len({each.word for each in KINDS.values()}) == len(KINDS)
    assert TRUST not in KINDS


def test_every_kind_has_its_contents() -> None:
    assert members() == CONTENTS
    assert set(KINDS) == set(CONTENTS) == set(READERS)


def test_every_kind_is_proven() -> None:
    assert {*FACTS, PAPERS} == set(KINDS)
    assert PAPERS not in FACTS


def test_a_site_has_a_taker_for_every_kind_that_comes_to_it(workspace: Workspace) -> None:
    assert set(workspace.takers) == SITE


def test_the_window_offers_every_kind_that_it_takes() -> None:
    assert sorted(TAKEN) == sorted(f".{kind}" for kind in (*SITE, TRUST))


def test_every_kind_has_a_vector() -> None:
    assert {kind for kind in KINDS if (FOLDER / "files" / f"good.{kind}").is_file()} == set(KINDS)


def test_the_format_tells_of_every_kind(project: Path) -> None:
    page = project / "docs" / "package-format.md"
    told = rows(page, "Kinds")
    assert set(told) == set(KINDS)
    for kind, (way, member, _others, sealed) in told.items():
        sender, receiver = way.split(" → ")
        record = KINDS[kind]  # type: ignore[index]
        assert member == f"`{members()[kind]}`"
        assert (sealed == "yes") == record.sealed, kind
        assert (sender == "bureau") == (record.senders == BUREAU), kind
        assert (receiver == "bureau") == (record.taken_by == "bureau"), kind
    untaken = re.findall(r"`\.(xp[a-z]+)` is defined and verified", page.read_text(encoding="utf-8"))
    assert set(untaken) == BY_NOBODY


def test_the_guide_tells_of_every_kind(project: Path) -> None:
    page = project / "docs" / "guide.md"
    told = rows(page, "文件种类")
    assert set(told) == set(KINDS) - BY_NOBODY
    for kind, (way, what, how) in told.items():
        sender, receiver = way.split(" → ")
        record = KINDS[kind]  # type: ignore[index]
        sealed = "不加密" not in what and ("加密" in what or "打得开" in what)
        assert sealed == record.sealed, kind
        assert (sender == "主管部门") == (record.senders == BUREAU), kind
        assert (receiver == "主管部门") == (record.taken_by == "bureau"), kind
        assert how
    left = page.read_text(encoding="utf-8").split("格式里还留有", 1)[1].split("。", 1)[0]
    assert set(re.findall(r"`\.(xp[a-z]+)`", left)) == BY_NOBODY
