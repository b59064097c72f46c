"""How a worksheet looks and prints: boxes and fonts of cells, A4 across, heads repeated, page x of y."""

from __future__ import annotations

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.reports.document import VerdictReport
from app.reports.plain import plain

BODY, HEAD = "宋体", "黑体"
INK, LOST, MUTED = "FF1B1E22", "FFB02A1F", "FF5B6169"
LINE, TALLEST = 14.0, 400.0
_HAIR = Side(style="thin", color="FF8C8F92")
_BOX = Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR)
_SHADE = PatternFill("solid", fgColor="FFF3F2EE")
_A4 = 9


def dress(cell: Cell, font: Font, *, centred: bool, shade: bool = False) -> None:
    """Give a cell its font, box and alignment."""
    cell.font, cell.border = font, _BOX
    cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center", wrap_text=True)
    if shade:
        cell.fill = _SHADE


def set_up(sheet: Worksheet, report: VerdictReport, head: str | None) -> None:
    """A4 across, as wide as the page, heads on every page, page x of y."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.7, bottom=0.7, header=0.3, footer=0.3)
    if head:
        sheet.print_title_rows = head
    marks = "【示例】" * report.sample + "【草稿】" * report.draft
    code = f"{marks}　校验码 {report.short_code}" if report.coded else marks
    header, footer = HeaderFooterItem(), HeaderFooterItem()
    header.left.text, header.right.text = _furniture(report.unit), _furniture(code)
    footer.center.text = "第 &P 页　共 &N 页"
    sheet.HeaderFooter.oddHeader, sheet.HeaderFooter.oddFooter = header, footer


def _furniture(text: str) -> str:
    """Header text: ``&`` begins a code there, so it is doubled; what is too long is cut."""
    return plain(text).replace("\n", " ")[:60].replace("&", "&&")
