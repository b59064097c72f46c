"""The leader's screen: the sheets, what differs and its rulings, opinions, the day's protocol, freezing.

``state``, ``matrix``, ``ruling_draft`` and ``presenter`` are without Qt. May import criterion, panes, the
shell, widgets, theme, services, scoring and common; no other screen.
"""
