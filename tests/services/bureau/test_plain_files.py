"""Plain files: names that every system takes, nothing outside, nothing replaced, nothing by halves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.common.errors import Refusal
from app.common.ledger import FIRST_PREV, EntryRecord
from app.services.bureau.plain_contents import attached
from app.services.bureau.plain_files import PlainFile, PlainFolder, safe_part, whole, write_folder
from app.services.store.file_names import NAMELESS

BAD = (
    *("../../x", "..", ".", "", "/etc/passwd", "a/b\\c", "con", "NUL.txt", "a\x00b", "尾. "),
    *("x" * 400, "字" * 400, "示例 1.0 版" + "字" * 100),
)


@pytest.mark.parametrize("bad", BAD)
def test_whatever_the_name_it_stays_inside(tmp_path: Path, bad: str) -> None:
    out = tmp_path / "out"
    files = tuple(PlainFile((bad, bad), bad, whole(b"%d" % n)) for n in range(2))
    written = write_folder(out, PlainFolder(bad, files))
    assert [path.read_bytes() for path in written] == [b"0", b"1"]
    assert len({*written}) == 2
    for path in written:
        assert len(path.relative_to(out).parts) == 4
        assert path.resolve().is_relative_to(out.resolve())
        assert all(len(part.encode()) <= 255 for part in path.parts)
        assert not {part.split(".")[0].lower() for part in path.relative_to(out).parts} & {"con", "nul"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_names_that_differ_in_case_alone_are_two_files(tmp_path: Path) -> None:
    files = tuple(PlainFile((), name, whole(name.encode())) for name in ("A.png", "a.png", "a.PNG"))
    written = write_folder(tmp_path, PlainFolder("x", files))
    assert len({path.name.casefold() for path in written}) == 3


def test_a_folder_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise Refusal.because("坏了。")

    files = (PlainFile((), "a", whole(b"a")), PlainFile((), "b", broken))
    with pytest.raises(Refusal):
        write_folder(tmp_path / "out", PlainFolder("x", files))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_link_in_the_place_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    other, out = tmp_path / "other", tmp_path / "out"
    other.mkdir()
    out.mkdir()
    (out / "x").symlink_to(other)
    (path,) = write_folder(out, PlainFolder("x", (PlainFile((), "a", whole(b"a")),)))
    assert path.parent.name == "x（2）"
    assert list(other.iterdir()) == []


def test_parts_are_never_empty() -> None:
    assert safe_part("") == safe_part(" . ") == "考核"
    assert safe_part("某单位") == "某单位"


@pytest.mark.parametrize("after", [None, 3, "x", [], {}, {"name": None}, {"name": 7}])
def test_a_ledger_that_tells_of_no_file_properly_is_borne(after: object) -> None:
    said: dict[str, Any] = {"kind": "attach", "criterion": "1.1", "field": "ab", "after": after}
    entry = EntryRecord.model_construct(id="1", at="", author="x", seq=1, prev=FIRST_PREV, **said)
    assert all(isinstance(name, str) and name for _, name in attached([entry]).values())
    assert attached([entry]) in ({}, {"ab": ("1.1", NAMELESS)}, {"ab": ("1.1", "7")})
