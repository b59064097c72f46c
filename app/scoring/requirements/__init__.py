"""The kinds of conditions, a module each: how one is read, the fact it tells, what would meet it.

A new kind is a module here and its line in ``registry``. May import ``model`` and ``source``.
"""
