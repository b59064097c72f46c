"""The verdict as a PDF on screen, the signing round, and the export to the bureau.

May import the shell, widgets, theme, services' types and common; no other screen.
"""
