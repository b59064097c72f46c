from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.common.boxes import SignatureBox, field_name
from app.common.errors import Refusal
from app.reports.document import Followed, Form, Signer, VerdictReport
from app.reports.ink import PAGE_HEIGHT, PAGE_WIDTH
from app.reports.line_ends import CLOSING, OPENING
from app.reports.verdict import RenderedVerdict
from app.reports.verdict import render_verdict as render
from tests.reports.inked import taken_down
from tests.reports.lifelike import full_followed, full_report, minimal_report, with_why

HEAD = ("编号", "考核内容", "分值", "自评", "专家评分", "得分", "评定")


def render_verdict(report: VerdictReport, followed: Followed | None = None) -> RenderedVerdict:
    return render(report, full_followed() if followed is None else followed)


def squeezed(text: str) -> str:
    return "".join(text.split())


def tool(name: str, *arguments: str, data: bytes, folder: Path) -> str:
    held = folder / "verdict.pdf"
    held.write_bytes(data)
    done = subprocess.run(
        [name, *[each.format(pdf=held) for each in arguments]], capture_output=True, check=True
    )
    return done.stdout.decode("utf-8")


def pages_of(pdf: bytes, folder: Path, *, layout: bool = True) -> list[str]:
    text = tool("pdftotext", "-layout" if layout else "-raw", "{pdf}", "-", data=pdf, folder=folder)
    return text.split("\f")[:-1]


@pytest.fixture(scope="module")
def full() -> RenderedVerdict:
    return render_verdict(full_report())


def test_the_same_report_gives_the_same_bytes(full: RenderedVerdict) -> None:
    assert render_verdict(full_report()).pdf == full.pdf


def test_another_process_gives_the_same_bytes(full: RenderedVerdict, project: Path) -> None:
    code = (
        "import hashlib\nfrom tests.reports.lifelike import full_followed, full_report\n"
        "from app.reports.verdict import render_verdict\n"
        "print(hashlib.sha256(render_verdict(full_report(), full_followed()).pdf).hexdigest())"
    )
    import hashlib

    run = [sys.executable, "-c", code]
    done = subprocess.run(run, capture_output=True, check=True, cwd=project, env={"PYTHONHASHSEED": "7"})
    assert done.stdout.decode().strip() == hashlib.sha256(full.pdf).hexdigest()


def test_other_reports_rendered_before_leave_no_trace(full: RenderedVerdict) -> None:
    render_verdict(minimal_report())
    assert render_verdict(full_report()).pdf == full.pdf


def test_every_font_is_embedded_as_a_subset(full: RenderedVerdict, tmp_path: Path) -> None:
    rows = tool("pdffonts", "{pdf}", data=full.pdf, folder=tmp_path).splitlines()[2:]
    assert len(rows) >= 4
    assert all(re.search(r"\byes yes yes\b", row) and "NotoS" in row for row in rows), rows


def test_the_file_tells_its_title_and_the_report_date(full: RenderedVerdict, tmp_path: Path) -> None:
    told = tool("pdfinfo", "-isodates", "{pdf}", data=full.pdf, folder=tmp_path)
    assert "专家组验收结论" in told
    assert "2026-05-12T16:41:07+08" in told
    assert "595.276 x 841.89 pts (A4)" in told


def test_the_file_names_the_text_that_it_prints(full: RenderedVerdict, tmp_path: Path) -> None:
    report = full_report()
    told = tool("pdfinfo", "{pdf}", data=full.pdf, folder=tmp_path)
    draft = tool("pdfinfo", "{pdf}", data=render_verdict(replace(report, draft=True)).pdf, folder=tmp_path)

    assert re.search(rf"^Keywords: +{report.short_code} {report.digest}$", told, re.MULTILINE)
    assert re.search(r"^Keywords: +草稿$", draft, re.MULTILINE)


def test_every_sentence_is_printed(full: RenderedVerdict, tmp_path: Path) -> None:
    report = full_report()
    text = squeezed("".join(pages_of(full.pdf, tmp_path, layout=False)))
    said = [report.title, report.unit, report.project, report.outcome_label, report.outcome_why]
    followed = full_followed()
    said += [report.issuer, report.digest, report.short_code, *report.problems, *report.suggestions]
    said += [followed.statement, followed.by, followed.stand]
    said += [part for each in report.basis for part in (each.title, each.number)]
    said += [part for each in report.materials for part in (each.title, each.state, each.note)]
    said += [part for row in report.criteria for part in (row.id, row.item, row.wanted, row.state)]
    said += [part for row in report.criteria for line in row.lines for part in (line.why, line.cite)]
    said += [part for row in report.readings for part in (row.question, row.choice, row.source)]
    said += [part for row in report.rulings for part in (row.criterion, row.reason, row.by_whom)]
    said += [part for row in report.consequences for part in (row.text.rstrip("。"), row.clause)]
    said += [
        part
        for step in (*report.protocol, *followed.steps)
        for part in (step.title, step.when, step.people, step.notes)
    ]
    said += [part for each in report.signers for part in (each.name, each.role)]
    said += [f"{section.score}/{section.max}" for section in report.sections]
    assert [each for each in said if squeezed(each) not in text] == []


def test_points_lost_carry_a_true_minus(full: RenderedVerdict, tmp_path: Path) -> None:
    text = "".join(pages_of(full.pdf, tmp_path))
    assert "−1.67" in text
    assert "-1.67" not in text


def test_no_line_begins_or_ends_with_the_wrong_mark() -> None:
    with taken_down() as lines:
        render_verdict(full_report())
    texts = [line.text for line in lines]
    assert [text for text in texts if text[0] in CLOSING - set("—…") or text[-1] in OPENING] == []


def test_pages_carry_unit_code_number_and_the_table_its_head(full: RenderedVerdict, tmp_path: Path) -> None:
    report, pages = full_report(), pages_of(full.pdf, tmp_path)
    for number, page in enumerate(pages, start=1):
        lines = [line for line in page.splitlines() if line.strip()]
        assert report.unit in lines[0]
        assert report.short_code in lines[0]
        assert squeezed(lines[-1]) == f"第{number}页共{len(pages)}页"
    rows = re.compile(rf"^\s*({'|'.join(re.escape(row.id) for row in report.criteria)})\s", re.MULTILINE)
    with_rows = [page for page in pages if (rows.search(page) and "评定" in page) or "总 分" in page]
    assert len(with_rows) >= 2
    for page in with_rows:
        assert any(all(title in line for title in HEAD) for line in page.splitlines())


def test_a_row_stays_with_its_reasons(full: RenderedVerdict, tmp_path: Path) -> None:
    pages = [squeezed(page) for page in pages_of(full.pdf, tmp_path, layout=False)]
    for row in full_report().criteria:
        for line in row.lines:
            together = [page for page in pages if squeezed(line.why) in page]
            assert any(squeezed(row.item + row.wanted)[:12] in page for page in together), row.id


@pytest.mark.parametrize("signers", [1, 2, 3, 4, 5, 7, 9, 15])
@pytest.mark.parametrize("form", ["digital", "pen"])
def test_boxes_lie_on_their_page_apart_and_large_enough(signers: int, form: Form) -> None:
    people = tuple(Signer(f"p.{at}", f"专家{at}（示例）", "专家") for at in range(signers))
    boxes = render_verdict(replace(full_report(), signers=people, form=form)).boxes
    assert {box.name for box in boxes} == {field_name(each.person_id) for each in people}
    assert not any("." in box.name for box in boxes)
    assert all(0 < box.x0 < box.x1 < PAGE_WIDTH and 0 < box.y0 < box.y1 < PAGE_HEIGHT for box in boxes)
    assert all(box.x1 - box.x0 >= 120 and box.y1 - box.y0 >= 34 for box in boxes)
    assert not any(_overlap(one, other) for one, other in combinations(boxes, 2))


def _overlap(one: SignatureBox, other: SignatureBox) -> bool:
    beside = one.x1 <= other.x0 or other.x1 <= one.x0
    above = one.y1 <= other.y0 or other.y1 <= one.y0
    return one.page == other.page and not beside and not above


@pytest.mark.parametrize("extra", range(0, 40, 3))
def test_the_signatures_never_stand_alone_on_a_page(extra: int, tmp_path: Path) -> None:
    """However the text before it grows, some of it comes along to the signatures' page."""
    report = replace(full_report(), problems=("问题尚待整改，请逐项落实。",) * (extra + 2))
    made = render_verdict(report)
    page = pages_of(made.pdf, tmp_path)[made.boxes[0].page]
    lines = [squeezed(line) for line in page.splitlines() if line.strip()]
    assert not re.fullmatch(r"[一二三四五六七八九十]+、签署", lines[1]), lines[:3]
    assert {box.page for box in made.boxes} == {made.boxes[0].page}
    assert "盖章处" in page


def test_the_pen_has_dates_and_no_word_on_digital_signatures(tmp_path: Path) -> None:
    text = squeezed("".join(pages_of(render_verdict(minimal_report()).pdf, tmp_path)))
    assert "电子签名" not in text
    assert "内部核验" not in text
    assert text.count("年月日") == 4
    assert "（盖章处）" in text


def test_the_digital_form_says_what_it_proves(full: RenderedVerdict, tmp_path: Path) -> None:
    text = squeezed("".join(pages_of(full.pdf, tmp_path)))
    assert "内部核验" in text
    assert "不属于依法设立的电子认证服务机构签发的证书" in text


def test_a_draft_prints_no_code_that_could_be_taken_for_the_final_one(tmp_path: Path) -> None:
    text = squeezed("".join(pages_of(render_verdict(replace(full_report(), draft=True)).pdf, tmp_path)))
    assert "校验码定稿后生成" in text
    assert full_report().short_code not in text
    assert full_report().digest not in text


def test_sentences_are_ended(tmp_path: Path) -> None:
    report = replace(full_report(), problems=("甲", "乙。"))
    text = squeezed("".join(pages_of(render_verdict(report).pdf, tmp_path)))
    assert "1．甲。" in text
    assert "2．乙。" in text
    assert "。。" not in text


def test_sample_and_draft_are_marked_on_every_page(tmp_path: Path) -> None:
    report = replace(full_report(), draft=True, digest="", short_code="")
    for page in pages_of(render_verdict(report).pdf, tmp_path):
        assert "【示例】【草稿】" in squeezed(page)
    plain = "".join(pages_of(render_verdict(replace(report, sample=False, draft=False)).pdf, tmp_path))
    assert "【示例】" not in plain
    assert "草稿" not in plain


@pytest.mark.parametrize("char", ["\U00031350", "😀", "\uf000", "\ufffd", chr(0xD800)])
def test_a_character_without_a_glyph_is_refused_by_name_and_place(char: str) -> None:
    with pytest.raises(Refusal) as caught:
        render_verdict(with_why(f"教师{char}某资格证书过期"))
    (fault,) = caught.value.faults
    assert fault.where == "sections.0.criteria.0.lines.0.why"
    assert f"U+{ord(char):04X}" in fault.message
    assert "逐项内容" in fault.message
    fault.message.encode("utf-8")


def test_control_characters_and_odd_spaces_leave_no_trace(tmp_path: Path) -> None:
    made = render_verdict(with_why("缺\u200b风险\u202e管理\x00制度\x07，\u00a0扣\u20091分\ufe0f"))
    text = squeezed("".join(pages_of(made.pdf, tmp_path)))
    assert "缺风险管理制度，扣1分" in text


def test_a_reason_longer_than_a_page_is_set_whole(tmp_path: Path) -> None:
    reason = "".join(f"第{at}册材料不完整，缺签字页；" for at in range(400))
    text = squeezed("".join(pages_of(render_verdict(with_why(reason)).pdf, tmp_path, layout=False)))
    for at in (0, 150, 399):
        assert f"第{at}册材料不完整" in text
    wanted = replace(full_report().sections[0].criteria[0], wanted=reason)
    section = replace(full_report().sections[0], criteria=(wanted,))
    assert render_verdict(replace(full_report(), sections=(section,))).boxes


def _set_or_refused(report: VerdictReport, followed: Followed | None = None) -> bool:
    try:
        return render_verdict(report, followed).pdf.startswith(b"%PDF")
    except Refusal as refusal:
        return all(fault.where and fault.message and fault.code for fault in refusal.faults)


texts = st.text(max_size=120) | st.text(st.characters(categories=("Lo", "Po", "Cc", "So")), max_size=60)


@settings(max_examples=60)
@given(texts, texts, texts)
def test_any_text_is_set_or_refused(why: str, unit: str, title: str) -> None:
    report = with_why(why)
    strange = replace(report, unit=unit, title=title, problems=(why, unit))
    strange = replace(strange, panel=(replace(report.panel[0], name=unit),), outcome_label=title)
    assert _set_or_refused(strange, replace(full_followed(), statement=title, by=unit))


@settings(max_examples=25)
@given(st.text(st.characters(categories=("Nd", "Ll")), min_size=200, max_size=3000))
def test_endless_words_are_cut_to_the_page(word: str) -> None:
    assert _set_or_refused(with_why(word))


def test_a_date_without_a_zone_counts_as_utc() -> None:
    naive = replace(full_report(), frozen_at=datetime(2026, 5, 12, 8, 41, 7))  # noqa: DTZ001
    assert render_verdict(naive).pdf == render_verdict(full_report()).pdf


def test_reports_without_scores_or_people_are_still_set() -> None:
    empty: VerdictReport = replace(full_report(), sections=(), signers=(), panel=(), digest="", short_code="")
    assert render_verdict(empty).boxes == ()


def test_each_fact_of_the_profile_has_its_own_cell_and_nothing_is_empty(tmp_path: Path) -> None:
    report = replace(
        full_report(), unit_type="项目类型：高技能人才培训基地；项目级别：国家级", project_code=""
    )
    said = "".join("".join(pages_of(render_verdict(report).pdf, tmp_path)).split())
    assert "项目类型高技能人才培训基地" in said
    assert "项目级别国家级" in said
    assert "项目编号" not in said
