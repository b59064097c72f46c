"""Trying a scheme out: which one, and for what unit. The session shows its desk; nothing of it is kept.

``presenter`` has no Qt. May import services, scoring and common; the views theme, widgets and shell.
"""
