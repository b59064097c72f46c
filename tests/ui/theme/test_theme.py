from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from app.ui import theme
from app.ui.theme import Mode, Tone
from app.ui.theme.sheet import style_sheet
from app.ui.theme.tokens import CONTRAST, DARK, LIGHT, Colours

ON_PAPER = {"view_pad.py"}  # a signature's ink is part of a document, the same in every mode
SETS = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", SETS)
def test_text_can_be_read_on_every_ground(name: str) -> None:
    worn = SETS[name]
    for ink, ground in product((worn.ink, worn.muted), (worn.bg, worn.card)):
        assert contrast(ink, ground) >= 5.7
    for tone in (Tone.ACCENT, Tone.DONE, Tone.ATTENTION, Tone.LOST):
        for ground in (worn.bg, worn.card, worn.soft(tone)):
            assert contrast(worn.tone(tone), ground) >= 4.5, (tone, ground)
    assert contrast(worn.accent_ink, worn.accent) >= 4.5
    assert contrast(worn.ink, worn.flash) >= 7


@pytest.mark.parametrize("worn", SETS.values(), ids=SETS)
def test_edges_of_fields_stand_out(worn: Colours) -> None:
    assert contrast(worn.edge, worn.card) >= 3


def test_vermilion_is_for_points_lost_alone() -> None:
    sheet = style_sheet(LIGHT)
    rules = [rule for rule in sheet.split("}") if LIGHT.lost in rule]
    assert len(rules) == 1  # the tone of labels
    assert any('tone="lost"' in rule for rule in rules)


def test_the_sheet_is_made_of_tokens_and_has_no_loose_ends() -> None:
    for worn, touch in product(SETS.values(), (False, True)):
        sheet = style_sheet(worn, touch=touch)
        assert sheet.count("{") == sheet.count("}")
        assert not re.search(r"-\d+px", sheet)


def test_no_colour_and_no_style_is_written_outside_the_theme(project: Path) -> None:
    loose = re.compile(r"#[0-9A-Fa-f]{6}\b|setStyleSheet|QFont\(|\dpx\b")
    own = project / "app" / "ui" / "theme"
    for path in (project / "app" / "ui").rglob("*.py"):
        if own not in path.parents and path.name not in ON_PAPER:
            code = re.sub(r'"""[\s\S]*?"""|#(?![0-9A-Fa-f]{6}).*', "", path.read_text(encoding="utf-8"))
            assert not loose.search(code), path


def test_dressing_anew_changes_colours(dressed: QApplication) -> None:
    assert theme.colours() is LIGHT
    theme.dress(dressed, Mode.DARK)
    assert theme.colours() is DARK
    assert dressed.palette().window().color().name().upper() == DARK.bg
    theme.dress(dressed, Mode.LIGHT)


def test_system_mode_resolves_to_a_set(dressed: QApplication) -> None:
    theme.dress(dressed, Mode.SYSTEM)
    assert theme.mode() in {Mode.LIGHT, Mode.DARK}
    theme.dress(dressed, Mode.LIGHT)


def test_the_vendored_type_is_used_and_its_figures_are_tabular(dressed: QApplication) -> None:
    assert "Noto Sans SC" in theme.load_fonts()
    metrics = QFontMetrics(theme.sans(theme.TOTAL))
    assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1
    assert metrics.inFont("验")
    assert metrics.inFont("−")
