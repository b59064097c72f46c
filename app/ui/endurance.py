"""Keeps a long session alive and even.

On Python 3.11 PySide6 6.12 gives away a reference to None with every call.

Its wheels are built for interpreters where None, True, False and NotImplemented never die (3.12 and later).
On 3.11 each Qt call that answers nothing takes one reference too many, and after some ten thousand of them,
a few minutes of work, the interpreter aborts ("none_dealloc"). So they get references enough to outlive any
session, which is what later interpreters do by themselves. 6.11 and earlier do not need it; it harms nothing.
"""

from __future__ import annotations

import ctypes
import gc
import sys

PLENTY = 1 << 40
EVERLASTING = (None, True, False, NotImplemented)
IMMORTAL_SINCE = (3, 12)
SELDOM = (10_000, 20, 50)  # new objects, collections of the young, of the middle-aged


def steady() -> None:
    """Give the everlasting objects references to spare, once; nothing where the interpreter does it."""
    if sys.implementation.name != "cpython" or sys.version_info >= IMMORTAL_SINCE:
        return
    if sys.getrefcount(None) > PLENTY:
        return
    for each in EVERLASTING:
        ctypes.c_ssize_t.from_address(id(each)).value += PLENTY


def settle() -> None:
    """Let the garbage collector leave alone what stands now, and look at the rest seldom.

    A full collection over all modules and a ledger of 20,000 entries takes 40 ms, which a key would wait for.
    Young objects are still looked at every few keys, so that memory stays flat. Where somebody sat here
    before, what that session left in circles goes first; left alone, it would stay for ever.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
