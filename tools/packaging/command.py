"""What ``./package`` calls: makes the packages that are named, or all; what cannot be made here is told.

Exit code 0: all that was asked for lies in ``dist``; 2: an unknown name; 3: something is missing, and the
rest is made.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools.packaging import linux, listing, windows
from tools.packaging.archives import digest_of_folder
from tools.packaging.listing import Made
from tools.packaging.workshop import NotMadeError, Workshop

DONE, BAD_NAME, LACKING = 0, 2, 3
HOME = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Family:
    """Packages of one folder: what puts it together (with a remark on it), and what each part makes of it."""

    folder: Callable[[Workshop], tuple[Path, str]]
    parts: Mapping[str, Callable[[Workshop, Path], Path]]


FAMILIES = (
    Family(windows.folder, {"windows": windows.portable, "installer": windows.installer}),
    Family(linux.folder, {"folder": linux.portable, "deb": linux.deb}),
)
PARTS = tuple(part for family in FAMILIES for part in family.parts)


def main(arguments: list[str]) -> int:
    """Make what is named; all where nothing is."""
    unknown = [each for each in arguments if each not in PARTS]
    if unknown:
        sys.stderr.write(f"usage: ./package [{' | '.join(PARTS)}] ...    unknown: {' '.join(unknown)}\n")
        return BAD_NAME
    workshop = Workshop.at(HOME)
    workshop.out.mkdir(parents=True, exist_ok=True)
    made, lacking = _made(workshop, frozenset(arguments or PARTS))
    if made:
        sys.stdout.write(listing.write(workshop, made).read_text(encoding="utf-8"))
    for complaint in lacking:
        sys.stderr.write(f"not made: {complaint}\n")
    return LACKING if lacking else DONE


def _made(workshop: Workshop, wanted: frozenset[str]) -> tuple[list[Made], list[str]]:
    """What could be made, and for the rest what is missing: one part that lacks a tool stops no other."""
    made: list[Made] = []
    lacking: list[str] = []
    for family in FAMILIES:
        parts = [part for part in family.parts if part in wanted]
        try:
            root, remark = family.folder(workshop) if parts else (Path(), "")
        except NotMadeError as missing:
            lacking.append(f"{', '.join(parts)}: {missing}")
            continue
        for part in parts:
            try:
                path = family.parts[part](workshop, root)
            except NotMadeError as missing:
                lacking.append(f"{part}: {missing}")
            else:
                made.append(Made(path.name, digest_of_folder(root), remark))
    return made, lacking


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
