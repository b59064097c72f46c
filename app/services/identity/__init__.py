"""Who works on this device and whom it trusts: people and their PINs, bureaus, the task files' seats.

May import ``store``.
"""
