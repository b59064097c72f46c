"""Takes the pictures of the guide: one module a chapter of the day, all through one ``Camera``.

Imports the real program and its sample, nothing else; nothing imports this.
"""
