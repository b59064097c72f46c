"""One visit: an expert's tally kept by difference, its verdict, its progress, what can still sway it.

May import ``model`` to ``judge``.
"""
