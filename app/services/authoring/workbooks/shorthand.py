"""The short form of a value in one cell, and back: exactly the same value.

A mapping is ``甲=1；乙=2``, a list ``甲、乙``, what is nested stands in ``{}`` or ``[]``, yes and no are
是 and 否. A text that would be taken for something else stands in straight quotes, as JSON
writes it. A mapping's entry whose label is its value needs no ``=``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

INTEGER = re.compile(r"0|[1-9][0-9]{0,59}", re.ASCII)
DECIMAL = re.compile(r"(0|[1-9][0-9]{0,30})\.[0-9]{0,28}[1-9]", re.ASCII)
WIDE_NUMBER = re.compile(r"[0-9０-９]*[０-９][0-9０-９.．]*")
SPECIAL = re.compile(r'[；;=＝{}\[\]"\n]')
OPENING, CLOSING = "{[", "}]"
MAX_NESTING = 12


class Unreadable(ValueError):
    """What a cell says cannot be read; ``str()`` says in Chinese what to do."""


@dataclass(frozen=True, slots=True)
class Words:
    """Codes with the Chinese words that stand for them in a cell."""

    of: Mapping[str, str] = field(default_factory=dict)

    def say(self, code: str) -> str | None:
        """The word of a code, None where there is none."""
        return self.of.get(code)

    def code(self, word: str) -> str:
        """The code of a word; any other text stands for itself."""
        return next((code for code, each in self.of.items() if each == word), word)

    def speaks(self, text: str) -> bool:
        """Whether the text is one of the words."""
        return text in self.of.values()


YES_NO = {"是": True, "否": False}
NONE = Words()
KEYS = Words({"true": "是", "false": "否", "by": "按"})


def quoted(text: str) -> str:
    """A text in straight quotes."""
    return json.dumps(text, ensure_ascii=False)


def unquoted(token: str) -> str:
    """The text in straight quotes. Raises Unreadable."""
    try:
        text = json.loads(token)
    except ValueError:
        text = None
    if not isinstance(text, str):
        raise Unreadable(f"引号没有成对，或引号里的写法不对：{token[:40]}")
    return text


def is_number(text: str) -> bool:
    """Whether a text is what a number looks like."""
    return bool(INTEGER.fullmatch(text) or DECIMAL.fullmatch(text))


def scalar(value: object, words: Words = NONE, also: str = "") -> str:
    """A single value. also: further characters that must not stand bare. Raises Unreadable."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        raise Unreadable("含有不能写入表格的值（空值或小数没有加引号）")
    if DECIMAL.fullmatch(value):
        return value
    known = words.say(value)
    return known if known is not None else bare(value, words, also)


def bare(text: str, words: Words = NONE, also: str = "") -> str:
    """A text as it is where nothing could take it for something else, in quotes otherwise."""
    risky = SPECIAL.search(text) or text != text.strip() or any(char in text for char in also)
    mistaken = text in ("", "是", "否") or INTEGER.fullmatch(text) or words.speaks(text)
    return quoted(text) if risky or mistaken or WIDE_NUMBER.fullmatch(text) else text


def safe(text: str) -> str:
    """A text among texts: in quotes only where it holds a mark."""
    return quoted(text) if not text or SPECIAL.search(text) or text != text.strip() else text


def read_scalar(token: str, words: Words = NONE) -> Any:
    """The value of a token. Raises Unreadable."""
    token = token.strip()
    if token.startswith('"'):
        return unquoted(token)
    if token in YES_NO:
        return YES_NO[token]
    if INTEGER.fullmatch(token):
        return int(token)
    if WIDE_NUMBER.fullmatch(token):
        raise Unreadable(f"“{token}”是全角数字，请改用半角数字")
    if not token:
        raise Unreadable("分隔号之间是空的，请补上内容或删去多余的分隔号")
    return words.code(token)


def encode(value: object, words: Words = NONE) -> str:
    """Any value of a scheme file in its short form. Raises Unreadable."""
    if isinstance(value, Mapping) and value:
        return _entries(value, words)
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) > 1:
        return "、".join(_inner(each, words) for each in value)
    return _inner(value, words)


def _inner(value: object, words: Words) -> str:
    if isinstance(value, Mapping):
        return "{" + _entries(value, words) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + "、".join(_inner(each, words) for each in value) + "]"
    return scalar(value, words, "、")


def _entries(value: Mapping[str, object], words: Words) -> str:
    return "；".join(f"{_key(key, words)}={_inner(each, words)}" for key, each in value.items())


def _key(key: str, words: Words) -> str:
    word = words.say(key) or KEYS.say(key)
    if word is not None:
        return word
    return quoted(key) if KEYS.speaks(key) or is_number(key) else bare(key, words, "、")


def decode(text: str, words: Words = NONE) -> Any:
    """The value of a short form. Raises Unreadable."""
    return _decode(text.strip(), words, 0)


def _decode(text: str, words: Words, depth: int) -> Any:
    if depth > MAX_NESTING:
        raise Unreadable("括号套得太深")
    entries = list(parts(text, "；;\n"))
    if len(entries) > 1 or len(list(parts(text, "=＝"))) > 1:
        return _mapping(entries, words, depth)
    items = list(parts(text, "、"))
    if len(items) > 1:
        return [_nested(item, words, depth) for item in items]
    return _nested(text, words, depth)


def _nested(text: str, words: Words, depth: int) -> Any:
    text = text.strip()
    if depth > MAX_NESTING:
        raise Unreadable("括号套得太深")
    if text.startswith("{"):
        inner = _within(text)
        return _mapping(list(parts(inner, "；;\n")), words, depth + 1) if inner.strip() else {}
    if text.startswith("["):
        inner = _within(text)
        return [_nested(item, words, depth + 1) for item in parts(inner, "、")] if inner.strip() else []
    return read_scalar(text, words)


def _within(text: str) -> str:
    if len(text) < 2 or text[-1] != CLOSING[OPENING.index(text[0])]:
        raise Unreadable(f"括号没有成对：{text[:40]}")
    return text[1:-1]


def _mapping(entries: Sequence[str], words: Words, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in entries:
        key, value = split_entry(entry)
        if value is None:
            raise Unreadable(f"“{entry.strip()[:40]}”缺少等号，应写成 名称=值")
        put(found, read_key(key, words), _nested(value, words, depth + 1))
    return found


def put(found: dict[str, Any], key: str, value: object) -> None:
    """An entry that is not there yet. Raises Unreadable."""
    if key in found:
        raise Unreadable(f"“{KEYS.say(key) or key}”写了两次")
    found[key] = value


def read_key(token: str, words: Words = NONE) -> str:
    """The key that stands before an equals sign. Raises Unreadable."""
    token = token.strip()
    if token.startswith('"'):
        return unquoted(token)
    if not token:
        raise Unreadable("等号前面是空的")
    if WIDE_NUMBER.fullmatch(token):
        raise Unreadable(f"“{token}”是全角数字，请改用半角数字")
    code = words.code(token)
    return code if code != token else KEYS.code(token)


def split_entry(entry: str) -> tuple[str, str | None]:
    """An entry before and after its first equals sign; None after it where there is none."""
    first, *rest = parts(entry, "=＝", most=2)
    return first, rest[0] if rest else None


def parts(text: str, marks: str, most: int = 0) -> Iterator[str]:
    """The text cut at the marks that stand outside quotes and brackets. Raises Unreadable."""
    start, at, open_now, count = 0, 0, 0, 1
    while at < len(text):
        char = text[at]
        if char == '"':
            at = after_quotes(text, at) - 1
        elif char in OPENING:
            open_now += 1
        elif char in CLOSING:
            open_now -= 1
        elif not open_now and char in marks and (not most or count < most):
            yield text[start:at]
            start, count = at + 1, count + 1
        if open_now < 0:
            break
        at += 1
    if open_now:
        raise Unreadable(f"括号没有成对：{text[:40]}")
    yield text[start:]


def after_quotes(text: str, at: int) -> int:
    """The place after the closing quote of the quoted text that begins there. Raises Unreadable."""
    found = re.compile(r'"(?:[^"\\]|\\.)*"').match(text, at)
    if found is None:
        raise Unreadable(f"引号没有成对：{text[at : at + 40]}")
    return found.end()
