"""After the verdict: what was recorded, and what it makes due. Duties of a scheme, dated and with a state.

May import every other room of the heart; knows no clock: the day is given.
"""
