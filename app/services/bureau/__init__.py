"""The bureau's side: batches and enrolments go out, visits come in, receipts and plain files come of them.

May import ``store`` to ``safe``.
"""
