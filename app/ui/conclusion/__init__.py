"""The leader's screen: the sheets, what differs and its rulings, opinions, the day's protocol, freezing.

``state``, ``matrix``, ``ruling`` and ``presenter`` are without Qt. May import the shell, the desk's field
widgets and states, widgets, theme, services, scoring and common; no other screen.
"""
