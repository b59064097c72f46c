"""Reading out (宣读): the frozen conclusion page by page, full screen, on a second screen where there is one.

Views know the presenter alone. May import the services, the shell, widgets and theme; no other screen.
"""
