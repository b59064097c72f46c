"""What is attached in the pictures: photos and papers that are plainly nobody's, drawn here."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from app.reports.faces import SANS, face
from app.ui import theme
from app.ui.signing.strokes import Dot
from app.ui.signing.view_sign import SignDialog

SIZE = (1600, 1200)


def workshop(path: Path) -> Path:
    """A hall with benches in a row, as a photo of a training place would be."""
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(image.rect(), QColor("#B9C6CF"))  # flat grounds: pictures have 256 colours
    painter.fillRect(QRectF(0, 820, SIZE[0], SIZE[1] - 820), QColor("#7A848A"))
    for place in range(5):
        _bench(painter, place)
    painter.setPen(QPen(QColor("#26323A")))
    painter.setFont(QFont(theme.sans().family(), 48))
    painter.drawText(QRectF(0, 40, SIZE[0], 90), Qt.AlignmentFlag.AlignHCenter, "数控实训室（示例）")
    painter.end()
    image.save(str(path))
    return path


def _bench(painter: QPainter, place: int) -> None:
    wide, left = 250 - 10 * place, 70 + 300 * place
    top = 520 + 40 * (place % 2)
    painter.fillRect(QRectF(left, top, wide, 330), QColor("#2E5E73"))
    painter.fillRect(QRectF(left + 20, top + 30, wide - 40, 120), QColor("#D8E4E8"))
    painter.fillRect(QRectF(left + 10, top + 330, 30, 160), QColor("#3A3F42"))
    painter.fillRect(QRectF(left + wide - 40, top + 330, 30, 160), QColor("#3A3F42"))
    painter.setBrush(QColor("#C98A2B"))
    painter.drawEllipse(QPointF(left + wide / 2, top + 240), 44, 44)


def roster(path: Path, pages: int = 3) -> Path:
    """A list of teachers as a PDF, the same bytes each time; nobody real is on it."""
    from reportlab.pdfgen.canvas import Canvas

    font = face(SANS).name
    drawn = Canvas(str(path), invariant=True)
    for page in range(pages):
        drawn.setFont(font, 18)
        drawn.drawCentredString(297, 770, "专职教师名册（示例）")
        drawn.setFont(font, 11)
        for line in range(22):
            words = f"{page * 22 + line + 1:02}　　　示例教师　　　讲师　　　高级技师"
            drawn.drawString(80, 730 - line * 30, words)
            drawn.line(76, 722 - line * 30, 520, 722 - line * 30)
        drawn.showPage()
    drawn.save()
    return path


def signed_page(path: Path) -> Path:
    """A photo of a printed page with strokes below."""
    image = QImage(900, 1200, QImage.Format.Format_RGB32)
    image.fill(QColor("#F4F1E8"))
    painter = QPainter(image)
    painter.setPen(QPen(QColor("#444444"), 3))
    for line in range(18):
        painter.drawLine(90, 120 + 45 * line, 810 - 60 * (line % 4), 120 + 45 * line)
    painter.setPen(QPen(QColor("#1D2B5A"), 7))
    painter.drawPolyline([QPointF(500 + 6 * x, 1040 + 34 * math.sin(x / 4)) for x in range(45)])
    painter.end()
    image.save(str(path))
    return path


def scribble(dialog: SignDialog) -> None:
    """Strokes that are plainly no real person's name."""
    for left in (70.0, 160.0, 250.0):
        dialog.pad.strokes.begin(Dot(left, 50))
        for step in range(40):
            wave = 26 * math.sin(step / 5)
            dialog.pad.strokes.extend(Dot(left + step * 1.6, 70 + wave, 0.3 + abs(wave) / 60))
    dialog.pad.changed.emit()
