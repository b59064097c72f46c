"""One expert's sheet: its ledger folded, the desk that writes it, papers, facts, sheets typed in.

May import ``store``, ``identity``, ``evidence``.
"""
