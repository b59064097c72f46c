"""What the contents of all packages share: one JSON member with a strict shape, and nothing unexplained."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, StringConstraints

from app.common.canon import MAX_INPUT_BYTES, canonical, parse_json
from app.common.days import iso_day
from app.common.errors import Fault, Refusal
from app.exchange.kinds import KINDS, Kind
from app.exchange.package import Package
from app.signing.fields import Strict, parse_model

EVIDENCE = "evidence/"
_EVIDENCE = re.compile(r"evidence/[0-9a-f]{64}")


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("NUL in a text")
    return text


def _real(day: str) -> str:
    if iso_day(day) != day:
        raise ValueError("not the one form of a day")
    return day


Text = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(_no_nul)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(_no_nul)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_real)]
PointsText = Annotated[str, StringConstraints(pattern=r"^-?\d{1,6}(\.\d{1,2})?$")]
ExactText = Annotated[str, StringConstraints(pattern=r"^\d{1,6}(/[1-9]\d{0,11})?$")]
"""An exact number of points as a reduced fraction: a whole number, or ``449/6``."""


class Content(Strict):
    """Base of what a package says in its JSON member."""

    KIND: ClassVar[Kind]
    MEMBER: ClassVar[str]
    LIMIT: ClassVar[int] = MAX_INPUT_BYTES
    FORMAT: ClassVar[int] = 1

    @property
    def data(self) -> bytes:
        """The member's canonical bytes."""
        return canonical(self.plain())

    @classmethod
    def read(cls, package: Package) -> Self:
        """The content of a package of this kind. Raises Refusal."""
        if package.manifest.kind != cls.KIND:
            raise Refusal.because(
                f"这是一份{KINDS[package.manifest.kind].word}，需要的是{KINDS[cls.KIND].word}。",
                code="XP-3401",
            )
        data = package.members.text(cls.MEMBER, cls.LIMIT)
        return cls.stored(data)

    @classmethod
    def stored(cls, data: bytes) -> Self:
        """The content from its own bytes. Raises Refusal, for another form than this program writes too."""
        _must_be_of(cls.FORMAT, data)
        return parse_model(cls, data, "XP-3602", limit=cls.LIMIT)


def _must_be_of(form: int, data: bytes) -> None:
    """Raises Refusal for a content of another form than this program writes; no form at all is left to it."""
    try:
        told = parse_json(data)
    except Refusal:
        return
    given = told.get("format") if isinstance(told, dict) else None
    if type(given) is int and given != form:
        age = "较旧" if given < form else "较新"
        raise Refusal.because(
            f"这份文件是{age}版本的现评写的（格式 {given}，本机能读格式 {form}），未予采用。"
            "请双方换用同一版本后重新导出。",
            code="XP-3605",
        )


def refuse_strays(package: Package, named: Iterable[str]) -> None:
    """Raises Refusal unless the members are exactly those named, evidence aside: it must bear its digest."""
    wanted = set(named)
    faults = [
        Fault(name, f"文件里多出不认识的内容 {name}，未予采用；请对方重新导出。", "XP-3603")
        for name in package.members
        if name not in wanted and not _is_evidence(package, name)
    ]
    faults += [
        Fault(name, f"文件里缺少 {name}，未予采用；请对方重新导出。", "XP-3603")
        for name in sorted(wanted - set(package.members))
    ]
    if faults:
        raise Refusal(faults[:20])


def _is_evidence(package: Package, name: str) -> bool:
    return bool(_EVIDENCE.fullmatch(name)) and package.members.sha256(name) == name.removeprefix(EVIDENCE)


def inconsistent(message: str, where: str = "") -> Refusal:
    """The answer to contents that contradict themselves or their manifest."""
    return Refusal.because(
        f"{message}，未予采用；本机数据没有变化。请对方重新导出。", where=where, code="XP-3604"
    )
