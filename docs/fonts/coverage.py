"""Make resources/fonts/coverage.txt: what the vendored fonts draw, as ranges."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FILES = ("NotoSansSC-Regular.ttf", "NotoSerifSC-Regular.ttf", "XianpingRare-Regular.ttf")


def ranges(codes: set[int]) -> str:
    """Code points as ``4E00-9FFF`` lines, ascending."""
    together = groupby(enumerate(sorted(codes)), lambda pair: pair[1] - pair[0])
    runs = [[code for _, code in run] for _, run in together]
    return "".join(f"{run[0]:X}-{run[-1]:X}\n" if len(run) > 1 else f"{run[0]:X}\n" for run in runs)


def drawn(name: str) -> set[int]:
    """The code points of one file that have a glyph of their own."""
    with TTFont(str(FONTS / name), lazy=True) as font:
        return {code for code, glyph in font.getBestCmap().items() if glyph != ".notdef"}


if __name__ == "__main__":
    (FONTS / "coverage.txt").write_text(ranges(set().union(*(drawn(name) for name in FILES))), "ascii")
