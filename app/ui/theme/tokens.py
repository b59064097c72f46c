"""The tokens: every colour and every size of the windows. Sizes are pixels, times are milliseconds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Type scale.
CAPTION = 12
BODY = 14
CRITERION = 16
HEADING = 20
POINTS = 28
TOTAL = 40
STRONG = 500  # the vendored family's Medium

# Spacing scale.
SPACE_4 = 4
SPACE_8 = 8
SPACE_12 = 12
SPACE_16 = 16
SPACE_24 = 24
SPACE_32 = 32

# Controls and panes.
RADIUS = 6
ROW = 40
ROW_TOUCH = 48
CONTROL = 34
CONTROL_TOUCH = 44
SIGN = 14
NUMBER_WIDTH = 104
POINTS_FIELD = 64
COUNT_FIELD = 56  # of a small count in a row, and of the word before it
SLIDER_WIDTH = 240
MARK_HEIGHT = 28  # of a small segmented choice
ATTACHMENT = 72
LIST_WIDTH = 280
CARD_WIDTH = 480
RULING_WIDTH = 500  # of three experts' findings side by side
STRIP_WIDTH = 48  # of the list where it is folded
RESULT_STRIP = 72
HANDLE_WIDTH = 12
RESULT_WIDTH = 300
NAME_WIDTH = 112  # of a person's name in a bar
DIALOG_WIDTH = 520
KEYS_FRAME = 176  # of the window's height around the list of keys: title, buttons, a margin
TOUR_WIDTH = 400  # of the card that a tour shows beside what it speaks of
READING_WIDTH = 860  # of a column of text and fields, however wide the window
LABEL_WIDTH = 152  # of a field's label
FIELD_WIDTH = 420  # room for a field beside its label on a small screen
NUMBER_COLUMN = 40  # of a criterion's number in the list
POINTS_WIDTH = 48  # of points in a row
ROW_TWO = 52  # of a row with two lines of text
TIME_COLUMN = 76  # of a time of day before a line
HISTORY_WIDTH = 500  # of the lines of a history
DIFFER_WIDTH = 300  # of the criteria that differ
MINIMUM_WINDOW = (880, 440)  # a small laptop with the largest text

MAYBE = 0.35  # of the accent: what is possible but not sure
DIMMED = 120  # of 255: what the tour does not speak of just now

# Motion.
FLASH_MS = 300
TOAST_MS = 5000


class Mode(StrEnum):
    """Which set of colours: the system's choice, or one of the three."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Tone(StrEnum):
    """What a chip, a banner or a sign says; always beside a sign of its own shape."""

    PLAIN = "plain"
    ACCENT = "accent"
    DONE = "done"
    ATTENTION = "attention"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Colours:
    """One set of colours as ``#RRGGBB``. Vermilion (``lost``) marks points lost and nothing else."""

    bg: str
    card: str
    line: str
    ink: str
    muted: str
    accent: str
    accent_ink: str
    accent_soft: str
    done: str
    done_soft: str
    attention: str
    attention_soft: str
    lost: str
    lost_soft: str
    hover: str
    edge: str
    flash: str
    track: str

    def tone(self, tone: Tone) -> str:
        """The ink of a tone."""
        inks = {
            Tone.ACCENT: self.accent,
            Tone.DONE: self.done,
            Tone.ATTENTION: self.attention,
            Tone.LOST: self.lost,
        }
        return inks.get(tone, self.muted)

    def soft(self, tone: Tone) -> str:
        """The quiet background of a tone."""
        softs = {
            Tone.ACCENT: self.accent_soft,
            Tone.DONE: self.done_soft,
            Tone.ATTENTION: self.attention_soft,
            Tone.LOST: self.lost_soft,
        }
        return softs.get(tone, self.hover)


LIGHT = Colours(
    bg="#F6F5F1", card="#FFFFFF", line="#DEDBD2", ink="#1F2328", muted="#5B6169",
    accent="#1D4E89", accent_ink="#FFFFFF", accent_soft="#E4ECF6",
    done="#2B6E49", done_soft="#E6F1EA", attention="#8A5A00", attention_soft="#FAF1DF",
    lost="#B02A1F", lost_soft="#FAE9E6", hover="#F0EEE8", edge="#8C8A83", flash="#FBEFC4", track="#DEDBD2",
)  # fmt: skip

DARK = Colours(
    bg="#16181B", card="#1F2226", line="#363B42", ink="#E8E6E1", muted="#A3A9B1",
    accent="#8DB8EC", accent_ink="#10161D", accent_soft="#233448",
    done="#7CC79B", done_soft="#1F3329", attention="#E0B050", attention_soft="#383019",
    lost="#F08A7D", lost_soft="#3E2624", hover="#292D32", edge="#777E87", flash="#4B4422", track="#363B42",
)  # fmt: skip

CONTRAST = Colours(
    bg="#FFFFFF", card="#FFFFFF", line="#4A4A4A", ink="#000000", muted="#2E2E2E",
    accent="#00357A", accent_ink="#FFFFFF", accent_soft="#DCE8FA",
    done="#00512B", done_soft="#E0F2E7", attention="#6A4300", attention_soft="#FBEFD5",
    lost="#8F0F06", lost_soft="#FBE1DD", hover="#ECECEC", edge="#000000", flash="#FFE98A", track="#C9C9C9",
)  # fmt: skip
