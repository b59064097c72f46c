"""The windows: one folder a screen, each with a view (Qt, renders a state) and a presenter (no Qt).

May import services, scoring and common. Never models, reports, exchange or signing: services stand between.
PySide6 stays in the modules named view, in ``widgets``, in ``theme`` and in ``application``.
"""

from app.ui.steadying import steady

steady()
