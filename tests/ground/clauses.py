"""The clauses of the official texts with the figures in each, and the record of them that the tests keep.

``python -m tests.ground.clauses FOLDER`` compares tests/golden/sources with the texts and names each
difference; ``--write`` puts the clauses of the record right. The record holds titles, numbers and figures as
facts, no sentences, so that the tests need no copy of the texts.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

RECORD = Path(__file__).parents[1] / "golden" / "sources"
NUMERALS = {sign: value for value, sign in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
DIGITS = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
WORDED = re.compile(r"([一二两三四五六七八九十])(?=年|批|周期|期|个|方面)")
ARTICLE = re.compile(r"第([一二三四五六七八九十]+)条[ 　]")
CHAPTER = re.compile(r"第[一二三四五六七八九十]+章")
HEAD = re.compile(r"([一二三四五六七八九十]|\d)、")
ITEM = re.compile(r"（([一二三四五六七八九十]+)）")
SUB = re.compile(r"(?:\[[^\]]*\])?(\d)[．.](?!\d)")
INLINE = re.compile(r"（(\d)）")
TITLE = re.compile(r"《([^《》]+)》")
STUDIO_AREAS = ("基础保障", "日常管理", "技术攻关", "带徒传艺", "加分项")
ANNEX_1, ANNEX_2 = "附件1", "附件2"


def figures(text: str) -> list[str]:
    """The figures in a text, numerals before a unit included, each once, in rising order."""
    found = set(DIGITS.findall(text)) | {str(NUMERALS[each]) for each in WORDED.findall(text)}
    return sorted(found, key=float)


def titles(text: str) -> list[str]:
    """Every title between book marks, in the order of the text, line breaks aside."""
    return list(dict.fromkeys(TITLE.findall(re.sub(r"\s+", "", text))))


def clauses_of(text: str) -> dict[str, str]:
    """Clause to its text with all below it: ``第九条（二）``, ``三（一）2``, ``附件1 第8项第2行``."""
    body, _, annexes = text.partition(f"\n{ANNEX_1}\n")
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    found = _articles(lines) if any(ARTICLE.match(line + " ") for line in lines) else _headed(lines)
    if annexes:
        first, _, second = annexes.partition(f"\n{ANNEX_2}\n")
        found |= dict(_base_annex(_tokens(first)))
        found |= dict(_studio_annex(_tokens(second)))
    return found


def _articles(lines: list[str]) -> dict[str, str]:
    """Articles with their items, sub-items and paragraphs (第一款 only where there is a second)."""
    found: dict[str, str] = {}
    article = item = ""
    paragraph = 0
    for line in lines:
        if CHAPTER.match(line):
            article = ""
            continue
        if begun := ARTICLE.match(line):
            article, item, paragraph = f"第{begun[1]}条", "", 1
            _add(found, line[begun.end() :], article, f"{article}第一款")
        elif article and (begun := ITEM.match(line)):
            item = f"{article}（{begun[1]}）"
            _add(found, line[begun.end() :], article, f"{article}第{'一二三'[paragraph - 1]}款", item)
        elif article and item and (begun := SUB.match(line)):
            _add(found, line[begun.end() :], article, item, f"{item}{begun[1]}")
        elif article:
            item, paragraph = "", paragraph + 1
            _add(found, line, article, f"{article}第{'一二三'[paragraph - 1]}款")
    single = [name for name in found if name.endswith("第一款") and f"{name[:-3]}第二款" not in found]
    return {name: text for name, text in found.items() if name not in single}


def _headed(lines: list[str]) -> dict[str, str]:
    """Headings 一、 with （一）, 1． and （1） below them; a line without a mark goes on."""
    found: dict[str, str] = {}
    head = item = sub = ""
    for line in lines:
        if begun := HEAD.match(line):
            sign = begun[1] if begun[1] in NUMERALS else "一二三四五"[int(begun[1]) - 1]
            head, item, sub = sign, "", ""
        elif head and (begun := ITEM.match(line)):
            item, sub = f"{head}（{begun[1]}）", ""
        elif item and (begun := SUB.match(line)):
            sub = f"{item}{begun[1]}"
        if head:
            rest = line[begun.end() :] if begun else line
            _add(found, rest, *dict.fromkeys(name for name in (head, item, sub) if name))
    for name in [each for each in found if INLINE.search(found[each]) and each[-1].isdigit()]:
        parts = INLINE.split(found[name])
        for number, text in zip(parts[1::2], parts[2::2], strict=True):
            found[f"{name}（{number}）"] = text
    return found


def _add(found: dict[str, str], text: str, *names: str) -> None:
    for name in names:
        found[name] = found.get(name, "") + text


def _tokens(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _base_annex(tokens: list[str]) -> Iterator[tuple[str, str]]:
    """Items 1 to 15 and their rows: a row is what is wanted, its points, how they are given, the papers."""
    starts, wanted = [], 1
    for place in range(len(tokens) - 2):
        title, points = tokens[place + 1 : place + 3]
        if tokens[place] == str(wanted) and 2 <= len(title) <= 5 and points.isdigit():
            starts.append(place)
            wanted += 1
    end = tokens.index("总分")
    for number, (start, after) in enumerate(zip(starts, [*starts[1:], end], strict=True), 1):
        name = f"{ANNEX_1} 第{number}项"
        area = tokens[after - 2].isdigit() and 2 <= len(tokens[after - 1]) <= 5
        stop = after - 2 if area else after  # without the number and the title of the area that comes next
        yield name, "\n".join(tokens[start + 2 : stop])
        rows = [place for place in range(start + 3, stop - 1) if _opens(tokens, place)]
        for row, (first, last) in enumerate(zip(rows, [*rows[1:], stop], strict=True), 1):
            yield f"{name}第{row}行", "\n".join(tokens[first:last])
    yield f"{ANNEX_1} 总分", "\n".join(tokens[end : end + 2])


def _opens(tokens: list[str], place: int) -> bool:
    """Whether a row begins here: what is wanted, bare points, and how they are given."""
    wanted, points, how = (*tokens[place : place + 3], "", "")[:3]
    return len(wanted) >= 5 and points.isdigit() and len(how) >= 5


def _studio_annex(tokens: list[str]) -> Iterator[tuple[str, str]]:
    """The five areas and their rows; an area's name may stand on two lines."""
    rows: dict[str, list[str]] = {}
    area, row, place = "", 0, 0
    while place < len(tokens) and tokens[place] != "合计":
        for width in (2, 1):
            if (name := "".join(tokens[place : place + width])) in STUDIO_AREAS:
                area, row, place = name, 0, place + width
                break
        if area and _opens(tokens, place):
            row += 1
        if area and row:
            rows.setdefault(f"{ANNEX_2} {area}", []).append(tokens[place])
            rows.setdefault(f"{ANNEX_2} {area}第{row}行", []).append(tokens[place])
        place += 1
    yield from ((name, "\n".join(said)) for name, said in rows.items())
    yield f"{ANNEX_2} 合计", "\n".join(tokens[place : place + 2])


def records() -> dict[str, Any]:
    """The record of every document, by the name of its file."""
    yaml = YAML()
    yaml.width = 110
    return {path.name: yaml.load(path.read_text(encoding="utf-8")) for path in sorted(RECORD.glob("*.yaml"))}


def differences(record: dict[str, Any], text: str) -> Iterator[str]:
    """What a record says otherwise than the text."""
    plain = re.sub(r"\s+", "", text)
    numbered = (f"《{title}》（{number}）" for title, number in record["numbers"].items() if "〔" in number)
    known = [record["title"], record["number"], *record["titles"], *numbered]
    yield from (f"not in the text: {each}" for each in known if each and each not in plain)
    if missing := [each for each in titles(text) if each not in record["titles"]]:
        yield f"titles that are not recorded: {missing}"
    found = {name: figures(said) for name, said in clauses_of(text).items()}
    kept = {name: [str(each) for each in said] for name, said in record["clauses"].items()}
    for name in found.keys() | kept.keys():
        if found.get(name) != kept.get(name):
            yield f"{name}: {found.get(name)} in the text, {kept.get(name)} in the record"


def _put_right(path: Path, record: dict[str, Any], text: str) -> None:
    """Write the text's clauses, figures and titles into a record."""
    clauses = CommentedMap()
    for name, said in clauses_of(text).items():
        row = CommentedSeq(float(each) if "." in each else int(each) for each in figures(said))
        row.fa.set_flow_style()
        clauses[name] = row
    record["clauses"], record["titles"] = clauses, titles(text)
    yaml = YAML()
    yaml.width = 110
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(record, file)


def main(arguments: list[str]) -> int:
    """Compare, or write; 1 where something differs."""
    if not arguments:
        sys.stdout.write(f"{__doc__}\n")
        return 2
    folder, told = Path(arguments[0]), 0
    for name, record in records().items():
        text = (folder / record["source"]).read_text(encoding="utf-8")
        if "--write" in arguments:
            _put_right(RECORD / name, record, text)
            continue
        for each in differences(record, text):
            sys.stdout.write(f"{name}: {each}\n")
            told = 1
    return told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
