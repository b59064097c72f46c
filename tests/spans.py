"""How long a test lets something take: only what would never end is too long. Speed is for benchmarks."""

from __future__ import annotations

RUNAWAY = 60.0
"""Seconds, on any machine however busy."""
