"""What is printed, as data and words: the frozen text, causes, observations, drafts, consequences.

May import ``store`` and ``sheet``; how it looks on paper is ``app.reports``'.
"""
