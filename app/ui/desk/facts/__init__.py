"""What colleagues have counted: told beside one's own, adopted, contested, handed on.

``comparison`` finds what goes together and what does not, ``words`` says it (no Qt in either).
"""
