"""Trying a scheme out: which one, for what unit, and a desk whose findings are kept nowhere.

``presenter`` has no Qt. May import services, scoring and common; the views theme, widgets, shell and desk.
"""
