from __future__ import annotations

import io
import subprocess
from pathlib import Path

import segno
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.reports.document import Signer
from app.reports.last_page import _even_rows, qr_text
from app.reports.qr import paint_qr
from tests.reports.lifelike import full_report


def test_the_printed_code_is_the_qr_codes_modules(tmp_path: Path) -> None:
    text = qr_text(full_report())
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(64, 64))
    paint_qr(canvas, text, 0, 64, 64)
    canvas.save()
    (tmp_path / "code.pdf").write_bytes(held.getvalue())
    subprocess.run(["pdftoppm", "-r", "720", "-gray", "code.pdf", "code"], cwd=tmp_path, check=True)
    with Image.open(next(tmp_path.glob("code*.pgm"))) as drawn:
        matrix = segno.make(text, error="m", micro=False).matrix
        side = drawn.width / len(matrix)
        for row, modules in enumerate(matrix):
            for column, dark in enumerate(modules):
                grey = drawn.getpixel((int((column + 0.5) * side), int((row + 0.5) * side)))
                assert isinstance(grey, int | float)
                assert (grey < 128) == bool(dark), (row, column)


def test_the_code_holds_short_code_and_digest() -> None:
    report = full_report()
    assert qr_text(report) == f"XIANPING:{report.short_code}:{report.digest.upper()}"


def test_signers_share_rows_evenly() -> None:
    def rows(count: int) -> list[int]:
        return [len(row) for row in _even_rows([Signer(str(at), "甲", "专家") for at in range(count)])]

    assert rows(0) == []
    assert [rows(count) for count in (1, 2, 3, 4, 5, 7)] == [[1], [2], [3], [2, 2], [3, 2], [3, 2, 2]]
