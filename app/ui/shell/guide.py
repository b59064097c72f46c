"""The guide inside the program: its chapters, its error codes, what is found in it, and 关于. No Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from app import __version__
from app.common.paths import program
from app.common.words import say

ABOUT = "关于现评"
CODE = re.compile(r"XP-[0-9]{4}", re.IGNORECASE)
_HEAD = re.compile(r"^(#{1,3}) (.+)$")
_PICTURE = re.compile(r"^\s*!\[[^]]*\]\([^)]*\)\s*$")
_ROW = re.compile(r"^\| (XP-[0-9]{4}) \| (.+?) \| (.+?) \|$")
_PUNCTUATION = re.compile(r"[^\w\u4e00-\u9fff-]")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the guide under one heading. level: 1 to 3; text: Markdown, its heading included."""

    title: str
    level: int
    text: str

    @property
    def anchor(self) -> str:
        """What a link within the guide calls it."""
        return _PUNCTUATION.sub("", self.title.lower().replace(" ", "-"))


@dataclass(frozen=True, slots=True)
class Guide:
    """codes: the row of each error code: what it is and what to do."""

    chapters: tuple[Chapter, ...]
    codes: dict[str, tuple[str, str]]

    def found(self, sought: str) -> tuple[Chapter, ...]:
        """The chapters that hold what is sought, all for nothing; error codes are a chapter of their own."""
        words = sought.strip()
        codes = self.explained(words)
        if codes is not None:
            return (codes,)
        return tuple(each for each in self.chapters if words.lower() in each.text.lower())

    def explained(self, sought: str) -> Chapter | None:
        """What the codes that a text names mean; codes that begin so while one is half typed."""
        given = [code.upper() for code in CODE.findall(sought)]
        half = sought.strip().upper()
        if not given and half.startswith("XP-"):
            given = [code for code in self.codes if code.startswith(half)]
        rows = [(code, *self.codes[code]) for code in dict.fromkeys(given) if code in self.codes]
        if not rows:
            return None
        told = "\n\n".join(f"## {code}\n\n{what}。\n\n**怎么办**　{does}。" for code, what, does in rows)
        return Chapter(say("错误编号"), 1, told)


def read_guide(folder: Path | None = None) -> Guide:
    """The guide as it came with the program, 关于 its last chapter. Raises OSError where it is not there."""
    root = folder or program()
    lines = (root / "docs" / "guide.md").read_text(encoding="utf-8").splitlines()
    rows = (match for line in lines if (match := _ROW.match(line)))
    codes = {match[1]: (match[2].rstrip("。"), match[3].rstrip("。")) for match in rows}
    return Guide((*_chapters(lines), about(root)), codes)


def about(root: Path) -> Chapter:
    """The version, the licence, and whose works are inside."""
    title = say(ABOUT)
    told = say("版本 {version}。按 Apache License 2.0 许可使用，全文见下。", version=__version__)
    notice = (root / "NOTICE").read_text(encoding="utf-8")
    licence = (root / "LICENSE").read_text(encoding="utf-8")
    parts = (
        f"# {title}",
        told,
        say("## 其中包含的他人作品"),
        _plain(notice),
        say("## 许可证"),
        _plain(licence),
    )
    return Chapter(title, 1, "\n\n".join(parts))


def _plain(text: str) -> str:
    """A text of paragraphs for Markdown, broken where the page ends; a first line by itself stays so."""
    told = []
    for block in re.split(r"\n\s*\n", text.strip()):
        first, *rest = [line.strip() for line in block.splitlines()]
        apart = "  \n" if rest and block.splitlines()[1].startswith("  ") else " "
        told.append(first + (apart + " ".join(rest) if rest else ""))
    return "\n\n".join(told)


def _chapters(lines: list[str]) -> tuple[Chapter, ...]:
    """Cut at every heading; pictures are left out."""
    found: list[tuple[str, int, list[str]]] = []
    for line in lines:
        head = _HEAD.match(line)
        if head:
            found.append((head[2], len(head[1]), []))
        if found and not _PICTURE.match(line):
            found[-1][2].append(line)
    return tuple(Chapter(title, level, "\n".join(text)) for title, level, text in found)
