"""Written Chinese as it is read out in Mandarin: figures, dates, times, signs. Pure.

May import ``app.common`` alone.
"""
