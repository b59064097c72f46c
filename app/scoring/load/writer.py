"""Scheme data to YAML text in the one form this program writes: short things on one line.

The text reads back to the same data; comments are not data and are lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

WIDTH = 110
PLAIN = re.compile(
    r"[A-Za-z\u4e00-\u9fff\u201c\u300a（]"
    r"[A-Za-z0-9\u4e00-\u9fff_、，。；：？（）“”《》〔〕％·+/ .-]*(?<![ :])"
)
WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"})


def write_yaml(data: Mapping[str, object], heading: str = "") -> str:
    """The YAML text of a scheme's data; heading: a comment line."""
    lines = [f"# {heading}"] if heading else []
    for key, value in data.items():
        if lines and isinstance(value, Mapping | list | tuple) and value:
            lines.append("")
        lines.extend(_entry(_key(key), value, 0))
    return "\n".join(lines) + "\n"


def _entry(key: str, value: object, indent: int) -> list[str]:
    """A key with its value, on one line where that fits and on lines below where not."""
    lead = " " * indent
    inline = f"{lead}{key}: {_flow(value)}"
    if not isinstance(value, Mapping | list | tuple) or not value or (indent and len(inline) <= WIDTH):
        return [inline]
    return [f"{lead}{key}:", *_block(value, indent + 2)]


def _block(value: Mapping[str, object] | Sequence[object], indent: int) -> list[str]:
    if isinstance(value, Mapping):
        return [line for key, each in value.items() for line in _entry(_key(key), each, indent)]
    return [line for each in value for line in _item(each, indent)]


def _item(value: object, indent: int) -> list[str]:
    inline = f"{' ' * indent}- {_flow(value)}"
    if not isinstance(value, Mapping) or not value or len(inline) <= WIDTH:
        return [inline]
    first, *rest = _block(value, indent + 2)
    return [f"{' ' * indent}- {first.lstrip()}", *rest]


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(each) for each in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _text(str(value))


def _key(key: str) -> str:
    plain = re.fullmatch(r"[a-z][a-z0-9_]*", key) and key not in WORDS
    return key if plain else json.dumps(key, ensure_ascii=False)


def _text(text: str) -> str:
    """Plain where no reader could take it for anything but this text, quoted otherwise."""
    plain = PLAIN.fullmatch(text) is not None and text.lower() not in WORDS and ": " not in text
    return text if plain else json.dumps(text, ensure_ascii=False)
