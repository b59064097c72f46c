"""A scheme compiled for one profile: raw findings to points and conditions met, what would win points back.

May import ``model``, ``requirements`` and ``rules``.
"""
