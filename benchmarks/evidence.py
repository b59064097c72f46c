"""How fast evidence is hashed, encrypted and stored durably, against the machine's bare SHA-256.

``python -m benchmarks.evidence [--data FOLDER] [--mib N]``. The file comes from the disk's cache, as one does
that was copied a moment ago; bare SHA-256 runs over the same bytes in memory, on one core. Both take turns,
so that a busy machine is busy for both. Also the time of many small photos, and of reading back.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.bootstrap import open_workspace
from app.services.workspace import Workspace

ROUNDS = 7
MIB = 1024 * 1024
PHOTOS, PHOTO_BYTES = 40, 4 * MIB


def took(work: Callable[[], object]) -> float:
    """Seconds of one run."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def large(workspace: Workspace, folder: Path, size: int) -> tuple[float, float, float, float]:
    """Medians: bytes a second of bare SHA-256, stored, read back; stored against bare, round by round."""
    bare, stored, read = [], [], []
    for number in range(ROUNDS):
        data = os.urandom(size)
        source = folder / f"video-{number}.mp4"
        source.write_bytes(data)
        os.sync()
        bare.append(took(lambda data=data: hashlib.sha256(data).digest()))  # type: ignore[misc]
        stored.append(took(lambda source=source: workspace.evidence.prepare(source)))  # type: ignore[misc]
        digest = hashlib.sha256(data).hexdigest()
        read.append(took(lambda digest=digest: workspace.evidence.read(digest)))  # type: ignore[misc]
        source.unlink()
        workspace.evidence.destroy(digest)
    speeds = (size / statistics.median(times) for times in (bare, stored, read))
    share = statistics.median(one / other for one, other in zip(bare, stored, strict=True))
    return *speeds, share  # type: ignore[return-value]


def photos(workspace: Workspace, folder: Path) -> float:
    """Seconds for each of many photos."""
    sources = []
    for number in range(PHOTOS):
        sources.append(folder / f"photo-{number}.jpg")
        sources[-1].write_bytes(os.urandom(PHOTO_BYTES))
    os.sync()
    return took(lambda: [workspace.evidence.prepare(each) for each in sources]) / PHOTOS


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default=None)
    parser.add_argument("--mib", type=int, default=256)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.data) as name:
        folder = Path(name)
        workspace = open_workspace(folder / "data")
        for person in range(5):
            workspace.people.create(f"专家{person}（示例）", "", None, sample=True)
        each = photos(workspace, folder)
        bare, stored, read, share = large(workspace, folder, given.mib * MIB)
        workspace.close()
    print(f"bare SHA-256           {bare / 1e6:8.0f} MB/s")
    print(f"hash, encrypt, store   {stored / 1e6:8.0f} MB/s")
    print(f"read, decrypt, verify  {read / 1e6:8.0f} MB/s")
    print(f"a photo of 4 MiB       {each * 1000:8.1f} ms, for five persons")
    print(f"stored against bare: {share * 100:.0f} %")


if __name__ == "__main__":
    main()
