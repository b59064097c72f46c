"""The sheets of several experts joined into one result. Facts are never averaged, only scores.

May import ``model`` to ``visit``.
"""
