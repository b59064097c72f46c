"""One value of a scheme file as one cell, and back: a writer and a reader for each kind of column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.common.days import iso_day
from app.scoring.model.points import read_number, show_number
from app.services.authoring.workbooks import shorthand
from app.services.authoring.workbooks.condition_text import read_condition, write_condition
from app.services.authoring.workbooks.shorthand import (
    DECIMAL,
    INTEGER,
    KEYS,
    NONE,
    WIDE_NUMBER,
    Unreadable,
    Words,
    bare,
    parts,
    put,
    quoted,
    read_key,
    safe,
    split_entry,
    unquoted,
)
from app.services.authoring.workbooks.vocabulary import Column

Content = str | int | Decimal | bool | date
"""What a cell holds."""

LONGEST = 32_767
MOST_DECIMALS = 10
LOOSE = re.compile(r"([0-9]+(?:\.[0-9]*[1-9])?)\.?0*", re.ASCII)
"""A number as people type it: ``5.0``, ``6.``; what is kept has no empty places."""
CODE = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
"""What may stand in a drop-down although it has no word: the scheme's own reader judges it."""

SELECTABLE = ("text", "code", "number", "flag", "day", "choice", "map", "list")
"""Columns whose cells may hold a selection ``{按=…；…}`` in place of their value."""
SELECTION = re.compile(r"\{\s*按\s*[=＝].*\}", re.DOTALL)


def to_cell(column: Column, value: object) -> Content:
    """The cell of a value. Raises Unreadable for one that no cell can hold."""
    if isinstance(value, Mapping) and "by" in value and column.mode in SELECTABLE:
        return "{" + shorthand.encode(value) + "}"
    return _WRITERS[column.mode](value, column.words)


def from_cell(column: Column, content: Content) -> Any:
    """The value of a cell. Raises Unreadable, which says what to do."""
    if isinstance(content, str) and column.mode in SELECTABLE and SELECTION.fullmatch(content.strip()):
        return _selection(content.strip())
    return _READERS[column.mode](content, column.words)


def _selection(text: str) -> Any:
    """A value that depends on a profile field or an open reading: ``{按=口径；甲=1；乙=2}``."""
    return shorthand.decode(text)


def _text(value: object, words: Words = NONE) -> str:  # noqa: ARG001  one form for all writers
    if not isinstance(value, str) or not value:
        raise Unreadable("这里应为文字")
    odd = value.startswith('"') or value != value.strip() or SELECTION.fullmatch(value)
    return quoted(value) if odd else value


def _number(value: object, words: Words) -> Content:  # noqa: ARG001
    number = read_number(value)
    if number is None:
        raise Unreadable("这里应为数")
    shown = show_number(number)
    return int(shown) if INTEGER.fullmatch(shown) else Decimal(shown)


def _flag(value: object, words: Words) -> str:  # noqa: ARG001
    if not isinstance(value, bool):
        raise Unreadable("这里应为是或否")
    return "是" if value else "否"


def _choice(value: object, words: Words) -> str:
    text = _text(value)
    said = words.say(text)
    return said if said is not None else quoted(text) if words.speaks(text) else text


def _value(value: object, words: Words) -> Content:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and DECIMAL.fullmatch(value):
        return Decimal(value)
    return shorthand.encode(value, words)


def _map(value: object, words: Words) -> str:  # noqa: ARG001
    if not isinstance(value, Mapping) or not value:
        raise Unreadable("这里应为选项")
    return "；".join(_entry(key, label) for key, label in value.items())


def _entry(key: str, label: object) -> str:
    if not isinstance(label, str):
        raise Unreadable("选项的名称应为文字")
    if key == label:
        return safe(label)
    said = KEYS.say(key)
    return f"{said or (quoted(key) if KEYS.speaks(key) else bare(key))}={safe(label)}"


def _list(value: object, words: Words) -> str:  # noqa: ARG001
    texts = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    if not texts or not all(isinstance(each, str) for each in texts):
        raise Unreadable("这里应为几段文字")
    return "；".join(safe(each) for each in texts)


def _condition(value: object, words: Words) -> str:  # noqa: ARG001
    if not isinstance(value, Mapping) or not value:
        raise Unreadable("这里应为条件")
    return write_condition(value)


def _read_text(content: Content, words: Words = NONE) -> str:  # noqa: ARG001
    match content:
        case bool() | date():
            raise Unreadable("这里应为文字，请把单元格设为文本后重新输入")
        case int() | Decimal():
            return str(content)
        case _:
            return _unquoted(content)


def _unquoted(text: str) -> str:
    return unquoted(text) if len(text) > 1 and text[0] == text[-1] == '"' else text


def _read_code(content: Content, words: Words) -> str:
    if isinstance(content, Decimal):
        raise Unreadable("编号被当成了小数，末尾的 0 可能已丢失；请把单元格设为文本后重新输入")
    text = _read_text(content, words)
    if any("０" <= char <= "９" for char in text):
        raise Unreadable(f"“{text}”里有全角数字，请改用半角数字")
    return text


def _read_number(content: Content, words: Words) -> int | str:  # noqa: ARG001
    match content:
        case bool() | date():
            raise Unreadable("这里应为数，请把单元格设为常规后重新输入")
        case int() | Decimal():
            return _plain(content)
    if WIDE_NUMBER.fullmatch(content):
        raise Unreadable(f"“{content}”是全角数字，请改用半角数字")
    plain = LOOSE.sub(r"\1", content)
    if not INTEGER.fullmatch(plain) and not DECIMAL.fullmatch(plain):
        raise Unreadable(f"“{content[:40]}”不是数，只填数字，不带单位和符号")
    return int(plain) if INTEGER.fullmatch(plain) else plain


def _plain(number: int | Decimal) -> int | str:
    """A cell's number as the scheme file writes it."""
    if number < 0:
        raise Unreadable("这里应为不小于 0 的数")
    if isinstance(number, int):
        return number
    exponent = number.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MOST_DECIMALS:
        raise Unreadable("小数位过多，请重新输入这个数")
    shown = f"{number.normalize():f}"
    return int(shown) if exponent >= 0 else shown


def _read_flag(content: Content, words: Words) -> bool:  # noqa: ARG001
    if isinstance(content, bool):
        return content
    if content not in ("是", "否"):
        raise Unreadable("应填 是 或 否")
    return content == "是"


def _read_day(content: Content, words: Words) -> str:
    if isinstance(content, date):
        return content.isoformat()
    text = _read_code(content, words)
    try:
        return iso_day(text)
    except ValueError:
        return text  # the scheme's own reader says what a day looks like


def _read_choice(content: Content, words: Words) -> str:
    text = _read_text(content)
    if text != content:
        return text
    code = words.code(text)
    if code not in words.of and not CODE.fullmatch(code):
        raise Unreadable(f"没有“{text[:40]}”这一种，应从下拉中选：{'、'.join(words.of.values())}")
    return code


def _read_value(content: Content, words: Words) -> Any:
    if isinstance(content, bool):
        return content
    if isinstance(content, int | Decimal):
        return _plain(content)
    return shorthand.decode(_cell_text(content), words)


def _cell_text(content: Content) -> str:
    """A cell that must hold text. Raises Unreadable."""
    if not isinstance(content, str):
        raise Unreadable("这里应为文字，请把单元格设为文本后重新输入")
    return content


def _read_map(content: Content, words: Words) -> dict[str, str]:  # noqa: ARG001
    found: dict[str, str] = {}
    for entry in parts(_read_numeral(content), "；;\n"):
        before, after = split_entry(entry)
        label = _token(before if after is None else after)
        put(found, label if after is None else read_key(before), label)
    return found


def _read_list(content: Content, words: Words) -> list[str]:  # noqa: ARG001
    return [_token(each) for each in parts(_read_numeral(content), "；;\n")]


def _read_numeral(content: Content) -> str:
    """A cell's text, where a lone number stands for its digits."""
    plain = type(content) is int
    return str(content) if plain else _cell_text(content)


def _token(text: str) -> str:
    text = text.strip()
    if not text:
        raise Unreadable("分隔号之间是空的，请补上内容或删去多余的分隔号")
    return unquoted(text) if text.startswith('"') else text


def _read_condition(content: Content, words: Words) -> Any:  # noqa: ARG001
    return read_condition(_cell_text(content))


_WRITERS: dict[str, Callable[[object, Words], Content]] = {
    "text": _text,
    "code": _text,
    "number": _number,
    "flag": _flag,
    "day": _text,
    "choice": _choice,
    "value": _value,
    "map": _map,
    "list": _list,
    "condition": _condition,
    "due": _value,
}
_READERS: dict[str, Callable[[Content, Words], Any]] = {
    "text": _read_text,
    "code": _read_code,
    "number": _read_number,
    "flag": _read_flag,
    "day": _read_day,
    "choice": _read_choice,
    "value": _read_value,
    "map": _read_map,
    "list": _read_list,
    "condition": _read_condition,
    "due": _read_value,
}
