from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest

from app.common.canon import sha256
from app.common.errors import EnvironmentTrouble, Refusal
from tests.services.conftest import EXPERTS, VISIT, Site
from tests.services.holdings import files_of
from tests.services.sheet.test_desk import desk_of


def kept(site: Site) -> list[Path]:
    return [path for path in (site.folder / "evidence").rglob("*") if path.is_file()]


def test_a_content_is_kept_once_under_its_digest(site: Site, tmp_path: Path) -> None:
    files = site.workspace.evidence
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-same")
    first, second = files.prepare(tmp_path / "a.pdf"), files.prepare(tmp_path / "b.pdf")
    digest = sha256(b"%PDF-same")
    assert (first.sha256, second.sha256) == (digest, digest)
    assert (first.name, second.name, first.media_type, first.size) == ("a.pdf", "b.pdf", "application/pdf", 9)
    assert kept(site) == [site.folder / "evidence" / digest[:2] / digest]
    assert files.read(digest) == b"%PDF-same"


def test_large_files_are_copied_in_pieces(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.evidence.storage.CHUNK", 1000)
    data = os.urandom(12_345)
    (tmp_path / "x").write_bytes(data)
    prepared = site.workspace.evidence.prepare(tmp_path / "x")
    assert (prepared.sha256, prepared.size, prepared.path.read_bytes()) == (sha256(data), 12_345, data)


def test_what_is_not_a_file_of_use_is_refused(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = site.workspace.evidence
    (tmp_path / "empty").touch()
    (tmp_path / "large").write_bytes(b"x" * 11)
    monkeypatch.setattr("app.services.evidence.storage.MAX_FILE_BYTES", 10)
    for path, words in ((tmp_path, "文件夹"), (tmp_path / "none", "找不到"), (tmp_path / "empty", "空")):
        with pytest.raises(Refusal, match=words):
            files.prepare(path)
    with pytest.raises(Refusal, match="超过"):
        files.prepare(tmp_path / "large")
    assert kept(site) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_a_pipe_does_not_hang_the_program(site: Site, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refusal, match="普通文件"):
        site.workspace.evidence.prepare(tmp_path / "pipe")


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("照片\n1\u202egnp.jpg", "照片1gnp.jpg"),
        ("a\udcff.jpg", "a?.jpg"),
        ("长" * 300 + ".JPEG", "长" * 115 + ".JPEG"),
        ("../../etc/passwd", "passwd"),
    ],
)
def test_names_are_made_plain(site: Site, given: str, plain: str) -> None:
    assert site.workspace.evidence.take_bytes(io.BytesIO(b"x"), given).name == plain


def test_a_damaged_or_lost_file_is_told_and_heals_when_attached_again(site: Site, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"photo")
    prepared = site.workspace.evidence.prepare(tmp_path / "a.jpg")
    prepared.path.write_bytes(b"phot0")
    with pytest.raises(EnvironmentTrouble, match="丢失或损坏"):
        site.workspace.evidence.read(prepared.sha256)
    prepared.path.unlink()
    with pytest.raises(EnvironmentTrouble, match="丢失或损坏"):
        site.workspace.evidence.source(prepared.sha256)
    prepared.path.write_bytes(b"phot0")
    site.workspace.evidence.prepare(tmp_path / "a.jpg")
    assert site.workspace.evidence.read(prepared.sha256) == b"photo"


def test_a_disk_that_fills_up_under_the_copy_leaves_nothing(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jpg").write_bytes(b"photo")

    def no_room(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    desk = desk_of(site)
    length = len(desk.records())
    monkeypatch.setattr("app.services.evidence.storage.os.fsync", no_room)
    with pytest.raises(EnvironmentTrouble, match="磁盘空间已满"):
        desk.attach("1.1", tmp_path / "a.jpg")
    assert kept(site) == []
    assert (desk.attachments, len(desk.records())) == ({}, length)


def test_left_overs_of_a_killed_copy_are_swept_at_the_next_start(site: Site) -> None:
    incoming = site.folder / "evidence" / ".incoming"
    incoming.mkdir(parents=True)
    (incoming / "half").write_bytes(b"half")
    site.reopen()
    assert kept(site) == []


def test_a_visit_lists_its_files_once_and_personal_stays_personal(site: Site, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"roster")
    desk = desk_of(site)
    desk.attach("1.1", tmp_path / "a.jpg")
    desk.attach("2.1", tmp_path / "a.jpg", personal=True)
    site.workspace.sheets.open(VISIT, EXPERTS[1]).attach("1.1", tmp_path / "a.jpg")
    (held,) = files_of(site.workspace, VISIT)
    assert (held.name, held.personal) == ("a.jpg", True)
    assert files_of(site.workspace, "other") == []
