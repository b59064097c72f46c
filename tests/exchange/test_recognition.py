"""A file is what its first bytes say, whatever it is called; a folder's own waste is nobody's hand-in."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from app.common.errors import Refusal
from app.common.files import open_ordinary
from app.exchange.placement import place
from app.exchange.recognition import files_below, guise, is_ours, may_hold, named_kind, ours_among

SEALED = b"age-encryption.org/v1\n-> X25519 abc\n"


def package() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("manifest.json", b"{}")
    return held.getvalue()


@pytest.mark.parametrize(
    "name", ["一组.xptask", "一组.XPTASK", "一组.xptask(1)", "一组.xptask.1", "一组.zip", "一组.bin", "一组"]
)
@pytest.mark.parametrize("content", [SEALED, package()])
def test_a_package_is_known_under_any_name(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert (guise(tmp_path / name), is_ours(tmp_path / name)) == ("package", True)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.XPTASK", "xptask"),
        ("a.xptask(1)", "xptask"),
        ("a.xptask.1", "xptask"),
        ("a.xptask - 副本", "xptask"),
        ("a.xptrust", "xptrust"),
        ("a.xpfoo", ""),
        ("a.xptasks", ""),
        ("a.zip", ""),
    ],
)
def test_what_a_name_claims(name: str, kind: str) -> None:
    assert named_kind(Path(name)) == kind


def test_other_zips_texts_folders_and_pipes_are_not_ours(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "材料.zip", "w") as archive:
        archive.writestr("a.txt", "manifest.json")
    (tmp_path / "说明.json").write_text('{"type": "other"}')
    (tmp_path / "夹").mkdir()
    names = ["材料.zip", "说明.json", "夹", "没有"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "管道")
        names.append("管道")
    assert [name for name in names if is_ours(tmp_path / name)] == []


def test_a_package_called_another_kind_is_not_taken_for_this_one(tmp_path: Path) -> None:
    for name in ("a.xpsync.1", "b.zip", "c.xpsheet"):
        (tmp_path / name).write_bytes(SEALED)
    assert [may_hold(each, "xpsync") for each in sorted(tmp_path.iterdir())] == [True, True, False]


def test_a_drag_of_many_files_looks_into_few(tmp_path: Path) -> None:
    for name in ("照片.jpg", "一组.zip", "二组.xptask(1)"):
        (tmp_path / name).write_bytes(SEALED)
    given = [tmp_path / name for name in ("照片.jpg", "一组.zip", "二组.xptask(1)", "没有.bin")]
    assert [each.name for each in ours_among(given)] == ["一组.zip", "二组.xptask(1)"]
    many = [tmp_path / "没有.bin"] * 1000 + [tmp_path / "一组.zip"]
    assert ours_among(many) == ()


def test_what_systems_keep_for_themselves_is_passed_over(tmp_path: Path) -> None:
    for folder in ("$RECYCLE.BIN", ".Trash-1000", "System Volume Information", "__MACOSX", "第一组"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "visit.xpsync").touch()
    (tmp_path / "._visit.xpsync").touch()
    assert [each.parent.name for each in files_below(tmp_path)] == ["第一组"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe in a folder is Unix's")
@pytest.mark.parametrize("what", ["pipe", "device"])
def test_a_pipe_or_a_device_is_refused_at_once(tmp_path: Path, what: str) -> None:
    path = tmp_path / "输入.json" if what == "pipe" else Path("/dev/zero")
    if what == "pipe":
        os.mkfifo(path)
    with pytest.raises(Refusal) as refused:
        open_ordinary(path)
    assert refused.value.faults[0].code == "XP-3006"
    assert path.name in str(refused.value)


def test_a_file_of_the_longest_name_is_written(tmp_path: Path) -> None:
    path = tmp_path / f"{'长' * 83}.xpack"
    assert len(path.name.encode()) == 255
    place(path, lambda target: target.write(b"whole"), lambda written: None)  # type: ignore[arg-type]
    assert path.read_bytes() == b"whole"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
