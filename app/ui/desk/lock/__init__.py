"""What is to be looked at before a sheet is locked, and the dialogs that ask.

``checks`` lists what is owed, ``contradictions`` what does not go together (no Qt in either).
"""
