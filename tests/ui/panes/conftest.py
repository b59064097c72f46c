"""The desk's own sample visit and desk to sit at."""

from tests.ui.desk.conftest import desk, presenter, visit

__all__ = ["desk", "presenter", "visit"]
