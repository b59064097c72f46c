"""Attached files at the desk: tiles on the card, taking files in by drop, dialog, clipboard or camera.

Looking at one is ``app.ui.viewer``'s.
"""
