"""Loads beside the window what the next click will need, once the first screen stands."""

from __future__ import annotations

import importlib
from threading import Thread

NEXT = (
    "app.ui.desk.presenter",
    "app.services.packages.task_files",
    "app.exchange.task",
    "app.ui.session.view_desk",
    "app.ui.conclusion.presenter",
    "app.ui.conclusion.view",
    "app.ui.signing.presenter",
    "app.ui.signing.view",
)


class Warming:
    """One quiet thread that imports modules and ends. A click that is quicker waits for Python itself."""

    def __init__(self) -> None:
        self._thread = Thread(target=_load, name="warming", daemon=True)

    def begin(self) -> None:
        """Start loading."""
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether everything is loaded."""
        return self._thread.ident is not None and not self._thread.is_alive()

    def end(self) -> None:
        """Wait for it: nothing is to be loading when Qt goes."""
        if self._thread.ident is not None:
            self._thread.join()


def _load() -> None:
    for name in NEXT:
        importlib.import_module(name)
