"""The command line: one module a verb group, over the same services that the windows use.

May import services and what lies below them; never the windows, and bootstrap only hands things in
(``context.Outside``). A verb's module is imported when the verb is called, so scoring waits for no database.
Results go to standard output, talk to standard error. Exit codes: 0 done, 1 a check said no, 2 bad input or
usage, 3 the environment failed.
"""
