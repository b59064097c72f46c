"""Every format that is offered is decoded, upright; hostile bytes cost a child, never the program."""

from __future__ import annotations

import gc
import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.decoding import bounds
from app.decoding.decoder import FELLED, Decoder, NotShownError, Picture, command
from app.decoding.frames import MOST_HEAD, BrokenFrameError, read_frame, write_frame

FILES = Path(__file__).parents[1] / "hostile" / "files"
RED, BLUE = (200, 30, 20), (20, 30, 200)
ORIENTATION = 274
WIDE, HIGH = 120, 80

pillow_heif.register_heif_opener()


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    made = Decoder()
    yield made
    made.close()


def halves(mode: str = "RGB") -> Image.Image:
    """Red left, blue right."""
    image = Image.new("RGB", (WIDE, HIGH), BLUE)
    image.paste(RED, (0, 0, WIDE // 2, HIGH))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **more: object) -> bytes:
    held = io.BytesIO()
    image.save(held, kind, **more)
    return held.getvalue()


def colour(picture: Picture, across: float, down: float) -> tuple[int, int, int]:
    at = 4 * (int(picture.height * down) * picture.width + int(picture.width * across))
    blue, green, red = picture.pixels[at : at + 3]
    return red, green, blue


def redder(picture: Picture, across: float, down: float) -> bool:
    red, _, blue = colour(picture, across, down)
    return red > blue


FORMATS = {
    "jpeg": lambda: saved(halves(), "JPEG"),
    "jpeg, progressive": lambda: saved(halves(), "JPEG", progressive=True),
    "jpeg, for print": lambda: saved(halves("CMYK"), "JPEG"),
    "jpeg, two in one": lambda: saved(halves(), "MPO", save_all=True, append_images=[halves()]),
    "png": lambda: saved(halves(), "PNG"),
    "png, palette": lambda: saved(halves("P"), "PNG"),
    "png, clear": lambda: saved(halves("RGBA"), "PNG"),
    "webp": lambda: saved(halves(), "WEBP"),
    "bmp": lambda: saved(halves(), "BMP"),
    "gif": lambda: saved(halves(), "GIF"),
    "tiff, plain": lambda: saved(halves(), "TIFF"),
    "tiff, lzw": lambda: saved(halves(), "TIFF", compression="tiff_lzw"),
    "tiff, jpeg": lambda: saved(halves(), "TIFF", compression="jpeg"),
    "heic": lambda: saved(halves(), "HEIF"),
    "avif": lambda: saved(halves(), "AVIF"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_decoded(decoder: Decoder, name: str) -> None:
    data = FORMATS[name]()
    whole, tile = decoder.picture(data), decoder.thumbnail(data, 48)
    assert (whole.width, whole.height, tile.width, tile.height) == (WIDE, HIGH, 48, 48)
    assert [redder(each, x, 0.5) for each in (whole, tile) for x in (0.2, 0.8)] == [True, False] * 2


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF"])
def test_a_picture_stands_as_the_camera_was_held(decoder: Decoder, kind: str) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turn a quarter to the right: what was left is above
    data = saved(halves(), kind, exif=exif)
    for shown in (decoder.picture(data), decoder.thumbnail(data, 48)):
        assert (redder(shown, 0.5, 0.1), redder(shown, 0.5, 0.9)) == (True, False)
    assert decoder.picture(data).height == WIDE


@pytest.mark.parametrize(
    ("mode", "make"),
    [("1", lambda: halves("1")), ("L", lambda: halves("L")), ("LA", lambda: halves("LA"))],
)
def test_grey_and_black_scans_are_decoded(decoder: Decoder, mode: str, make: object) -> None:
    shown = decoder.picture(saved(make(), "PNG"))  # type: ignore[operator]
    assert (shown.width, shown.height) == (WIDE, HIGH)


def test_sixteen_bits_a_sample_keep_their_light(decoder: Decoder) -> None:
    light = Image.new("I;16", (4, 4), 0x8000)
    for kind in ("PNG", "TIFF"):
        assert 120 < colour(decoder.picture(saved(light, kind)), 0.5, 0.5)[0] < 136


def test_the_files_that_were_seen_to_break_it_are_shown_or_refused(decoder: Decoder) -> None:
    sizes = {"IMG_0001.jfif": (800, 600), "exif6.webp": (600, 800), "g4.tif": (800, 600)}
    sizes["tif-good-g4.tif"] = (300, 300)
    for name, size in sizes.items():
        shown = decoder.picture((FILES / name).read_bytes())
        assert (shown.width, shown.height) == size
    with pytest.raises(NotShownError) as cut:
        decoder.picture((FILES / "IMG_2031.HEIC").read_bytes())
    assert cut.value.why == "broken"


@pytest.mark.parametrize(("wide", "high"), [(9248, 6936), (12000, 9000)])
def test_64_and_108_megapixels_are_made_smaller_while_they_are_read(
    decoder: Decoder, wide: int, high: int
) -> None:
    data = saved(Image.new("RGB", (wide, high), RED), "JPEG", quality=40)
    shown = decoder.picture(data)
    assert (shown.width, shown.height) == (wide // 2, high // 2)
    assert redder(shown, 0.5, 0.5)
    grey = saved(Image.new("1", (wide, high), 1), "TIFF", compression="group4")
    assert decoder.picture(grey).width * decoder.picture(grey).height <= bounds.MOST_SHOWN_PIXELS


def png(width: int, height: int) -> bytes:
    """A picture that says how large it is and holds next to nothing."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = part(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + data + part(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="/etc/hostname"/></svg>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "broken"),
        (b"\xff\xd8\xff\xe0 no photo", "broken"),
        (SVG, "broken"),
        (b"%PDF-1.4", "broken"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "broken"),
        (png(40, 40)[:60], "broken"),
        (png(60_000, 60_000), "large"),
        (png(0, 40), "broken"),
        (b"II*\x00\x08\x00\x00\x00" + b"\xff" * 400, "broken"),
    ],
)
def test_a_picture_that_is_none_or_a_bomb_is_refused(decoder: Decoder, data: bytes, why: str) -> None:
    for ask in (decoder.picture, lambda each: decoder.thumbnail(each, 144)):
        with pytest.raises(NotShownError) as refused:
            ask(data)
        assert refused.value.why == why


def pdf(pages: int, **more: Any) -> bytes:
    held = io.BytesIO()
    drawn = Canvas(held, pagesize=(200, 100), **more)
    for _ in range(pages):
        drawn.setFillColorRGB(1, 0, 0)
        drawn.rect(0, 0, 100, 100, stroke=0, fill=1)
        drawn.showPage()
    drawn.save()
    return held.getvalue()


def test_pages_are_drawn_on_white_at_the_dots_that_are_wanted(decoder: Decoder) -> None:
    data = pdf(3)
    assert decoder.pages(data) == 3
    shown = decoder.page(data, 2, 144)
    assert (shown.width, shown.height, shown.dots) == (400, 200, 144.0)
    assert (colour(shown, 0.2, 0.5), colour(shown, 0.8, 0.5)) == ((255, 0, 0), (255, 255, 255))


@pytest.mark.parametrize(
    ("data", "why"), [(b"%PDF-1.4 rubbish", "broken"), (b"", "broken"), (pdf(1, encrypt="secret"), "locked")]
)
def test_what_is_no_document_or_locked_says_so(decoder: Decoder, data: bytes, why: str) -> None:
    with pytest.raises(NotShownError) as refused:
        decoder.pages(data)
    assert refused.value.why == why


def test_a_document_that_never_ends_is_ended_and_the_next_is_shown() -> None:
    decoder = Decoder(patience=2)
    try:
        with pytest.raises(NotShownError) as refused:
            decoder.pages((FILES / "pages-loop.pdf").read_bytes())
        assert refused.value.why == FELLED
        whole = pdf(2)
        assert decoder.pages(whole) == 2
        child = decoder._child
        assert child is not None
        child.kill()
        child.wait()
        assert decoder.page(whole, 1, 72).width == 200, "another child has the document opened again"
        assert decoder.picture(FORMATS["png"]()).width == WIDE
    finally:
        decoder.close()
    with pytest.raises(NotShownError):
        decoder.pages(whole)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limit")
def test_the_child_has_less_memory_than_the_machine_and_writes_no_file() -> None:
    told = (
        "import resource; from app.decoding.bounds import confine; confine();"
        "print(resource.getrlimit(resource.RLIMIT_DATA)[1], resource.getrlimit(resource.RLIMIT_FSIZE)[1])\n"
        "try: bytearray(3 << 30)\nexcept MemoryError: print('refused')"
    )
    said = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout
    assert said.split() == [str(bounds.MOST_MEMORY), "0", "refused"]


def test_the_child_ends_with_its_parent_and_listens_to_nothing_around_it() -> None:
    assert "-I" in command()
    child = subprocess.Popen(command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    write_frame(child.stdin, {"deed": "picture"}, FORMATS["png"]())
    head, body = read_frame(child.stdout)
    assert (head["width"], len(body)) == (WIDE, WIDE * HIGH * 4)
    child.stdin.close()
    assert child.wait(60) == 0
    child.stdout.close()


def test_a_frozen_program_decodes_by_its_own_verb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    program, verb = command()
    assert program == sys.executable
    main = Path(__file__).parents[2] / "main.py"
    child = subprocess.Popen([program, str(main), verb], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    write_frame(child.stdin, {"deed": "thumbnail", "side": 8}, FORMATS["png"]())
    assert read_frame(child.stdout)[0]["width"] == 8
    child.stdin.close()
    assert child.wait(60) == 0
    child.stdout.close()


def test_a_frame_that_says_too_much_is_no_frame() -> None:
    for data in (b"", b"\x00" * 7, struct.pack(">II", MOST_HEAD + 1, 0), struct.pack(">II", 2, 0) + b"[]"):
        with pytest.raises(BrokenFrameError):
            read_frame(io.BytesIO(data))


def test_a_child_whose_parent_is_gone_ends_by_itself(project: Path) -> None:
    """A file that never comes to an end, and nobody who watches the clock."""
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1));"
        "from app.decoding import bounds; bounds.DEADLINE_S = 1.0;"
        "from app.decoding.child import main; main()"
    )
    loop = (project / "tests" / "fuzz" / "corpus" / "pages" / "pages-loop.pdf").read_bytes()
    command = [sys.executable, "-I", "-c", code, str(project)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        write_frame(child.stdin, {"deed": "document"}, loop)
        child.stdin.flush()
        try:
            assert child.wait(timeout=600) != 0
        finally:
            child.kill()


def test_a_decoder_that_is_dropped_unclosed_leaves_no_child() -> None:
    decoder = Decoder()
    decoder._warm()
    child = decoder._child
    assert child is not None
    assert child.poll() is None
    del decoder
    gc.collect()
    assert child.returncode is not None
    assert child.stdin is not None
    assert child.stdin.closed
