"""The day of a visit: a timeline of its steps, who came, who is tied, and the one thing to do next.

May import what stands beneath the screens; knows no other screen.
"""
