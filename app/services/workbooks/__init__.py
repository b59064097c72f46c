"""Schemes as Excel workbooks and back: written for a person at a bureau who knows Excel and not Python.

May import scoring and common; openpyxl waits inside functions.
"""
