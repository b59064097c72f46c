"""Strangers' pictures and PDFs, decoded in a child process that may die: bounded in time and in memory.

``decoder`` is the program's side; ``child``, ``pictures``, ``pages`` and ``bounds`` run in the child alone,
which is started with a command line and never imported by the program, so that what is written in C and
reads a stranger's bytes does it there. May import common; only ``pages`` knows Qt, only ``pictures`` Pillow.
"""
