"""Canonical JSON and digests: the same value is always the same bytes."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import jiter
import orjson

from app.common.errors import Fault, Refusal

MAX_INPUT_BYTES = 16 * 1024 * 1024
MOST_DIGITS = 4000  # Python itself ends at 4300
LINE_ENDS = "\x85\u2028\u2029"
_OVERLONG = re.compile(rb"(?<![0-9])[0-9]{%d}" % MOST_DIGITS)  # a run is looked at once, from its first digit


def canonical(value: object) -> bytes:
    """The one UTF-8 JSON form of a value: sorted keys, no spaces. Floats raise TypeError."""
    _refuse_floats(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def sha256(data: bytes) -> str:
    """Lower-case hex digest of bytes."""
    return hashlib.sha256(data).hexdigest()


def digest(value: object) -> str:
    """Lower-case hex digest of a value's canonical JSON."""
    return sha256(canonical(value))


BOM = b"\xef\xbb\xbf"


def unmarked(data: bytes) -> bytes:
    """A text's bytes without the mark of byte order that Windows' editors put first; it is no content."""
    return data.removeprefix(BOM)


def parse_json(data: bytes, *, limit: int = MAX_INPUT_BYTES) -> Any:
    """Strict JSON: UTF-8, at most ``limit`` bytes, no key twice, no NaN, no half of a surrogate pair.

    Raises Refusal; a doubled key and a NaN are named by their path, after the file as a whole.
    """
    value, faults = read_json(data, limit=limit)
    if faults:
        raise Refusal(faults)
    return value


def read_json(data: bytes, *, limit: int = MAX_INPUT_BYTES) -> tuple[Any, tuple[Fault, ...]]:
    """As ``parse_json``, with the faults of single places beside what can be read, so that more can be named.

    With faults the value is only good for naming others: of a doubled key the last is there, and what is no
    number is an object of a type that no reader takes. Raises Refusal where nothing can be read.
    """
    if len(data) > limit:
        raise Refusal.because(f"文件超过 {limit // (1024 * 1024)} MiB，请检查是否选错了文件。")
    data = unmarked(data)
    try:
        # The fast reader is as strict; what it refuses is read again to name every fault at its place.
        if len(data) < MOST_DIGITS or _OVERLONG.search(data) is None:
            return jiter.from_json(data, catch_duplicate_keys=True, allow_inf_nan=False), ()
    except ValueError:
        pass
    return _read_strictly(data)


def _read_strictly(data: bytes) -> tuple[Any, tuple[Fault, ...]]:
    odd: list[object] = []
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text, object_pairs_hook=_unique_keys(odd), parse_constant=_noting(odd), parse_int=_whole(odd)
        )
        if "\\u" in text:
            _refuse_half_pairs(value)
        if not odd:
            return value, ()
        faults = tuple(_odd(value, ""))
        if any(type(each) is not _Overlong for each in odd):
            faults = (Fault("", "文件不是有效的 JSON：有重复的键，或有不是数的数值。"), *faults)
        return _plain(value), faults
    except UnicodeDecodeError:
        raise Refusal.because("文件不是 UTF-8 编码，请另存为 UTF-8 后重试。") from None
    except RecursionError:
        raise Refusal.because("文件的层次过深，不是有效的数据文件。") from None
    except ValueError as error:
        raise Refusal.because(f"文件不是有效的 JSON：{_place(error)}。") from None


def write_json(value: object) -> bytes:
    """A value as JSON on one line, in UTF-8, its keys in their order.

    Characters at which some readers end a line are escaped, as is half of a surrogate pair.
    """
    try:
        data = orjson.dumps(value)
    except TypeError:  # a whole number of more than 64 bits, or half of a surrogate pair
        data = json.dumps(value, separators=(",", ":")).encode("ascii")
    for end in LINE_ENDS:
        if (raw := end.encode()) in data:
            data = data.replace(raw, b"\\u%04x" % ord(end))
    return data


def parse_canonical(data: bytes, *, limit: int = MAX_INPUT_BYTES) -> Any:
    """The value of bytes that are exactly its canonical JSON; any other byte is refused. Raises Refusal."""
    value = parse_json(data, limit=limit)
    try:
        same = canonical(value) == data
    except (TypeError, ValueError, RecursionError):
        same = False
    if not same:
        raise Refusal.because("文件内容不是本程序写出的规范形式，可能被改动过。")
    return value


class _Doubled(dict[str, Any]):
    """An object that had keys twice; it knows which."""

    twice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Constant:
    """``NaN``, ``Infinity`` or ``-Infinity``: Python's JSON has them, JSON has not."""

    name: str


@dataclass(frozen=True, slots=True)
class _Overlong:
    """An integer with more digits than Python turns into a number."""


def _whole(odd: list[object]) -> Callable[[str], int | _Overlong]:
    def hook(digits: str) -> int | _Overlong:
        if len(digits) <= MOST_DIGITS:
            return int(digits)
        odd.append(_Overlong())
        return _Overlong()

    return hook


def _plain(value: object) -> object:
    """The value with plain objects where keys were there twice."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _noting(odd: list[object]) -> Callable[[str], _Constant]:
    def hook(name: str) -> _Constant:
        odd.append(name)
        return _Constant(name)

    return hook


def _unique_keys(odd: list[object]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def hook(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        marked = _Doubled(plain)
        marked.twice = tuple(key for key, times in Counter(name for name, _ in pairs).items() if times > 1)
        odd.append(marked)
        return marked

    return hook


def _odd(value: object, where: str) -> Iterator[Fault]:
    """A fault for every key that is there twice and every number that is none, at its path."""
    place = f"{where}." if where else ""
    if isinstance(value, _Overlong):
        yield Fault(where, f"数值过长，最多 {MOST_DIGITS} 位。")
    if isinstance(value, _Constant):
        yield Fault(where, f"{value.name} 不是有限的数值。")
    if isinstance(value, _Doubled):
        for key in value.twice:
            yield Fault(f"{place}{key}", f"键 {key} 出现了两次，只能保留一个。")
    inner: Iterable[tuple[object, object]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for name, each in inner:
        yield from _odd(each, f"{place}{name}")


def _refuse_half_pairs(value: object) -> None:
    """Half of a surrogate pair is no character and has no UTF-8. Raises Refusal."""
    try:
        json.dumps(value, ensure_ascii=False, default=repr).encode("utf-8")
    except UnicodeEncodeError:
        raise Refusal.because("文件含有不完整的字符（单独的代理项），请重新生成文件。") from None


def _place(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"第 {error.lineno} 行第 {error.colno} 列附近有误"
    return "含有不能作为数值的内容"


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("floats have no canonical form; use a decimal string")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError("canonical JSON needs text keys")
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)
