"""The lock: asks who is there before anything is shown, and again after a while of rest.

May import the shell, widgets, theme, services and common; no screen. It knows no names: the PIN says who is
there, so that a lock screen tells a finder nothing, not even who works here.
"""
