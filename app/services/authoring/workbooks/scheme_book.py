"""A scheme file as a workbook, and a workbook as a scheme file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.common.errors import Fault, Refusal
from app.scoring import load_scheme
from app.scoring.load.audit import check_scheme
from app.scoring.load.writer import write_yaml
from app.scoring.model.points import read_number, show_number
from app.services.authoring.workbooks.contents import CONTENT, NAME, OWN_NOTES, UNREAD, Gathering
from app.services.authoring.workbooks.hygiene import state_faults
from app.services.authoring.workbooks.order import ordered
from app.services.authoring.workbooks.raw_book import RawBook, RawCell, RawSheet
from app.services.authoring.workbooks.reader import read_book
from app.services.authoring.workbooks.tables import Table, to_tables
from app.services.authoring.workbooks.vocabulary import Vocabulary, vocabulary

SUMS = ("各部分的分值之和不等于满分", "所含各项的分值之和不等于本部分的分值")
MOST_FAULTS = 200


def write_book(source: bytes) -> bytes:
    """The workbook of a scheme file's bytes. Raises Refusal for a file that is no scheme."""
    from app.services.authoring.workbooks.writer import written

    load_scheme(source)
    data, heading = parse(source)
    words = vocabulary()
    return written(to_tables(data, heading, words), words)


def blank_book() -> bytes:
    """A workbook with nothing filled in but what every scheme has."""
    from app.services.authoring.workbooks.writer import written

    words = vocabulary()
    start = {"version": "1", "kind": "scored", "full_marks": 100}
    ends = {"passed": "通过", "failed": "未通过", "undetermined": "结论待定"}
    return written(to_tables({**start, "conclusion": ends}, "", words), words)


def read_scheme_book(data: bytes) -> bytes:
    """The canonical scheme file that a workbook says. Raises Refusal naming every fault by its cell."""
    return scheme_of(read_book(data))


def scheme_of(book: RawBook) -> bytes:
    """The same for a workbook whose cells are read. Raises Refusal."""
    gathering = _gathered(book)
    text = _yaml(gathering)
    try:
        load_scheme(text)
    except Refusal as refusal:
        raise Refusal(_in_the_book(refusal.faults, gathering)) from None
    return text


def doubts_of(data: bytes) -> tuple[Fault, ...]:
    """What is doubtful in a workbook that can be read (``check_scheme``), at its cells. Raises Refusal."""
    gathering = _gathered(read_book(data))
    return tuple(map(gathering.places.named, check_scheme(_yaml(gathering))))


def _yaml(gathering: Gathering) -> bytes:
    return write_yaml(ordered(gathering.data, vocabulary().orders), gathering.heading).encode()


def _gathered(book: RawBook) -> Gathering:
    gathering = Gathering(book, vocabulary())
    gathering.gather()
    read = [sheet for title, sheet in book.items() if title not in UNREAD and not title.startswith(OWN_NOTES)]
    faults = [*(fault for sheet in read for fault in state_faults(sheet)), *gathering.faults]
    if faults:
        raise Refusal(dict.fromkeys(faults[:MOST_FAULTS]))
    return gathering


def _in_the_book(faults: tuple[Fault, ...], gathering: Gathering) -> list[Fault]:
    """The scheme reader's faults at their cells; sums that do not add up told with the numbers."""
    sums = list(_sum_faults(gathering))
    others = [fault for fault in faults if not (sums and any(said in fault.message for said in SUMS))]
    named = [gathering.places.named(fault) for fault in others]
    return list(dict.fromkeys([*sums, *named]))[:MOST_FAULTS]


@dataclass(frozen=True, slots=True)
class _Sum:
    """A total that must be the sum of its parts, as the workbook has them."""

    path: str
    what: str
    stated: object
    parts: tuple[object, ...]


def _sum_faults(gathering: Gathering) -> list[Fault]:
    data = gathering.data
    sections, criteria = data.get("sections", []), data.get("criteria", [])
    sums = [
        _Sum(
            f"sections.{each.get('id')}.max",
            "所含各考核项",
            each.get("max"),
            tuple(row.get("max") for row in criteria if row.get("section") == each.get("id")),
        )
        for each in sections
    ]
    if "full_marks" in data:
        sums.append(
            _Sum("full_marks", "各分区", data["full_marks"], tuple(row.get("max") for row in sections))
        )
    found = ((each, _difference(each)) for each in sums)
    return [
        _told(gathering.places.named(Fault(each.path, f"{each.path}：{said}。")), said)
        for each, said in found
        if said
    ]


def _told(fault: Fault, said: str) -> Fault:
    """The fault as it was placed; what it says needs no translation."""
    return Fault(fault.where, f"{fault.message.partition('：')[0]}：{said}。", fault.code)


def _difference(total: _Sum) -> str:
    """What is wrong with a total, empty where it is right or where not everything is a number."""
    numbers = [read_number(each) for each in (total.stated, *total.parts)]
    if None in numbers:
        return ""
    stated, *parts = (Fraction(*each) for each in numbers if each)
    rest = sum(parts, Fraction(0)) - stated
    if not rest:
        return ""
    shown, added = _shown(stated), _shown(stated + rest)
    gap = f"{'多' if rest > 0 else '少'} {_shown(abs(rest))} 分"
    return f"这里是 {shown} 分，{total.what}的分值合计 {added} 分，{gap}，请改正其一"


def _shown(number: Fraction) -> str:
    whole = number * 10**28
    return show_number((int(whole), 10**28)).rstrip(".")


def canonical(source: bytes) -> bytes:
    """A scheme file as its workbook would give it back: the one form that this program writes."""
    data, heading = parse(source)
    words = vocabulary()
    return _yaml(_gathered(as_read(to_tables(data, heading, words), words)))


def as_read(tables: Sequence[Table], words: Vocabulary) -> RawBook:
    """Tables as they would be read from a workbook."""
    book = {table.spec.title: RawSheet(table.spec.title) for table in tables}
    for table in tables:
        cells = book[table.spec.title].cells
        upright = table.spec is words.head
        for at, column in enumerate(table.columns, start=1):
            cells[(at + 1, NAME) if upright else (1, at)] = RawCell(column.head)
            for row, values in enumerate(table.rows, start=2):
                if column.key in values:
                    cells[(at + 1, CONTENT) if upright else (row, at)] = RawCell(values[column.key])
    return book


def parse(source: bytes) -> tuple[dict[str, Any], str]:
    """The data of a scheme file that is known to be sound, and the comment it begins with."""
    from ruamel.yaml import YAML

    text = source.decode("utf-8-sig")
    first = text.partition("\n")[0]
    data: Mapping[str, Any] = YAML(typ="safe").load(text)
    return dict(data), first.removeprefix("#").strip() if first.startswith("#") else ""
