"""Three panes side by side, whose sides fold into strips: how wide each is, and what a folded one shows.

``widths`` is the arithmetic (no Qt). May import widgets, theme and common; knows no screen.
"""
