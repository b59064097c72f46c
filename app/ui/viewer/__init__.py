"""Attached files looked at: the window that shows one large, small pictures, and how a file is called.

``files`` has no Qt. Everything is read and decoded beside the window. May import shell, widgets, theme,
services' types, decoding's and common; knows no screen.
"""
