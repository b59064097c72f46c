"""What desktops are told: the start entry and MIME types of Linux, the classes in the registry of Windows.

All of it is generated from the one list of endings, so that a new kind is known everywhere.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from tools.packaging.endings import Ending, endings
from tools.packaging.icons import PROGRAM

NAME, ABOUT = "现评", "高技能人才培训基地和技能大师工作室现场考核"
CLASSES = "Software\\Classes"


def start_entry(command: str) -> str:
    """The ``.desktop`` file; command: how the program is called, without arguments."""
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name={NAME}",
        "Name[en]=Xianping",
        f"Comment={ABOUT}",
        f"Exec={command} %F",
        f"Icon={PROGRAM}",
        "Terminal=false",
        "Categories=Office;",
        f"StartupWMClass={PROGRAM}",
        f"MimeType={''.join(f'{each.mime};' for each in endings())}",
    )
    return "\n".join(lines) + "\n"


def mime_types() -> str:
    """The shared MIME database's file: every ending with its word, and its icon."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append('<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">')
    for each in endings():
        lines += [
            f'  <mime-type type="{each.mime}">',
            f"    <comment>现评{escape(each.word)}</comment>",
            f'    <glob pattern="*.{each.name}"/>',
            f'    <icon name="{each.icon}"/>',
            "  </mime-type>",
        ]
    return "\n".join([*lines, "</mime-info>"]) + "\n"


def registry(ending: Ending) -> tuple[tuple[str, str, str], ...]:
    """Of one ending under HKCU: key, name of the value, value; ``$INSTDIR`` is where the program lies."""
    own = f"{CLASSES}\\{ending.program_id}"
    return (
        (own, "", f"现评{ending.word}"),
        (f"{own}\\DefaultIcon", "", f"$INSTDIR\\icons\\{ending.name}.ico"),
        (f"{own}\\shell\\open\\command", "", '"$INSTDIR\\现评.exe" "%1"'),
        (f"{CLASSES}\\.{ending.name}", "", ending.program_id),
        (f"{CLASSES}\\.{ending.name}\\OpenWithProgids", ending.program_id, ""),
    )
