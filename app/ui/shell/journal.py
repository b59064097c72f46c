"""The local record of unexpected faults: which function, which line, what kind; never what was entered."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from app.common.clock import Clock, stamp

LIMIT = 512 * 1024


@dataclass(frozen=True, slots=True)
class Journal:
    """A text file in the data folder, started anew when it has grown over half a megabyte."""

    path: Path
    clock: Clock

    def record(self, kind: type[BaseException], trace: TracebackType | None) -> bool:
        """Append one fault; False where the disk does not take it.

        The exception's text is left out: it may quote a name, a score or a PIN.
        """
        frames = traceback.extract_tb(trace)
        places = "".join(f"  {Path(f.filename).name}:{f.lineno} {f.name}\n" for f in frames)
        return self._append(f"{stamp(self.clock.now())} {kind.__module__}.{kind.__qualname__}\n{places}")

    def _append(self, text: str) -> bool:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            grown = self.path.exists() and self.path.stat().st_size > LIMIT
            with self.path.open("w" if grown else "a", encoding="utf-8") as stream:
                stream.write(text)
        except OSError:
            return False
        return True
