"""What joins the screens once the data is open: who may go where, and what one screen wants of another.

``view`` is the session itself; ``view_desk`` and ``view_trial`` are the desk as a screen of the window, with
the history over it and the tour; ``view_seating`` carries out what is wanted of the seat, ``view_sample``
plays the sample in a session of its own. The only room that imports screens.
"""
