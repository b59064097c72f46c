"""What the child may use, set by itself before it reads a byte; how large a picture may be.

Its parent watches the clock.
"""

from __future__ import annotations

from contextlib import suppress

from app.decoding.job import confine_in_job

MOST_MEMORY = 1536 * 1024 * 1024
"""Bytes of memory that can be written to: 108 megapixels unfolded whole are 324 million."""
MOST_SOURCE_BYTES = 512 * 1024 * 1024
"""A picture unfolded, before it is made smaller; a JPEG is made smaller while it is read."""
DEADLINE_S = 60.0
"""For one file, kept by the child itself: its parent, which is stricter, may be gone."""
MOST_SHOWN_PIXELS = 32_000_000
"""What is handed over: 128 MB."""


def confine() -> None:
    """Take away what decoding needs not: memory beyond the limit, files to write, a picture of the memory.

    Data segments are what is counted: PDF's own allocator reserves more addresses than any machine has
    memory. Windows limits a job, in which the child puts itself: memory, and processes beside it.
    """
    try:
        import resource
    except ImportError:
        confine_in_job(MOST_MEMORY)
        return
    limits = (
        (resource.RLIMIT_DATA, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in limits:
        with suppress(ValueError, OSError):  # a system that does not count this
            resource.setrlimit(kind, (most, most))
