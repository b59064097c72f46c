"""Makes what people install: packages for Windows and Linux, from the locks, with nothing but pinned files.

``command.py`` is what ``./package`` calls. May import ``app`` for its records (kinds of package, version),
and nothing of it that opens data. Texts that a user of a package sees are Chinese.
"""
