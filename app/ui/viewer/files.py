"""Attached files as the desk shows them, in words. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, TypeVar

from app.common.errors import Fault, Refusal, XianpingError
from app.common.words import say
from app.services.evidence.file_kinds import OFD
from app.services.store.file_names import lent_name, size_words

if TYPE_CHECKING:
    from app.services.store.site import Attachment

Told = TypeVar("Told", bound=str)
Form = Literal["picture", "pdf", "text", "other"]
MOST_TOLD = 5
LONGEST_ENDING = 5

_KINDS = {
    "image": "图片",
    "application/pdf": "PDF 文件",
    "text": "文本文件",
    "audio": "录音",
    "video": "视频",
    "application/msword": "Word 文件",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word 文件",
    "application/vnd.ms-excel": "Excel 文件",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel 文件",
    "application/vnd.ms-powerpoint": "幻灯片",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "幻灯片",
    "application/vnd.ms-works": "WPS 文件",
    OFD: "OFD 版式文件",
    "application/zip": "压缩包",
}
_FORMS: dict[str, Form] = {"image": "picture", "application/pdf": "pdf", "text": "text"}


@dataclass(frozen=True, slots=True)
class FileState:
    """An attached file. size: readable text; weight: bytes; picture: whether a thumbnail can be made.

    personal: holds personal data. kind: in a word. form: how the viewer shows it. lendable: whether other
    programs may open it. caption: what it shows, in the expert's words.
    """

    sha256: str
    name: str
    size: str
    picture: bool
    personal: bool = False
    kind: str = ""
    form: Form = "other"
    weight: int = 0
    lendable: bool = False
    caption: str = ""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is told of a file beside itself. attached: when and by whom, in words."""

    kind: str
    size: str
    attached: str
    sha256: str


@lru_cache(maxsize=4096)  # a card with hundreds of files is made anew at every key
def file_state(file: Attachment) -> FileState:
    """An attached file as the card shows it."""
    kind, form = kind_of(file), _by_type(_FORMS, file.media_type, "other")
    return FileState(
        sha256=file.sha256,
        name=file.name,
        size=size_words(file.size),
        picture=form == "picture",
        personal=file.personal,
        kind=kind,
        form=form,
        weight=file.size,
        lendable=bool(lent_name(file.name, file.media_type)),
        caption=file.caption,
    )


def kind_of(file: Attachment) -> str:
    """The kind of file in a word."""
    return say(_by_type(_KINDS, file.media_type, "其他文件"))


def ending_of(name: str) -> str:
    """The ending of a file's name as its tile says it: PDF, XLSX; empty for none or a long one."""
    ending = PurePath(name).suffix[1:]
    return ending.upper() if ending.isascii() and len(ending) <= LONGEST_ENDING else ""


def together(troubles: list[tuple[str, XianpingError]]) -> XianpingError:
    """One trouble for all files of a batch that were not taken."""
    if len(troubles) == 1:
        return troubles[0][1]
    told = [say("{name}：{why}", name=name, why=trouble) for name, trouble in troubles[:MOST_TOLD]]
    if len(troubles) > MOST_TOLD:
        told.append(say("另有 {count} 个。", count=len(troubles) - MOST_TOLD))
    words = say("有 {count} 个文件没有附上，其余的都已附上。", count=len(troubles))
    codes = [fault.code for _, each in troubles if isinstance(each, Refusal) for fault in each.faults]
    return Refusal([Fault("", "\n".join([words, *told]), codes[0] if codes else "")])


def unshown_words(files: Sequence[tuple[str, XianpingError]]) -> str:
    """Attached files that cannot be shown here, each with why, in a few lines."""
    told = [say("{name}：{why}", name=name, why=_plainly(why)) for name, why in files[:MOST_TOLD]]
    if len(files) > MOST_TOLD:
        told.append(say("另有 {count} 个。", count=len(files) - MOST_TOLD))
    head = say("下列附件已经附上，但程序里看不了，可打开后用其他程序看，或存一份到别处：")
    return "\n".join([head, *told])


def unshown_reason(file: FileState) -> str:
    """Why a kind of file is not shown, and what can be done."""
    reader = say("请用电脑上的 OFD 阅读器查看。") if file.kind == say(_KINDS[OFD]) else ""
    lend = say("可按“用其他程序打开”（O）。") if file.lendable else ""
    return say("{kind}不在这里显示。{reader}{lend}", kind=file.kind, reader=reader, lend=lend)


def _plainly(why: XianpingError) -> str:
    return str(why).partition("。")[0]


def _by_type(table: Mapping[str, Told], media_type: str, otherwise: Told) -> Told:
    return table.get(media_type) or table.get(media_type.split("/", maxsplit=1)[0]) or otherwise
