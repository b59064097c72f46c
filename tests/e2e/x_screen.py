"""An X server of one's own, and hands that reach it only as a keyboard and a mouse do (XTEST, by xdotool).

Nothing here knows the program: what is to be seen comes from the server's framebuffer, what was stored from
the database, which another process may always read.
"""

from __future__ import annotations

import json
import os
import sqlite3
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image, ImageChops, ImageDraw, ImageFilter

PATIENCE = 60.0
SIZE = (1366, 768)
XWD_HEAD = 25  # words of a fixed-size header, big-endian: the file's own sizes are among them
Found = TypeVar("Found")
Box = tuple[int, int, int, int]


class XScreen:
    """One X server, without a window manager: what was opened last has the keys."""

    def __init__(self, number: str, frame: Path) -> None:
        self.display = f":{number}"
        self._frame = frame
        kept = {name: told for name, told in os.environ.items() if not name.startswith(("WAYLAND", "QT_"))}
        self.environment = {**kept, "DISPLAY": self.display}

    # Hands.

    def key(self, *keys: str) -> None:
        """Strike keys one after the other, such as ``ctrl+m``."""
        self.focus()
        self._do("key", *keys)

    def type(self, text: str) -> None:
        """Type ASCII."""
        self.focus()
        self._do("type", text)

    def click(self, across: int, down: int) -> None:
        """Move the mouse there and press; then to a corner, where it wakes no tooltip."""
        self._do("mousemove", "--sync", str(across), str(down))
        self._do("click", "1")
        self._do("mousemove", "--sync", str(SIZE[0] - 1), "0")

    def press_block(self, colour: str) -> None:
        """Click the middle of the one block filled with a colour, once there is one."""
        left, top, right, bottom = until(lambda: self.block(colour), f"a block of {colour}")
        self.click((left + right) // 2, (top + bottom) // 2)

    # Eyes.

    def picture(self) -> Image.Image:
        """The whole screen as the server holds it."""
        raw = self._frame.read_bytes()
        head = struct.unpack(f">{XWD_HEAD}I", raw[: XWD_HEAD * 4])
        width, height, line, colours = head[4], head[5], head[12], head[19]
        start = head[0] + colours * 12
        return Image.frombytes(
            "RGB", (width, height), raw[start : start + line * height], "raw", "BGRX", line
        )

    def block(self, colour: str) -> Box | None:
        """Where the topmost window has a thick patch of a colour: a button, no line, letter or ring."""
        place = self._place(self._top())
        picture = self.picture().crop(place)
        plain = Image.new("RGB", picture.size, colour)
        away = ImageChops.difference(picture, plain).convert("L")
        same = away.point(lambda value: 0 if value else 255)
        thick = same.filter(ImageFilter.MinFilter(9)).filter(ImageFilter.MaxFilter(25))
        box = thick.getbbox()
        if box is None:
            return None
        first = next(across for across in range(box[0], box[2]) if thick.getpixel((across, box[1])))
        ImageDraw.floodfill(thick, (first, box[1]), 128)
        block = thick.point(lambda value: 255 if value == 128 else 0).getbbox()
        assert block is not None, "the flood has filled something"
        left, top, right, bottom = block
        return left + place[0], top + place[1], right + place[0], bottom + place[1]

    def windows(self) -> dict[str, str]:
        """What stands on the screen, the topmost last: id and title."""
        found = self._said("search", "--onlyvisible", "--name", ".").split()
        return {each: self._said("getwindowname", each).strip() for each in found}

    def _top(self) -> str:
        return until(lambda: list(self.windows()), "a window")[-1]

    def _place(self, window: str) -> Box:
        told = self._said("getwindowgeometry", "--shell", window)
        at = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
        left, top = int(at["X"]), int(at["Y"])
        return left, top, left + int(at["WIDTH"]), top + int(at["HEIGHT"])

    def focus(self) -> None:
        """Give the keys to the topmost window, as a window manager does; one that has them keeps them."""
        top = self._top()
        if self._said("getwindowfocus", "-f").strip() != top:
            self._do("windowfocus", "--sync", top)

    def _do(self, *what: str) -> None:
        subprocess.run(["xdotool", *what], env=self.environment, check=True, timeout=PATIENCE)

    def _said(self, *what: str) -> str:
        command = ["xdotool", *what]
        done = subprocess.run(
            command, env=self.environment, check=False, capture_output=True, text=True, timeout=PATIENCE
        )
        return done.stdout


@contextmanager
def x_screen(folder: Path) -> Iterator[XScreen]:
    """A server on the first display that is free; its picture is kept in the folder."""
    reading, writing = os.pipe()
    room = f"{SIZE[0]}x{SIZE[1]}x24"
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", room, "-nolisten", "tcp", "-noreset"]
    with (folder / "xvfb.txt").open("wb") as talk:
        server = subprocess.Popen(
            [*command, "-fbdir", str(folder)], pass_fds=(writing,), stdout=talk, stderr=talk
        )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        assert number, (folder / "xvfb.txt").read_text()
        yield XScreen(number, folder / "Xvfb_screen0")
    finally:
        server.terminate()
        server.wait(PATIENCE)


class Program:
    """The program in a process of its own, as ``python main.py`` starts it, and what it has stored."""

    def __init__(self, screen: XScreen, project: Path, data: Path) -> None:
        command = [sys.executable, "main.py", "--data", str(data)]
        environment = {**screen.environment, "QT_QPA_PLATFORM": "xcb"}
        self._database = data / "xianping.db"
        self.process = subprocess.Popen(command, cwd=project, env=environment)

    def place(self) -> tuple[str, str]:
        """The criterion and the field where the keyboard rests, as the program remembers it."""
        found = self._rows("SELECT criterion, field FROM places")
        return found[0] if found else ("", "")

    def entries(self) -> int:
        """How many entries the ledgers have."""
        return int(self._rows("SELECT count(*) FROM entries")[0][0])

    def last(self, cid: str, field: str | None, kind: str = "finding") -> Any:
        """What was last stored there; None for nothing."""
        query = "SELECT after FROM entries WHERE criterion = ? AND field IS ? AND kind = ? ORDER BY seq DESC"
        found = self._rows(query, cid, field, kind)
        return json.loads(found[0][0]) if found else None

    def has(self, kind: str) -> bool:
        """Whether there is an entry of a kind."""
        return bool(self._rows("SELECT 1 FROM entries WHERE kind = ?", kind))

    def end(self) -> None:
        """Take the power away."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def _rows(self, query: str, *given: object) -> list[Any]:
        with closing(
            sqlite3.connect(f"{self._database.as_uri()}?mode=ro", uri=True, timeout=5)
        ) as connection:
            return connection.execute(query, given).fetchall()


def until(seen: Callable[[], Found | None], what: str, patience: float = PATIENCE) -> Found:
    """Wait for something to be there, and give it."""
    end = time.monotonic() + patience
    while not (found := seen()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)
    return found
