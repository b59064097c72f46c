"""Who works here and whom this device trusts: people, PINs (how long one must be), bureaus, seats.

May import ``store``.
"""
