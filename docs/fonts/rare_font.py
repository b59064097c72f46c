"""Make resources/fonts/XianpingRare-Regular.ttf: the hanzi of Extensions B to F out of HanaMinB.

Run as ``python docs/fonts/rare_font.py HanaMinB.ttf`` with the file of Debian's package fonts-hanazono. The
licence there allows changed copies; the family is renamed, since one of its two licences reserves the name.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font  # type: ignore[import-untyped]

FAMILY = "Xianping Rare"
TARGET = Path(__file__).resolve().parents[2] / "resources" / "fonts" / "XianpingRare-Regular.ttf"
RARE = range(0x20000, 0x2FA20)
_NAMES = {1: FAMILY, 2: "Regular", 3: "XianpingRare-Regular", 4: FAMILY, 6: "XianpingRare-Regular"}


def make(source: Path) -> None:
    """Write the font. Outlines stay, what only other scripts or screens of old need goes."""
    options = Options(hinting=False, glyph_names=False, layout_features=[])
    options.name_IDs = [*range(7), 13]
    options.drop_tables += ["VORG", "vhea", "vmtx", "GSUB", "GPOS", "GDEF", "FFTM", "gasp"]
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for code in font.getBestCmap() if code in RARE])
    subsetter.subset(font)
    for number, text in _NAMES.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["name"].names = [each for each in font["name"].names if (each.platformID, each.langID) == (3, 0x409)]
    save_font(font, str(TARGET), options)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
