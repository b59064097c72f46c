"""The narrow types that signed statements are made of: what is not exactly so is refused."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    ValidationError,
    model_serializer,
)

from app.common.canon import parse_canonical
from app.common.clock import moment_of
from app.common.errors import Fault, Refusal

MAX_STATEMENT_BYTES = 64 * 1024
MAX_NAME = 200
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def b64(data: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def unb64(text: str) -> bytes:
    """The bytes of base64 in its one form: spare bits and stray characters raise ValueError."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
    if b64(data) != text:
        raise ValueError("not the one base64 form")
    return data


def _bytes_text(text: str) -> str:
    unb64(text)
    return text


def _moment(text: str) -> str:
    if len(text) != 27:
        raise ValueError("not a UTC moment")
    moment_of(text)
    return text


def _clean(text: str) -> str:
    """Refuse control and direction-changing characters: they make a name look like another one."""
    for letter in text:
        if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            raise ValueError("control character in a name")
    return text


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=MAX_NAME), AfterValidator(_clean)]
Label = Annotated[str, StringConstraints(max_length=MAX_NAME), AfterValidator(_clean)]
CodePoint = Annotated[str, StringConstraints(pattern=r"^U\+[0-9A-F]{4,6}$")]
StandsFor = dict[PersonName, CodePoint]
Moment = Annotated[str, StringConstraints(max_length=27), AfterValidator(_moment)]
Hex64 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Key32 = Annotated[str, StringConstraints(min_length=44, max_length=44), AfterValidator(_bytes_text)]
Point65 = Annotated[str, StringConstraints(min_length=88, max_length=88), AfterValidator(_bytes_text)]
Sig64 = Annotated[str, StringConstraints(min_length=88, max_length=88), AfterValidator(_bytes_text)]
Der = Annotated[str, StringConstraints(min_length=8, max_length=8192), AfterValidator(_bytes_text)]
AgeRecipient = Annotated[str, StringConstraints(pattern=r"^age1[a-z0-9]{58}$")]


class Strict(BaseModel):
    """Base of every statement and content that crosses a file: exact types, no extra keys, frozen."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    def plain(self) -> dict[str, Any]:
        """The statement as plain JSON values."""
        return self.model_dump(mode="json")


class Named(Strict):
    """A statement with names in it. stands_for: what is written in them for a character that cannot be
    printed, to its code point.

    Nothing is said of it where there is none, so that what was signed before there were substitutes stays
    what it was.
    """

    stands_for: StandsFor = Field(default_factory=dict)

    @model_serializer(mode="wrap")
    def _sparing(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        plain: dict[str, Any] = dump(self)
        return plain if self.stands_for else {key: plain[key] for key in plain if key != "stands_for"}


M = TypeVar("M", bound=BaseModel)


def parse_plain(data: bytes, code: str, *, limit: int = MAX_STATEMENT_BYTES) -> Any:
    """Canonical JSON without NUL characters (a database cannot hold them). Raises Refusal with ``code``."""
    if len(data) > limit:
        raise Refusal.because("文件内容过长，未予采用；请确认文件来自本程序。", code=code)
    try:
        value = parse_canonical(data, limit=limit)
    except Refusal as refusal:
        raise Refusal([Fault(f.where, f.message, code) for f in refusal.faults]) from None
    if _NUL.search(data):
        raise Refusal.because("文件里有不能显示的控制字符，未予采用；请向对方要一份新的文件。", code=code)
    return value


def parse_model(model: type[M], data: bytes, code: str, *, limit: int = MAX_STATEMENT_BYTES) -> M:
    """A statement from its exact canonical bytes. Raises Refusal naming every fault, with ``code``."""
    parse_plain(data, code, limit=limit)
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise Refusal(model_faults(error, code)) from None


def model_faults(error: ValidationError, code: str, place: str = "") -> list[Fault]:
    """What pydantic found, each with its dotted path, at most twenty."""
    found = []
    for item in error.errors(include_url=False, include_context=False, include_input=False)[:20]:
        path = ".".join(str(part) for part in item["loc"])
        where = ".".join(part for part in (place, path) if part)
        message = f"文件内容不合格式：{where or '整份文件'}（{_kind_word(item['type'])}）。"
        found.append(Fault(where, message, code))
    return found


def _kind_word(kind: str) -> str:
    words = {"missing": "缺少这一项", "extra_forbidden": "多出这一项"}
    return words.get(kind, "值不符合规定")
