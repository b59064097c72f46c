"""The desk's left pane: sections and criteria, filtered and searched.

``presenter`` makes its state (no Qt), ``search`` tells what fits, ``view`` paints.
"""
