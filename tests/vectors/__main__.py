"""Make all vectors anew: ``python -m tests.vectors``."""

from __future__ import annotations

from tests.vectors.making import write

if __name__ == "__main__":
    write()
