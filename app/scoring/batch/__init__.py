"""What is told of a whole batch or of declared indicators: grades, performance, esteem.

May import ``model`` to ``visit``.
"""
