"""Schemes and what is declared under them: as workbooks, tried out, self-assessment forms, indicators.

May import every room but ``sample``.
"""
