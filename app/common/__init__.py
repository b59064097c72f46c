"""Small things that every room needs: faults, canonical bytes, clock, identifiers, paths.

Imports nothing of the project. Keep it small: what only one room needs lives there.
"""
