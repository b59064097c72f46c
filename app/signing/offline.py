"""pyHanko without its HTTP client: the program never asks the network, and so carries nothing to ask it with.

pyHanko fetches time stamps and revocation lists where it is asked to, which is never here; but importing it
imports the client for that. Two modules of it are therefore taken by placeholders that can fetch nothing.
"""

from __future__ import annotations

import sys
from types import ModuleType

FETCHERS = {
    "pyhanko.sign.timestamps.aiohttp_client": "HTTPTimeStamper",
    "pyhanko_certvalidator.fetchers.aiohttp_fetchers": "AIOHttpFetcherBackend",
}
"""Of each module that imports the client: the one name that pyHanko takes from it."""


class NoNetwork:
    """Stands for what would fetch. Raises RuntimeError where somebody wants to."""

    def __init__(self, *_: object, **__: object) -> None:
        raise RuntimeError("this program does not use the network")


def stay_offline() -> None:
    """Put the placeholders where pyHanko will look. Doing it twice does no harm."""
    for module, name in FETCHERS.items():
        if module not in sys.modules:
            placeholder = ModuleType(module, NoNetwork.__doc__)
            setattr(placeholder, name, NoNetwork)
            sys.modules[module] = placeholder
