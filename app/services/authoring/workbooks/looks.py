"""How the cells of a workbook look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.services.authoring.workbooks.raw_book import letters
from app.services.authoring.workbooks.vocabulary import Column

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FACE = "微软雅黑"
INK, PALE, MUTED, RULE = "1F2933", "E8EEF4", "5F6B76", "C9D2DB"
RISKY = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")
AS_NUMBER = ("number",)
LINE, TALLEST = 14.5, 400.0
NOTE_WIDTH, NOTE_HEIGHT = 320, 110


def widths(sheet: Worksheet, columns: Sequence[int]) -> None:
    """The widths of the columns from the first on, in characters."""
    for at, width in enumerate(columns, start=1):
        sheet.column_dimensions[letters(at)].width = width


def printed(sheet: Worksheet) -> None:
    """On paper: across, as wide as the page, the head on every page."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.freeze_panes:
        sheet.print_title_rows = "1:1"


def heights(sheet: Worksheet) -> None:
    """Rows as high as their longest text wants: not every program makes room by itself."""
    from app.reports.cells import lines_needed

    for number, row in enumerate(sheet.iter_rows(), start=1):
        lines = max(
            (
                lines_needed(cell.value, sheet.column_dimensions[cell.column_letter].width)
                for cell in row
                if isinstance(cell.value, str) and cell.alignment.wrap_text
            ),
            default=1,
        )
        if lines > 1:
            sheet.row_dimensions[number].height = min(lines * LINE + 3, TALLEST)


def title(cell: Any) -> None:
    """A heading over a part of a sheet."""
    from openpyxl.styles import Font

    cell.font = Font(FACE, 13, bold=True, color=INK)


def head(cell: Any) -> None:
    """The head of a column."""
    from openpyxl.styles import Alignment, Font, PatternFill

    cell.font = Font(FACE, 10, bold=True, color=INK)
    cell.fill = PatternFill("solid", fgColor=PALE)
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    cell.border = _box()


def side(cell: Any) -> None:
    """What names a line."""
    from openpyxl.styles import Alignment, Font

    cell.font = Font(FACE, 10, color=INK)
    cell.alignment = Alignment(vertical="top", horizontal="left", wrap_text=True)


def text(cell: Any) -> None:
    """What explains."""
    from openpyxl.styles import Alignment, Font

    cell.font = Font(FACE, 10, color=MUTED)
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def entry(cell: Any, column: Column) -> None:
    """What a person fills in: text stays text, so that Excel makes no date of 1-2 and no 8.1 of 8.10."""
    from openpyxl.styles import Alignment, Font

    cell.font = Font(FACE, 10, color=INK)
    cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
    cell.border = _box()
    mixed = column.mode == "value" and not isinstance(cell.value, str)
    cell.number_format = "General" if column.mode in AS_NUMBER or mixed else "@"


def note(cell: Any, said: str) -> None:
    """A note that shows when the pointer rests on a cell."""
    from openpyxl.comments import Comment

    cell.comment = Comment(said, "现评", width=NOTE_WIDTH, height=NOTE_HEIGHT)


def _box() -> Any:
    from openpyxl.styles import Border, Side

    line = Side("thin", color=RULE)
    return Border(line, line, line, line)
