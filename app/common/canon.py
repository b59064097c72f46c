"""Canonical JSON and digests: the same value is always the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.common.errors import Fault, Refusal

MAX_INPUT_BYTES = 16 * 1024 * 1024
CHUNK = 1024 * 1024


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


def file_sha256(path: Path) -> str:
    """Lower-case hex digest of a file, read in chunks. Raises OSError."""
    running = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            running.update(chunk)
    return running.hexdigest()


def parse_json(data: bytes, *, limit: int = MAX_INPUT_BYTES) -> Any:
    """Strict JSON: UTF-8, at most ``limit`` bytes, no key twice, no NaN. Raises Refusal."""
    if len(data) > limit:
        raise Refusal.because(f"文件超过 {limit // (1024 * 1024)} MiB，请检查是否选错了文件。")
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_unique_keys, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise Refusal.because("文件不是 UTF-8 编码，请另存为 UTF-8 后重试。") from None
    except RecursionError:
        raise Refusal.because("文件的层次过深，不是有效的数据文件。") from None
    except ValueError as error:
        raise Refusal.because(f"文件不是有效的 JSON：{_place(error)}。") from None


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


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) != len(pairs):
        raise Refusal([Fault("", f"键 {key} 出现了两次，只能保留一个。") for key in _twice(pairs)])
    return plain


def _twice(pairs: Iterable[tuple[str, Any]]) -> list[str]:
    counted = Counter(key for key, _ in pairs)
    return [key for key, times in counted.items() if times > 1]


def _no_constant(name: str) -> Any:
    raise ValueError(name)


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
