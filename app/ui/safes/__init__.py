"""The rolling copy on a stick as the window has it: when it is written, what is shown of it, what is asked.

``pace`` and ``keeper`` decide and do (no Qt), ``presenter`` makes frozen states, the views show them. Screens
are handed these widgets by the session; this room knows no screen.
"""
