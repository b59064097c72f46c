"""A sheet's ledger looked back at: lines in words, any moment, and that beside now.

May import ``store`` and ``sheet``.
"""
