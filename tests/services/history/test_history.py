"""The ledger in plain words: every kind, every field, runs of typing, and what is never shown."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from datetime import UTC, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.common.ids import new_id
from app.models.entries import EntryRow
from app.services.history import comparison, entry_words
from app.services.history.change_words import Change, Speaker, brief
from app.services.history.entry_values import MARKS, Wording
from app.services.history.entry_words import DEEDS, deed_words
from app.services.history.history import History, Span, history_of
from app.services.history.moments import Moments, differing
from app.services.sheet import desk
from app.services.sheet.desk import SheetDesk
from app.services.sheet.projection import ASPECTS, TYPED
from app.services.sheet.slots import SETS, Aspect, Slot
from app.services.store import ledger
from app.services.store.schemes import SchemeLibrary
from app.services.store.site import MARKS as KNOWN_MARKS
from app.services.store.site import Mark
from tests.services.conftest import EXPERTS, VISIT, Site

SCHEME = SchemeLibrary()["tianjin-base-acceptance"]
BEIJING = timezone(timedelta(hours=8))


def opened(site: Site) -> SheetDesk:
    return site.workspace.sheets.open(VISIT, EXPERTS[0])


def told(site: Site, names: dict[str, str] | None = None) -> History:
    return history_of(opened(site), names or {}, BEIJING)


def last(site: Site) -> str:
    history = told(site)
    return history.line(history.spans()[-1]).deed


# Every kind has words.


def _kinds_written() -> set[str]:
    """The kinds that the program writes into a sheet's ledger, read from its room's source."""
    kinds = {ledger.CLOCK}
    for source in sorted(Path(str(desk.__file__)).parent.glob("*.py")):
        tree = ast.parse(source.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in ("NewEntry", "_draft", "_edit", "_travel"):
                    kinds.add(str(node.args[0].value))
    return kinds


def test_every_kind_of_entry_has_words() -> None:
    written = _kinds_written()
    assert {"finding", "lock", "undo", "open", "recusal"} <= written
    assert written == set(SETS)


def test_everything_a_value_can_stand_in_has_words() -> None:
    aspects = set(get_args(Aspect))
    assert set(entry_words.BY_ASPECT) == aspects
    assert set(comparison.TELL) == aspects
    assert set(MARKS) == set(KNOWN_MARKS)


Act = Callable[[SheetDesk], object]


def recorded(cid: str, field: str, *values: object) -> list[Act]:
    return [partial(lambda value, d: d.record(cid, field, value), value) for value in values]


def noted(*texts: str) -> list[Act]:
    return [partial(lambda text, d: d.note("3.1", text), text) for text in texts]


def case(name: str, deduction: str = "", reason: str = "") -> dict[str, str]:
    return {"name": name, "deduction": deduction, "reason": reason}


def mark(desk: SheetDesk, value: Mark | None) -> None:
    desk.mark("1.1", desk.scheme.criterion("1.1").evidence[0].id, value)


WORDS: list[tuple[str, list[Act], str]] = [
    ("open", [], "建立评分表"),
    ("recusal", [lambda d: d.confirm_recusal()], "确认回避与纪律承诺"),
    ("number", recorded("3.1", "concurrent_trainees", "18"), "同期可培训：填为 18 人"),
    (
        "number changed",
        recorded("3.1", "concurrent_trainees", "18", "186"),
        "同期可培训：由 18 人改为 186 人",
    ),
    (
        "number emptied",
        recorded("3.1", "concurrent_trainees", "18", None),
        "同期可培训：清空，原为 18 人",
    ),
    ("as typed", recorded("3.1", "concurrent_trainees", "abc"), "同期可培训：填为 abc 人"),
    ("points", recorded("3.1", "deduction", "1", "2"), "扣分：由 1 分改为 2 分"),
    ("share", recorded("8.1", "part_time_share", "80"), "兼职教师聘请达到：填为 80%"),
    ("amount", recorded("4.2", "equipment_value", "412.6"), "购置设备总值：填为 412.6 万元"),
    ("flag", recorded("1.1", "dedicated_body", True), "设有专门组织机构：选为“是”"),
    (
        "flag changed",
        recorded("1.1", "dedicated_body", True, False),
        "设有专门组织机构：由“是”改选“否”",
    ),
    (
        "flag taken back",
        recorded("1.1", "dedicated_body", True, None),
        "设有专门组织机构：取消，原为“是”",
    ),
    ("level", recorded("2.2", "archive", "complete"), "项目档案：选为“{complete}”"),
    ("unknown level", recorded("2.2", "archive", "raw-id"), "项目档案：选为“不合要求的内容”"),
    (
        "set",
        recorded("2.1", "sound_regimes", ["training", "finance"]),
        "健全的管理制度：勾上“{training}”“{finance}”",
    ),
    (
        "set changed",
        recorded("2.1", "sound_regimes", ["training"], ["finance"]),
        "健全的管理制度：勾上“{finance}”，去掉“{training}”",
    ),
    ("empty set", recorded("2.1", "sound_regimes", []), "健全的管理制度：认定为均不具备"),
    (
        "row",
        recorded("5.1", "unmet_specialties", [case("焊工", "1", "缺设备")]),
        "师资不能满足要求的专业：增加“焊工，扣 1 分，缺设备”",
    ),
    (
        "row changed",
        recorded("5.1", "unmet_specialties", [case("焊工")], [case("钳工")]),
        "师资不能满足要求的专业：由“焊工”改为“钳工”",
    ),
    (
        "row gone",
        recorded("5.1", "unmet_specialties", [case("焊工", "1", "缺设备")], []),
        "师资不能满足要求的专业：去掉“焊工，扣 1 分，缺设备”",
    ),
    ("reason", recorded("3.1", "reason", "两间改造"), "扣分理由：写为“两间改造”"),
    (
        "reason changed",
        recorded("3.1", "reason", "两间改造", "三间改造"),
        "扣分理由：由“两间改造”改为“三间改造”",
    ),
    ("note", [lambda d: d.note("3.1", "见第 3 册")], "备注写为“见第 3 册”"),
    ("note goes on", noted("见", "见第 3 册"), "备注续写“第 3 册”"),
    ("note cut", noted("见第 3 册", "见"), "备注删去末尾的“第 3 册”"),
    ("note gone", noted("见", ""), "备注清空，原为“见”"),
    ("marks", [lambda d: d.mark_all("1.1")], "材料“项目管理和协调机构的相关资料”标为原件"),
    (
        "mark changed",
        [lambda d: d.mark_all("1.1"), lambda d: mark(d, "missing")],
        "材料“项目管理和协调机构的相关资料”由原件改标缺",
    ),
    (
        "mark gone",
        [lambda d: d.mark_all("1.1"), lambda d: mark(d, None)],
        "材料“项目管理和协调机构的相关资料”取消标记，原为原件",
    ),
    ("flagged", [lambda d: d.flag("8.1", on=True)], "标记本项，待回头再看"),
    ("not flagged", [lambda d: d.flag("8.1", on=True), lambda d: d.flag("8.1", on=False)], "去掉本项的标记"),
    ("paper", [lambda d: d.begin_paper("8.1", "tally")], "新写抽查记录"),
    (
        "paper written",
        [
            lambda d: d.begin_paper("8.1", "tally", {"what": "聘书", "drawn": "20"}),
            lambda d: d.write_paper("8.1", d.papers["8.1"][0].id, "fit", "18"),
        ],
        "抽查记录“合格”写为“18”",
    ),
    (
        "paper gone",
        [
            lambda d: d.begin_paper("8.1", "place", {"volume": "3", "page": "12"}),
            lambda d: d.remove_paper("8.1", d.papers["8.1"][0].id),
        ],
        "删去出处记录：册 3；页 12",
    ),
    (
        "undo",
        [lambda d: d.record("3.1", "concurrent_trainees", "18"), lambda d: d.undo()],
        "撤销（同期可培训：填为 18 人），已恢复原样",
    ),
    (
        "redo",
        [lambda d: d.flag("8.1", on=True), lambda d: d.undo(), lambda d: d.redo()],
        "重做（标记本项，待回头再看）",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("acts", "words"), [each[1:] for each in WORDS], ids=[each[0] for each in WORDS])
def test_an_entry_in_words(site: Site, acts: list[Act], words: str) -> None:
    desk = opened(site)
    for act in acts:
        site.wait(60)
        act(desk)
    options = {
        option.value: option.label
        for criterion in desk.scheme.criteria
        for spec in criterion.findings
        for option in spec.options
        if option.value.isalpha()
    }
    wanted = {name: options[name] for name in ("complete", "training", "finance")}
    assert last(site) == words.format(**wanted)


def test_a_file_is_told_by_name_and_size(site: Site, tmp_path: Path) -> None:
    desk = opened(site)
    (tmp_path / "名册.pdf").write_bytes(b"x" * 2048)
    desk.attach("3.1", tmp_path / "名册.pdf", personal=True)
    assert last(site) == "附上文件“名册.pdf（2 KB），含个人信息”"
    desk.detach("3.1", desk.attachments["3.1"][0].sha256)
    assert last(site) == "取下文件“名册.pdf（2 KB），含个人信息”"


def test_locking_names_what_is_open(site: Site) -> None:
    desk = opened(site)
    desk.lock(knowingly=True)
    history = told(site)
    words = history.deed(history.spans()[-1])
    assert words.startswith(f"锁定评分表，尚有 {len(desk.mine)} 项没有完成：1.1 项目组织、")
    assert words.count("、") == len(desk.mine) - 1
    complete = Change(history.rows[-1], None, "null", '{"findings":"x","open":[]}')
    assert deed_words(Speaker(history.wording), complete) == "锁定评分表，各项均已完成"


def test_a_clock_set_back_is_told_in_local_time(site: Site) -> None:
    desk = opened(site)
    desk.flag("8.1", on=True)
    site.wait(-3600)
    desk.flag("8.2", on=True)
    history = told(site)
    line = history.line(history.spans()[-2])
    assert line.deed == "计算机的时钟被调回：由 5 月 12 日 09:00:00 调回到 5 月 12 日 08:00:00"
    assert line.why == ""  # the entry's own reason says nothing more


def entry(seq: int, kind: str, criterion: str | None, before: object, after: object) -> EntryRow:
    was, now = (json.dumps(value, ensure_ascii=False) for value in (before, after))
    at = "2026-05-12T01:00:00.000000Z"
    return EntryRow(seq, str(seq), at, EXPERTS[0], None, kind, criterion, "f", was, now, None, "", "")


def test_a_page_that_was_signed_by_pen_belongs_to_the_whole_sheet() -> None:
    page = {"name": "签名页.jpg", "size": 2_500_000, "media_type": "image/jpeg", "personal": False}
    rows = [
        entry(1, "attach", None, None, page),
        entry(2, "attach", "3.1", None, page),
        entry(3, "attach", "3.1", page, {**page, "personal": True}),
        entry(4, "lock", None, None, {"open": [], "pages": 1}),
    ]
    history = History(rows, Moments(rows, SCHEME, {"unit_type": "enterprise"}, {}), Wording(SCHEME, {}))
    assert [history.line(span).deed for span in history.spans()] == [
        "附上签名页“签名页.jpg（2.3 MB）”",
        "附上文件“签名页.jpg（2.3 MB）”",
        "文件的说明改为“签名页.jpg（2.3 MB），含个人信息”",
        "锁定评分表，各项均已完成，附签名页 1 页",
    ]
    then, now = history.moments.at(0), history.moments.at(4)
    assert differing(SCHEME, then, now) == ("3.1", "")
    (row,) = comparison.beside(history.wording, then, now, "")
    assert (row.name, row.then, row.now) == ("签名页", "", "签名页.jpg（2.3 MB）")


# Runs.


def test_typing_into_one_field_is_one_line_with_its_first_and_last_time(site: Site) -> None:
    desk = opened(site)
    for text in ("1", "18", "186"):
        site.wait(1)
        desk.record("3.1", "concurrent_trainees", text)
    history = told(site)
    line = history.line(history.spans()[-1])
    assert (line.deed, line.entries, line.span) == ("同期可培训：填为 186 人", 3, Span(2, 4))
    assert (f"{line.begun:%H:%M:%S}", f"{line.ended:%H:%M:%S}") == ("09:00:01", "09:00:03")
    singles = [history.line(span).deed for span in history.spans(single=True)[-3:]]
    assert singles == [
        "同期可培训：填为 1 人",
        "同期可培训：由 1 人改为 18 人",
        "同期可培训：由 18 人改为 186 人",
    ]


@pytest.mark.parametrize(("pause", "number", "text"), [(3, 1, 1), (20, 2, 1), (31, 2, 2)])
def test_a_pause_ends_a_number_sooner_than_a_sentence(site: Site, pause: int, number: int, text: int) -> None:
    desk = opened(site)
    for value in ("1", "18"):
        desk.record("3.1", "concurrent_trainees", value)
        site.wait(pause)
    assert len(told(site).spans()) == 1 + number
    for value in ("两", "两间"):
        desk.note("3.1", value)
        site.wait(pause)
    assert len(told(site).spans()) == 1 + number + text


def test_another_field_another_person_or_a_step_back_ends_a_run(site: Site) -> None:
    desk = opened(site)
    desk.note("3.1", "甲")
    desk.note("4.1", "甲")
    desk.author = EXPERTS[2]
    desk.note("4.1", "甲乙")
    desk.undo()
    desk.mark_all("1.1")
    desk.mark("1.1", desk.scheme.criterion("1.1").evidence[0].id, "copy")
    assert [span.last - span.first for span in told(site).spans()] == [0] * 7


def test_what_is_typed_and_rubbed_out_says_so(site: Site) -> None:
    desk = opened(site)
    desk.record("3.1", "concurrent_trainees", "1")
    desk.record("3.1", "concurrent_trainees", None)
    assert last(site) == "同期可培训：改动后又改回原样"
    site.wait(60)
    paper = desk.begin_paper("3.1", "talk")
    desk.remove_paper("3.1", paper)
    assert last(site) == "工作记录新写后又删去"


# Who.


def test_who_typed_for_whom(site: Site) -> None:
    site.workspace.sheets.open(VISIT, EXPERTS[0], entered_by=EXPERTS[2]).note("3.1", "纸面转录")
    history = told(site)
    assert history.line(history.spans()[-1]).who == "组长丙（示例）代专家甲（示例）录入"
    assert history.authors() == {EXPERTS[0]: "专家甲（示例）", EXPERTS[2]: "组长丙（示例）"}


def test_a_strangers_id_is_never_shown_but_a_name_that_is_known_is(site: Site) -> None:
    stranger = new_id()
    site.workspace.sheets.open(VISIT, EXPERTS[0], entered_by=stranger).note("3.1", "转录")
    for names, who in (({}, "名单以外的人"), ({stranger: "秘书戊"}, "秘书戊")):
        history = told(site, names)
        assert history.line(history.spans()[-1]).who == f"{who}代专家甲（示例）录入"
    desk = opened(site)
    desk.begin_paper("8.1", "contest", {"person": stranger, "why": "人数不符"})
    assert last(site) == "新写异议记录：对谁的认定 名单以外的人；理由 人数不符"
    desk.begin_paper("8.1", "contest", {"person": EXPERTS[1]})
    assert last(site) == "新写异议记录：对谁的认定 专家乙（示例）"


# What came from elsewhere.

SECRET = "raw-secret-id"
LEAF = st.none() | st.booleans() | st.integers() | st.text("甲乙12", max_size=5)
JSON = st.recursive(
    LEAF,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([SECRET, "kind", "texts", "name", "open"]), inner, max_size=3)
    ),
    max_leaves=8,
)
PLACES = [(each.id, spec.name) for each in SCHEME.criteria for spec in each.findings] + [
    (SECRET, SECRET),
    ("1.1", SECRET),
]


@given(
    kind=st.sampled_from([*DEEDS, "later"]),
    place=st.sampled_from(PLACES),
    aspect=st.sampled_from(get_args(Aspect)),
    values=st.tuples(JSON, JSON),
    whole=st.booleans(),
)
def test_whatever_a_ledger_holds_has_words_without_ids_or_json(
    kind: str, place: tuple[str, str], aspect: Aspect, values: tuple[Any, Any], whole: bool
) -> None:
    before, after = (json.dumps(value, ensure_ascii=False) for value in values)
    row = EntryRow(2, SECRET, "", SECRET, SECRET, kind, *place, before, after, None, "", "")
    slot = Slot(ASPECTS.get(kind, aspect), *place)
    wording = Wording(SCHEME, {})
    words = deed_words(Speaker(wording, UTC, whole=whole), Change(row, slot, before, after))
    words += " ".join(map(str, comparison.TELL[slot.aspect](wording, slot, values[0])))
    assert words.strip()
    assert SECRET not in words
    assert not set('{}[]"\\') & set(words)
    assert "None" not in words
    assert "True" not in words


def test_long_texts_are_cut_in_a_line_and_whole_in_full(site: Site) -> None:
    desk = opened(site)
    text = "长" * 5000
    desk.note("3.1", text)
    history = told(site)
    span = history.spans()[-1]
    assert history.line(span).deed == f"备注写为“{'长' * 39}…”"
    assert history.deed(span) == f"备注写为“{text}”"
    assert text in history.text(span)
    assert brief(f"甲\n{' ' * 400}乙") == "甲…"


def test_typed_kinds_are_those_of_the_projection() -> None:
    assert {kind for kind in DEEDS if kind in TYPED} == TYPED
