"""Attached files: kept under their digest, encrypted, verified when read, shown by a child that may die.

May import ``store``.
"""
