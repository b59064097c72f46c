"""What was open when the program died, or felled what decodes, is not opened by itself again."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from app.bootstrap import open_workspace
from app.common.errors import Refusal
from app.decoding.decoder import Picture
from app.services.evidence.lightbox import OPENING, SHUNNED, Document, Lightbox, Text
from tests.services.conftest import Site

FILES = Path(__file__).parents[2] / "hostile" / "files"
ROOT = Path(__file__).parents[3]
LOOK = """
import sys
from pathlib import Path
from app.bootstrap import open_workspace
work = open_workspace(Path(sys.argv[1]))
print("begun", flush=True)
work.lightbox.open(sys.argv[2], "报告.pdf")
"""


def png(side: int = 30) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(held, "PNG")
    return held.getvalue()


@pytest.fixture
def box(site: Site) -> Iterator[Lightbox]:
    made = site.workspace.lightbox
    made._small._patience = made._large._patience = 2
    yield made
    made.close()


def kept(site: Site, data: bytes, name: str) -> str:
    return site.workspace.evidence.take_bytes(io.BytesIO(data), name).sha256


def names(box: Lightbox, folder: str) -> list[str]:
    return sorted(each.name for each in (box._evidence.folder / folder).glob("*"))


def test_each_kind_is_opened_by_its_content(site: Site, box: Lightbox) -> None:
    pdf = (FILES / "cut-to-none.pdf").read_bytes()
    assert isinstance(box.open(kept(site, png(), "a.bin"), "a.bin"), Picture)
    assert isinstance(box.open(kept(site, pdf, "b.jpg"), "b.jpg"), Document)
    assert isinstance(box.open(kept(site, "谈话".encode(), "c"), "c"), Text)
    with pytest.raises(Refusal) as refused:
        box.open(kept(site, (FILES / "invoice-sample.ofd").read_bytes(), "d"), "d")
    assert refused.value.faults[0].code == "XP-6113"
    assert names(box, OPENING) == names(box, SHUNNED) == []


def test_what_felled_a_child_is_shunned_until_a_person_opens_it(site: Site, box: Lightbox) -> None:
    sha256 = kept(site, (FILES / "pages-loop.pdf").read_bytes(), "a.pdf")
    with pytest.raises(Refusal) as refused:
        box.open(sha256, "a.pdf")
    assert refused.value.faults[0].code == "XP-6112"
    assert (names(box, OPENING), names(box, SHUNNED)) == ([], [sha256])


def test_a_picture_that_was_open_when_the_program_died_has_no_tile_until_it_is_opened(
    site: Site, box: Lightbox
) -> None:
    sha256 = kept(site, png(), "a.png")
    folder = box._evidence.folder
    (folder / OPENING).mkdir()
    (folder / OPENING / sha256).touch()
    again = Lightbox(folder, site.workspace.evidence)
    try:
        assert names(again, OPENING) == []
        with pytest.raises(Refusal) as refused:
            again.thumbnail(sha256, 10)
        assert refused.value.faults[0].code == "XP-6112"
        assert isinstance(again.open(sha256, "a.png"), Picture)
        assert again.thumbnail(sha256, 10).width == 10, "what a person could open is no danger"
    finally:
        again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process")
def test_the_program_is_killed_while_a_file_is_open_and_started_again(site: Site, tmp_path: Path) -> None:
    sha256 = kept(site, (FILES / "pages-loop.pdf").read_bytes(), "报告.pdf")
    folder = site.folder
    site.workspace.close()
    note = folder / "evidence" / OPENING / sha256
    with subprocess.Popen(
        [sys.executable, "-c", LOOK, str(folder), sha256], stdout=subprocess.PIPE, cwd=ROOT
    ) as program:
        until = time.monotonic() + 60
        while not note.exists() and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(program.pid, signal.SIGKILL)
    assert note.exists()
    work = open_workspace(folder)
    try:
        with pytest.raises(Refusal) as refused:
            work.lightbox.thumbnail(sha256, 10)
        assert refused.value.faults[0].code == "XP-6112"
        assert b"".join(work.evidence.source(sha256).pieces()) == (FILES / "pages-loop.pdf").read_bytes()
    finally:
        work.close()
