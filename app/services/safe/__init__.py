"""The rolling sealed copy of the work in progress: written, found again, taken in on another laptop.

May import ``store`` to ``packages``.
"""
