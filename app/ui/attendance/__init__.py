"""Who is away and who leads for whom, asked for in dialogs that home, conclusion and signing open.

``presenter`` has no Qt. May import services, shell, widgets, theme and common; knows no screen.
"""
