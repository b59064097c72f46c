"""The window. One folder a screen: ``view*.py`` is Qt and renders a state, ``presenter.py`` makes it.

May import services and what lies below them; never the command line, models, reports or exchange.
Order inside: application > screens (home, people, desk, conclusion, signing) > shell > widgets > theme.
"""
