"""The guide's table 出了意外怎么办: a test proves each line, and the buttons it names are the program's."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
CHAPTER = "## 出了意外怎么办"
BUTTON = re.compile(r"“([^”]*…)”")

PROOFS = {
    "评分时程序或电脑突然关掉": (
        "e2e/test_window_kill.py",
        "test_killed_at_the_window_at_most_one_character_is_gone",
    ),
    "专家的电脑坏了": ("e2e/test_window_safe.py", "test_the_work_goes_on_at_the_leaders_laptop"),
    "组长的电脑坏了，结论还没有出具": (
        "services/panel/test_another_laptop.py",
        "test_the_visit_ends_on_the_leaders_second_laptop",
    ),
    "全组合用的电脑坏了，没有别的电脑有本组的人": (
        "ui/safes/test_replacement.py",
        "test_the_work_goes_on_where_nobody_was_known",
    ),
    "U 盘拔出、写满或丢了": (
        "ui/safes/test_keeping.py",
        "test_a_stick_pulled_out_is_a_word_and_nothing_else",
    ),
    "提示文件夹是 U 盘拔出后留下的": (
        "services/safe/test_stick_links.py",
        "test_a_folder_that_a_stick_left_behind_is_no_place",
    ),
    "专家病倒、先走，或须回避": (
        "ui/attendance/test_attendance.py",
        "test_an_expert_who_falls_ill_does_not_hold_the_panel_up",
    ),
    "专家不足批次要求的人数": (
        "services/panel/test_attendance.py",
        "test_below_the_quorum_nothing_freezes_and_it_says_what_can_be_done",
    ),
    "误登记了缺席，或人又赶到了": (
        "ui/attendance/test_attendance.py",
        "test_an_absence_noted_by_mistake_is_taken_back",
    ),
    "组长病倒、忘记 PIN 或密钥遗失": (
        "ui/attendance/test_attendance.py",
        "test_a_member_by_vote_leads_from_the_conclusion_to_the_last_signature",
    ),
    "换了组长，已锁定的表新组长打不开": (
        "ui/attendance/test_attendance.py",
        "test_a_locked_sheet_is_written_again_for_the_new_leader",
    ),
    "原组长回来了": (
        "ui/attendance/test_attendance.py",
        "test_the_leader_who_is_back_takes_the_seat_again",
    ),
    "不能电子签署": (
        "ui/attendance/test_attendance.py",
        "test_a_digital_visit_turns_to_pen_in_the_window_and_goes_out",
    ),
    "某位专家不能电子签署": ("ui/signing/test_pen.py", "test_the_round_goes_on_to_the_leader_and_out"),
    "几位专家分在几台电脑上签署": (
        "ui/signing/test_copy.py",
        "test_copies_that_were_signed_from_the_same_file_come_back_together",
    ),
    "定稿以后要改": ("ui/conclusion/test_conclusion.py", "test_thawing_says_what_it_voids"),
    "手签的照片与撤回前的相同": (
        "ui/signing/test_voided.py",
        "test_what_is_void_is_told_and_the_same_photo_asked_about",
    ),
    "单位还没有表态就要出具": (
        "ui/signing/test_voided.py",
        "test_issuing_before_the_answer_is_told_before_it_is_done",
    ),
    "有的评分表随副本带来，缺签名文件": (
        "ui/conclusion/test_unsigned.py",
        "test_the_expert_signs_with_the_pin_and_the_text_can_be_frozen",
    ),
    "同一位专家有两份不同的表": ("ui/history/test_rivals.py", "test_the_leader_sees_both_and_chooses"),
    "录到了别人名下": (
        "ui/history/test_rivals.py",
        "test_what_was_typed_into_the_wrong_expert_is_set_aside_and_typed_anew",
    ),
    "同一份表在两台电脑上都填了": (
        "ui/history/test_rivals.py",
        "test_two_branches_are_joined_at_the_desk",
    ),
    "组长在两台电脑上都写了结论": (
        "ui/conclusion/test_branches.py",
        "test_the_leader_joins_two_ledgers",
    ),
    "忘记 PIN": ("ui/locking/test_locking.py", "test_a_forgotten_pin_has_a_way_through"),
    "忘记 PIN，恢复码也没有，表还没有锁定": (
        "ui/seating/test_going_on.py",
        "test_the_leader_goes_on_for_who_has_forgotten_the_pin",
    ),
    "忘记 PIN，恢复码也没有，表已经锁定": (
        "ui/history/test_rivals.py",
        "test_a_locked_sheet_is_gone_on_with_by_the_leader",
    ),
    "代录的人走了": (
        "services/panel/test_handing_on.py",
        "test_a_typed_sheet_passes_to_a_second_typist",
    ),
    "主管部门改了任务": ("ui/home/test_revision.py", "test_what_changes_is_seen_before_it_holds"),
    "按修订前的任务锁定了": (
        "services/packages/test_revisions.py",
        "test_who_has_locked_already_fills_it_again_under_the_amended_task",
    ),
    "来件显示要先输入 PIN": (
        "ui/session/test_waiting.py",
        "test_the_file_waits_is_named_and_is_taken_after_the_pin",
    ),
    "收取的文件是别次考核的": (
        "services/packages/test_wrong_visit.py",
        "test_anothers_document_is_refused_and_changes_nothing",
    ),
    "换了电脑以后主管部门的回执来了": (
        "services/safe/test_memory.py",
        "test_the_receipt_is_taken_on_the_second_laptop",
    ),
    "换了电脑以后又导出已核事实": (
        "services/packages/test_facts_files.py",
        "test_numbers_that_begin_anew_do_not_make_a_later_file_older",
    ),
    "已核事实在锁定以后才到": (
        "services/packages/test_facts_files.py",
        "test_facts_that_come_after_locking_are_told_as_that",
    ),
    "自己的表还没有锁定，却要代录别人的": (
        "services/sheet/test_typed_sheets.py",
        "test_who_still_scores_types_nothing_in",
    ),
    "电脑的时钟或时区不对": (
        "ui/conclusion/test_clock.py",
        "test_the_clock_is_corrected_on_the_way_to_freezing",
    ),
}


def rows() -> dict[str, str]:
    """Accident to what is pressed, as the guide has them."""
    guide = (HOME / "docs" / "guide.md").read_text(encoding="utf-8")
    chapter = guide.split(CHAPTER + "\n", 1)[1].split("\n## ", 1)[0]
    lines = [line.strip("| ").split(" | ") for line in chapter.splitlines() if line.startswith("| ")]
    return dict(lines[1:])


def test_every_line_has_its_proof_and_every_proof_its_line() -> None:
    assert set(rows()) == set(PROOFS)


@pytest.mark.parametrize("accident", PROOFS)
def test_the_proof_is_there(accident: str) -> None:
    place, name = PROOFS[accident]
    tree = ast.parse((HOME / "tests" / place).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_the_buttons_that_are_named_are_the_programs_own() -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in (HOME / "app" / "ui").rglob("*.py"))
    shown = re.sub(r"\{\w+\}", "", shown)
    named = {button for deed in rows().values() for button in BUTTON.findall(deed)}
    named = {re.sub(r"（[^）]*）", "", button) for button in named}
    assert named
    assert [button for button in sorted(named) if button not in shown] == []
