"""Schemes as Excel workbooks and back: written for a person at a bureau who knows Excel and not Python.

Which sheets and columns there are is data (``resources/schemes/workbook.yaml``); a key that the data does not
name gets a column of its own name, so a new rule kind needs no code here. A workbook that comes in is hostile
until proven: it is read by a small reader of our own, and every fault is named by sheet, row and column.
May import reports, scoring and common; openpyxl (for writing only) waits inside functions.
"""
