from __future__ import annotations

import gc
import subprocess
import sys

from app.ui import endurance
from app.ui.session import preload
from app.ui.session.preload import NEXT, Warming

FRESH = """
import sys
sys.path.insert(0, {project!r})
from app.ui.session.preload import NEXT, Warming
assert not set(NEXT) & set(sys.modules), "loaded before it was asked for"
made = Warming()
assert not made.done
made.begin()
made.end()
print(made.done, set(NEXT) <= set(sys.modules))
"""


def test_what_the_next_click_needs_is_loaded_beside_the_window(project: object) -> None:
    code = FRESH.format(project=str(project))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["True", "True"], done.stderr


def test_ending_what_was_never_begun_waits_for_nothing() -> None:
    made = Warming()
    made.end()
    assert not made.done


def test_every_module_named_is_there() -> None:
    assert preload.NEXT == NEXT
    for name in NEXT:
        assert name in sys.modules or __import__(name)


def test_the_collector_leaves_alone_what_stands() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    try:
        endurance.settle()
        assert gc.get_freeze_count() > frozen
        assert gc.get_threshold() == endurance.SELDOM
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
