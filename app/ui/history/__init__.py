"""Looking back on a sheet: what was done, line by line, and the sheet as it stood at any moment beside now.

``presenter`` makes frozen states out of the services' history (no Qt), the views render them; nothing is
ever changed from here. May import services, scoring, common and what screens share for the former, theme and
widgets for the latter. The session puts it over a desk.
"""
