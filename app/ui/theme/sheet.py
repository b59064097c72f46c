"""The one style sheet, generated from the tokens. Widgets are named by class or by the property ``role``."""

from __future__ import annotations

from app.ui.theme.tokens import (
    CAPTION,
    CONTROL,
    CONTROL_TOUCH,
    CRITERION,
    HEADING,
    POINTS,
    RADIUS,
    SPACE_4,
    SPACE_8,
    SPACE_12,
    SPACE_16,
    SPACE_32,
    STRONG,
    TOTAL,
    Colours,
)


def style_sheet(c: Colours, *, touch: bool = False) -> str:
    """All rules for one set of colours; ``touch`` makes controls finger-sized."""
    control = CONTROL_TOUCH if touch else CONTROL
    return "\n".join(
        (_ground(c), _labels(c), _buttons(c, control), _menus(c), _fields(c, control), _lists(c), _bars(c))
    )


def _ground(c: Colours) -> str:
    return f"""
* {{ outline: 0; }}
QWidget {{ color: {c.ink}; }}
QMainWindow, QDialog, QWidget[role="page"] {{ background: {c.bg}; }}
QFrame[role="card"] {{ background: {c.card}; border: 1px solid {c.line}; border-radius: {RADIUS}px; }}
QFrame[role="sheet"] {{ background: {c.card}; border: 0; }}
QFrame[role="side"] {{ background: {c.bg}; border: 0; }}
QFrame[role="drop"] {{ background: transparent; border: 1px dashed {c.edge}; border-radius: {RADIUS}px; }}
QFrame[role="drop"][over="true"] {{ background: {c.accent_soft}; border: 1px dashed {c.accent}; }}
QFrame[role="tile"] {{ background: transparent; border: 2px solid transparent; border-radius: {RADIUS}px; }}
QFrame[role="tile"]:hover {{ background: {c.hover}; }}
QFrame[role="tile"]:focus {{ border: 2px solid {c.accent}; }}
QScrollArea, QScrollArea > QWidget > QWidget[role="scrolled"] {{ background: transparent; border: 0; }}
QScrollArea[role="reader"] {{ border: 2px solid transparent; border-radius: {RADIUS}px; }}
QScrollArea[role="reader"]:focus {{ border: 2px solid {c.accent}; }}
QToolTip {{ background: {c.card}; color: {c.ink}; border: 1px solid {c.line}; padding: {SPACE_4}px; }}
QSplitter::handle {{ background: {c.line}; }}
QSplitter::handle:hover {{ background: {c.accent}; }}
"""


def _labels(c: Colours) -> str:
    return f"""
QLabel {{ background: transparent; }}
QLabel[role="caption"] {{ font-size: {CAPTION}px; color: {c.muted}; }}
QLabel[role="muted"] {{ color: {c.muted}; }}
QLabel[role="title"] {{ font-size: {CRITERION}px; font-weight: {STRONG}; }}
QLabel[role="heading"] {{ font-size: {HEADING}px; font-weight: {STRONG}; }}
QLabel[role="criterion"] {{ font-size: {CRITERION}px; }}
QLabel[role="points"] {{ font-size: {POINTS}px; font-weight: {STRONG}; }}
QLabel[role="total"] {{ font-size: {TOTAL}px; font-weight: {STRONG}; }}
QLabel[role="strong"] {{ font-weight: {STRONG}; }}
QLabel[tone="accent"] {{ color: {c.accent}; }}
QLabel[tone="done"] {{ color: {c.done}; }}
QLabel[tone="attention"] {{ color: {c.attention}; }}
QLabel[tone="lost"] {{ color: {c.lost}; }}
QLabel[tone="plain"] {{ color: {c.muted}; }}
"""


def _buttons(c: Colours, control: int) -> str:
    inner = control - 2
    low = control if control == CONTROL_TOUCH else control - SPACE_8  # of links and offers
    return f"""
QPushButton, QToolButton {{ min-height: {inner}px; padding: 0 {SPACE_12}px; background: {c.card};
  border: 1px solid {c.line}; border-radius: {RADIUS}px; color: {c.ink}; }}
QToolButton {{ min-width: {inner}px; padding: 0; background: transparent; border-color: transparent; }}
QPushButton:hover, QToolButton:hover {{ background: {c.hover}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {c.line}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {c.accent}; min-height: {inner - 2}px;
  padding: 0 {SPACE_12 - 1}px; }}
QToolButton:focus {{ min-width: {inner - 2}px; padding: 0; }}
QPushButton:disabled, QToolButton:disabled {{ color: {c.muted}; background: transparent;
  border-style: dashed; }}
QToolButton:disabled {{ border-style: solid; border-color: transparent; }}
QPushButton[role="primary"] {{ background: {c.accent}; border-color: {c.accent}; color: {c.accent_ink};
  font-weight: {STRONG}; padding: 0 {SPACE_16}px; }}
QPushButton[role="primary"]:hover {{ background: {c.accent}; border: 1px solid {c.ink}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {c.ink}; padding: 0 {SPACE_16 - 1}px; }}
QPushButton[role="primary"]:disabled {{ background: {c.hover}; color: {c.muted};
  border: 1px solid {c.line}; }}
QPushButton[role="quiet"] {{ background: transparent; border-color: transparent; color: {c.accent}; }}
QPushButton[role="quiet"][tone="calm"] {{ color: {c.muted}; font-size: {CAPTION}px; }}
QPushButton[role="quiet"]:hover {{ background: {c.hover}; }}
QPushButton[role="quiet"]:focus {{ border: 2px solid {c.accent}; }}
QPushButton[role="quiet"]:disabled {{ color: {c.muted}; border: 1px solid transparent; }}
QPushButton[role="small"] {{ font-size: {CAPTION}px; padding: 0 {SPACE_4}px; }}
QPushButton[role="small"]:focus {{ padding: 0 {SPACE_4 - 1}px; }}
QPushButton[role="tab"] {{ background: transparent; border-color: transparent; color: {c.muted};
    font-size: {CAPTION}px; padding: 0 {SPACE_4}px; }}
QPushButton[role="tab"]:hover {{ background: {c.hover}; }}
QPushButton[role="tab"]:checked {{ background: {c.accent_soft}; color: {c.accent}; font-weight: {STRONG}; }}
QPushButton[role="tab"]:focus {{ border: 2px solid {c.accent}; padding: 0 {SPACE_4 - 1}px; }}
QPushButton[role="link"] {{ background: transparent; border: 1px solid transparent; color: {c.accent};
  min-height: {low - 2}px; padding: 0 {SPACE_4}px; text-align: left; }}
QPushButton[role="link"]:hover {{ text-decoration: underline; }}
QPushButton[role="link"]:focus {{ border: 2px solid {c.accent}; padding: 0 {SPACE_4 - 1}px;
  min-height: {low - 4}px; }}
QPushButton[role="reason"] {{ background: {c.hover}; border-color: transparent; font-size: {CAPTION}px;
  min-height: {low}px; padding: 0 {SPACE_8}px; }}
QPushButton[role="reason"]:hover {{ border-color: {c.edge}; }}
QPushButton[role="reason"]:focus {{ border: 1px solid {c.accent}; }}
"""


def _menus(c: Colours) -> str:
    return f"""
QPushButton::menu-indicator {{ image: none; width: 0; }}
QMenu {{ background: {c.card}; border: 1px solid {c.line}; padding: {SPACE_4}px; }}
QMenu::item {{ padding: {SPACE_8}px {SPACE_16}px; border-radius: {SPACE_4}px; }}
QMenu::item:selected {{ background: {c.accent_soft}; }}
QMenu::item:disabled {{ color: {c.muted}; }}
QMenu::right-arrow {{ image: none; width: 0; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: {SPACE_4}px; }}
"""


def _fields(c: Colours, control: int) -> str:
    inner = control - 2
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QSpinBox {{ background: {c.card}; color: {c.ink};
  border: 1px solid {c.edge}; border-radius: {RADIUS}px; padding: 0 {SPACE_8}px;
  selection-background-color: {c.accent}; selection-color: {c.accent_ink}; }}
QLineEdit, QComboBox, QDateEdit, QSpinBox {{ min-height: {inner}px; }}
QPlainTextEdit, QTextEdit {{ padding: {SPACE_4}px; }}
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus {{ border: 2px solid {c.accent};
  min-height: {inner - 2}px; padding: 0 {SPACE_8 - 1}px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {c.accent}; padding: {SPACE_4 - 1}px; }}
QLineEdit[fault="true"], QPlainTextEdit[fault="true"] {{ border-color: {c.attention};
  background: {c.attention_soft}; }}
QLineEdit:read-only, QPlainTextEdit:read-only {{ background: {c.hover}; border-color: {c.line}; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{
  background: {c.hover}; color: {c.muted}; border-color: {c.line}; }}
QLineEdit[role="search"] {{ border-color: {c.line}; }}
QLineEdit[role="search"]:focus {{ border-color: {c.accent}; }}
"""


def _lists(c: Colours) -> str:
    return f"""
QListView, QTreeView, QTableView {{ background: transparent; border: 0; color: {c.ink};
  selection-background-color: {c.accent_soft}; selection-color: {c.ink}; gridline-color: {c.line}; }}
QHeaderView::section {{ background: {c.card}; color: {c.muted}; border: 0; border-bottom: 1px solid {c.line};
  padding: {SPACE_8}px; font-size: {CAPTION}px; }}
QScrollBar:vertical {{ background: transparent; width: {SPACE_12}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {SPACE_12}px; margin: 0; }}
QScrollBar::handle {{ background: {c.line}; border-radius: {SPACE_4}px; margin: 2px; min-height: {SPACE_32}px;
  min-width: {SPACE_32}px; }}
QScrollBar::handle:hover {{ background: {c.edge}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _bars(c: Colours) -> str:
    return f"""
QFrame[role="hairline"] {{ background: {c.line}; border: 0; max-height: 1px; min-height: 1px; }}
QFrame[role="upright"] {{ background: {c.line}; border: 0; max-width: 1px; min-width: 1px; }}
QFrame[role="topbar"] {{ background: {c.card}; border: 0; border-bottom: 1px solid {c.line}; }}
QFrame[role="footbar"] {{ background: {c.card}; border: 0; border-top: 1px solid {c.line}; }}
QFrame[role="segments"] {{ background: {c.hover}; border: 1px solid {c.line}; border-radius: {RADIUS}px; }}
QFrame[role="segments"]:focus {{ border: 1px solid {c.accent}; background: {c.accent_soft}; }}
QSlider[role="time"]::groove:horizontal {{ height: {SPACE_16}px; background: transparent; }}
QSlider[role="time"]::sub-page:horizontal {{ background: {c.accent}; margin: {RADIUS}px 0; }}
QSlider[role="time"]::add-page:horizontal {{ background: {c.track}; margin: {RADIUS}px 0; }}
QSlider[role="time"]::handle:horizontal {{ width: {SPACE_12}px; background: {c.card};
  border: 2px solid {c.accent}; border-radius: {SPACE_8}px; }}
QSlider[role="time"]::handle:horizontal:focus {{ background: {c.accent}; border: 2px solid {c.ink}; }}
QTabBar::tab {{ padding: {SPACE_8}px {SPACE_16}px; border: 0; color: {c.muted}; }}
QTabBar::tab:selected {{ color: {c.ink}; border-bottom: 2px solid {c.accent}; }}
QProgressBar {{ background: {c.line}; border: 0; border-radius: {SPACE_4}px; height: {SPACE_8}px;
  text-align: center; color: transparent; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: {SPACE_4}px; }}
"""
