"""The desk's middle pane: one criterion from its head to its note, its working, and the papers asked for.

``presenter`` makes its state (no Qt); fields come from ``app.ui.criterion``, what lies beside the findings
from the rooms papers, files and facts.
"""
