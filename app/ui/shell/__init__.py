"""The window around the screens: header, notices, background work, settings, the one handler of troubles.

May import widgets, theme, services' types and common; knows no screen: application.py brings them.
Qt lives in the ``view`` modules alone.
"""
