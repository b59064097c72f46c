"""A scheme file's bytes to a scheme, every fault named; what a scheme that loads may still get wrong.

May import ``model``, ``source``, ``requirements`` and ``rules``.
"""
