"""The codes of a sealed file that does not open, by which rooms above tell what to do about it."""

NOT_FOR_US = "XP-3101"
"""None of the keys that are open fits."""
CLOSED = "XP-3105"
"""None does, but there are keys that wait for their PIN."""
