"""The leader's work: sheets joined, what differs settled, the text frozen, issued and signed.

May import ``store`` to ``printing``.
"""
