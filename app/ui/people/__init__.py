"""Who works on this device and which bureaus it trusts.

May import the shell, widgets, theme, services' types and common; no other screen.
"""
