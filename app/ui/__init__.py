"""The window. One folder a screen: ``view*.py`` is Qt and renders a state, ``presenter.py`` makes it.

May import services and what lies below them; never the command line, models, reports or exchange.
Order inside: application > session > screens (home, people, desk, conclusion, signing, trying; history and
tour over the desk; seating, safes, locking) > criterion, panes, viewer > shell > widgets > theme.
PySide6 stays in the modules named view, in ``widgets``, in ``theme`` and in ``application``.
"""

from app.ui.endurance import steady

steady()
