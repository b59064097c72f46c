"""A condition as one line of plain text, and back.

``经费 = 不合规`` · ``规模 = 大型、中型`` · ``人数 < 100`` · ``已购 < 计划`` (another finding) ·
``扣分 > 0`` · ``单位 类型 = 企业`` (the profile) · ``口径 零头 = 计`` (an open reading) ·
``甲 = 是 且 乙 = 否`` · ``(…) 或 (…)`` · ``非 (…)``.
Parts that are joined stand in brackets where they are joined themselves; a condition that has none of these
shapes is written in the general short form, in braces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.services.authoring.workbooks.shorthand import (
    Unreadable,
    after_quotes,
    bare,
    decode,
    encode,
    is_number,
    parts,
    quoted,
    read_scalar,
    scalar,
    unquoted,
)

AND, OR, NOT, UNIT, READING = "且", "或", "非", "单位", "口径"
OPEN, CLOSE = "(", ")"
RESERVED = (AND, OR, NOT, UNIT, READING)
SUBJECTS = {UNIT: "profile", READING: "reading"}
MARKS = "=<>()、"
WIDE = str.maketrans({"＝": "=", "＜": "<", "＞": ">", "（": "(", "）": ")"})
WORD = re.compile(r'[^\s=＝<＜>＞()（）{}\[\]、"；;]+')
MAX_NESTING = 12


def write_condition(condition: Mapping[str, object]) -> str:
    """The text of a condition. Raises Unreadable for a value that no cell can hold."""
    text = _plain(condition)
    if text is not None and _reads_back(text, condition):
        return text
    return "{" + encode(condition) + "}"


def _reads_back(text: str, condition: Mapping[str, object]) -> bool:
    try:
        return bool(read_condition(text) == condition)
    except Unreadable:
        return False


def _plain(condition: Mapping[str, Any]) -> str | None:  # noqa: PLR0911  one a shape
    match condition:
        case {"all": [_, _, *_] as inner, **rest} if not rest:
            return _joined(inner, AND)
        case {"any": [_, _, *_] as inner, **rest} if not rest:
            return _joined(inner, OR)
        case {"not": Mapping() as inner, **rest} if not rest:
            text = _plain(inner)
            return None if text is None else f"{NOT} ({text})"
        case {"profile": str(name), "is": value, **rest} if not rest:
            return f"{UNIT} {_name(name)} = {_values(value)}"
        case {"reading": str(name), "is": value, **rest} if not rest:
            return f"{READING} {_name(name)} = {_values(value)}"
        case {"finding": str(name), "is": value, **rest} if not rest:
            return f"{_name(name)} = {_values(value)}"
        case {"finding": str(name), "below_finding": str(other), **rest} if not rest:
            return f"{_name(name)} < {_name(other)}"
        case {"finding": str(name), "below": limit, **rest} if not rest:
            return f"{_name(name)} < {_limit(limit)}"
        case {"finding": str(name), "above": limit, **rest} if not rest:
            return f"{_name(name)} > {_limit(limit)}"
    return None


def _joined(inner: list[Any], word: str) -> str | None:
    texts = [_plain(each) if isinstance(each, Mapping) else None for each in inner]
    if None in texts:
        return None
    simple = [isinstance(each, Mapping) and not {"all", "any", "not"} & each.keys() for each in inner]
    shown = [text if plain else f"({text})" for text, plain in zip(texts, simple, strict=True)]
    return f" {word} ".join(str(each) for each in shown)


def _name(name: str) -> str:
    odd = WORD.fullmatch(name) is None or name in RESERVED or is_number(name)
    return quoted(name) if odd else bare(name)


def _values(value: object) -> str:
    if isinstance(value, list) and len(value) > 1:
        return "、".join(_value(each) for each in value)
    return "[" + "、".join(_value(each) for each in value) + "]" if isinstance(value, list) else _value(value)


def _value(value: object) -> str:
    text = scalar(value)
    odd = not text.startswith('"') and (WORD.fullmatch(text) is None or text in RESERVED)
    return quoted(text) if odd else text


def _limit(value: object) -> str:
    return "{" + encode(value) + "}" if isinstance(value, Mapping) else scalar(value)


def read_condition(text: str) -> Any:
    """The condition that a text says. Raises Unreadable."""
    text = text.strip()
    if text.startswith("{"):
        value = decode(text)
        if isinstance(value, dict):
            return value
    reader = _Reader(list(_tokens(text)))
    condition = reader.either(0)
    reader.finish()
    return condition


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text):
        char = text[at].translate(WIDE)
        end = at + 1
        if char == '"':
            end = after_quotes(text, at)
        elif char in "{[":
            end = _after_bracket(text, at)
        elif char not in MARKS and not char.isspace():
            word = WORD.match(text, at)
            if word is None:
                raise Unreadable(f"条件里不能有“{char}”")
            end = word.end()
        if not char.isspace():
            found.append(char if char in MARKS else text[at:end])
        at = end
    return found


def _after_bracket(text: str, at: int) -> int:
    closing = "}" if text[at] == "{" else "]"
    end = text.find(closing, at)
    while end >= 0:
        try:
            list(parts(text[at : end + 1], ""))
        except Unreadable:
            end = text.find(closing, end + 1)
        else:
            return end + 1
    raise Unreadable(f"括号没有成对：{text[at : at + 40]}")


class _Reader:
    """Tokens while they are read, from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens, self._at = tokens, 0

    def finish(self) -> None:
        if self._at < len(self._tokens):
            raise Unreadable(f"条件在“{self._tokens[self._at][:20]}”处读不下去了；几个条件之间写 且 或 或")

    def either(self, depth: int) -> Any:
        """Conditions joined by one word; a mixture needs brackets."""
        if depth > MAX_NESTING:
            raise Unreadable("括号套得太深")
        found, word = [self._single(depth)], self._peek()
        while word in (AND, OR) and self._peek() == word:
            self._at += 1
            found.append(self._single(depth))
        if self._peek() in (AND, OR):
            raise Unreadable("且 与 或 混用时，请用括号写明先后")
        return found[0] if len(found) == 1 else {"all" if word == AND else "any": found}

    def _single(self, depth: int) -> Any:
        token = self._peek()
        if token == OPEN:
            return self._bracketed(depth)
        if token == NOT:
            self._at += 1
            return {"not": self._bracketed(depth)}
        if token is not None and token.startswith("{"):
            self._at += 1
            return decode(token)
        return self._compared()

    def _bracketed(self, depth: int) -> Any:
        self._expect(OPEN)
        condition = self.either(depth + 1)
        self._expect(CLOSE)
        return condition

    def _compared(self) -> dict[str, Any]:
        subject: dict[str, Any] = {}
        first = self._take()
        if first in SUBJECTS and self._peek() not in ("=", "<", ">"):
            subject[SUBJECTS[first]] = _read_name(self._take())
        else:
            subject["finding"] = _read_name(first)
        match self._take():
            case "=":
                return subject | {"is": self._equal_to()}
            case "<":
                return subject | self._less_than()
            case ">":
                return subject | {"above": _read_limit(self._take())}
        raise Unreadable("条件应写成 名称 = 取值、名称 < 数 或 名称 > 数")

    def _equal_to(self) -> Any:
        token = self._take()
        if token.startswith("["):
            return [_read_value(each) for each in parts(token[1:-1], "、")]
        found = [_read_value(token)]
        while self._peek() == "、":
            self._at += 1
            found.append(_read_value(self._take()))
        return found[0] if len(found) == 1 else found

    def _less_than(self) -> dict[str, Any]:
        token = self._take()
        if token.startswith('"') or (not token.startswith("{") and not is_number(token)):
            read_scalar(token)
            return {"below_finding": _read_name(token)}
        return {"below": _read_limit(token)}

    def _peek(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self) -> str:
        if self._at >= len(self._tokens):
            raise Unreadable("条件没有写完，应写成 名称 = 取值、名称 < 数 或 名称 > 数")
        self._at += 1
        return self._tokens[self._at - 1]

    def _expect(self, mark: str) -> None:
        if self._take() != mark:
            raise Unreadable(f"条件里缺少括号 {mark}")


def _read_name(token: str) -> str:
    if token in MARKS or token[0] in "{[":
        raise Unreadable(f"“{token[:20]}”处应为认定项的名称")
    return unquoted(token) if token.startswith('"') else token


def _read_value(token: str) -> Any:
    token = token.strip()
    if token in MARKS:
        raise Unreadable("等号后面应为取值")
    return read_scalar(token)


def _read_limit(token: str) -> Any:
    if token in MARKS:
        raise Unreadable("大于号、小于号后面应为数")
    return decode(token)
