"""A drawn signature as strokes of points, before any picture of it. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

MIN_STEP = 1.5
MARGIN = 8.0
ENOUGH_POINTS = 6


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the pen in pad pixels; pressure 0–1 (0.5 where the device does not tell)."""

    x: float
    y: float
    pressure: float = 0.5


@dataclass(frozen=True, slots=True)
class StrokeFrame:
    """The rectangle around some ink, pad pixels."""

    left: float
    top: float
    width: float
    height: float


@dataclass(slots=True)
class Strokes:
    """What was drawn, stroke by stroke."""

    drawn: list[list[Dot]] = field(default_factory=list)

    def begin(self, dot: Dot) -> None:
        """The pen touches the pad."""
        self.drawn.append([dot])

    def extend(self, dot: Dot) -> bool:
        """The pen moves; False where the move is too small to matter or no stroke is open."""
        if not self.drawn:
            return False
        last = self.drawn[-1][-1]
        if abs(dot.x - last.x) + abs(dot.y - last.y) < MIN_STEP:
            return False
        self.drawn[-1].append(dot)
        return True

    def undo(self) -> None:
        """Take the last stroke back."""
        if self.drawn:
            self.drawn.pop()

    def clear(self) -> None:
        """Start anew."""
        self.drawn.clear()

    @property
    def enough(self) -> bool:
        """Whether it is more than an accidental touch."""
        return sum(len(stroke) for stroke in self.drawn) >= ENOUGH_POINTS

    def frame(self) -> StrokeFrame:
        """The rectangle around all ink with a margin. Raises ValueError where nothing is drawn."""
        dots = [dot for stroke in self.drawn for dot in stroke]
        return _frame(dots)


def _frame(dots: Iterable[Dot]) -> StrokeFrame:
    xs, ys = zip(*((dot.x, dot.y) for dot in dots), strict=True)
    left, top = min(xs) - MARGIN, min(ys) - MARGIN
    return StrokeFrame(left, top, max(xs) + MARGIN - left, max(ys) + MARGIN - top)


def width_of(pressure: float) -> float:
    """The ink's width in pad pixels at a pressure: a brush pen's range."""
    return 1.6 + 2.8 * min(max(pressure, 0.0), 1.0)
