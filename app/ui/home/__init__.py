"""The first screen: the visits, what to do next in each, files in, the sample.

May import the shell, widgets, theme, services' types and common; no other screen.
"""
