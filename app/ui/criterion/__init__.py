"""A criterion's fields as every screen has them: the form, and what is typed in it read and said again.

The desk fills a finding in with it, the leader a ruling. The modules named view are Qt, the others are not.
May import shell, widgets, theme, services' types, scoring and common; knows no screen, and neither panes nor
viewer.
"""
