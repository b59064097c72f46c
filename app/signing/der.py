"""Just enough DER to write one fixed structure and to find our way in it again."""

from __future__ import annotations

from dataclasses import dataclass

INTEGER, OCTETS, SEQUENCE, SET, UTC_TIME = 0x02, 0x04, 0x30, 0x31, 0x17
EXPLICIT_0 = 0xA0


@dataclass(frozen=True, slots=True)
class Value:
    """One value as found: its tag, its content, and the whole with tag and length."""

    tag: int
    content: bytes
    whole: bytes


def der(tag: int, *parts: bytes) -> bytes:
    """Tag, shortest length, and the parts one after the other."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def set_of(tag: int, *parts: bytes) -> bytes:
    """A SET OF: its parts in DER's order."""
    return der(tag, *sorted(parts))


def integer(number: int) -> bytes:
    """A non-negative INTEGER."""
    return der(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def values(data: bytes) -> list[Value]:
    """The values that lie one after the other in ``data``, to its end. Raises ValueError."""
    found = []
    while data:
        size, head = _length(data)
        content = data[head : head + size]
        if len(content) != size:
            raise ValueError("cut short")
        found.append(Value(data[0], content, data[: head + size]))
        data = data[head + size :]
    return found


def _length(data: bytes) -> tuple[int, int]:
    """Length of the content, and where it begins."""
    if len(data) < 2:
        raise ValueError("cut short")
    if data[1] < 0x80:
        return data[1], 2
    count = data[1] & 0x7F
    if not 1 <= count <= 3:
        raise ValueError("no definite length of ours")
    return int.from_bytes(data[2 : 2 + count], "big"), 2 + count
