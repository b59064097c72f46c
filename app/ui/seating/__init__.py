"""Who sits at the keyboard and for whom: switching persons, typing a paper sheet in, printing.

``presenter`` makes frozen states out of the services (no Qt). May import services and the shell; the window's
session carries out what is wanted.
"""
