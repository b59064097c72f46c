"""XML parts parsed within a budget: no DTD, bounded depth and number of elements, counted before building."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from app.services.authoring.workbooks.archive import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

MOST_ELEMENTS = 600_000
MOST_DEPTH = 64


class XmlBudget:
    """What one workbook may still spend on elements."""

    def __init__(self, elements: int = MOST_ELEMENTS) -> None:
        self._left = elements

    def parse(self, data: bytes) -> Element:
        """The root of a part. Raises ValueError for what is no XML, Refusal for what exceeds the budget."""
        from xml.etree.ElementTree import ParseError

        from defusedxml.ElementTree import fromstring

        self._count(data)
        try:
            root: Element = fromstring(data, forbid_dtd=True)
        except ParseError:
            raise ValueError("no XML") from None
        return root

    def _count(self, data: bytes) -> None:
        depth = 0

        def begin(_name: str, _attributes: Mapping[str, str]) -> None:
            nonlocal depth
            depth += 1
            self._left -= 1
            if depth > MOST_DEPTH or self._left < 0:
                raise refuse("文件的内容层次过深或过多，不像一份细则；请确认它是从本程序导出的工作簿。")

        def end(_name: str) -> None:
            nonlocal depth
            depth -= 1

        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = begin, end
        parser.StartDoctypeDeclHandler = _no_types
        try:
            parser.Parse(data, True)
        except expat.ExpatError:
            raise ValueError("no XML") from None


def _no_types(*_: object) -> None:
    raise ValueError("no Excel file declares types")
