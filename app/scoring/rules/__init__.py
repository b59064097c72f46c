"""The kinds of rules, a module each: how one is read and counted, what it demands, proposes and can come to.

A new kind is a module here and its line in ``registry``. May import ``model``, ``source`` and
``requirements``.
"""
