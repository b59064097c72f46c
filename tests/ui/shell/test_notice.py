from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from app.common.clock import FixedClock
from app.common.errors import EnvironmentTrouble, Fault, Refusal
from app.ui.shell.journal import LIMIT, Journal
from app.ui.shell.notice import notice_of
from app.ui.shell.settings import Settings, SettingsFile

CLOCK = FixedClock(datetime(2025, 5, 12, tzinfo=UTC))


def test_a_single_fault_is_the_title_and_says_what_is_safe() -> None:
    notice = notice_of(Refusal.because("文件不是有效的数据包。", code="XP-3101"))
    assert notice.title == "文件不是有效的数据包。"
    assert "未作任何改动" in notice.body
    assert "XP-3101" in notice.body


def test_many_faults_are_listed_and_counted() -> None:
    notice = notice_of(Refusal([Fault("", f"第 {n} 处") for n in range(9)]))
    assert notice.title == "有 9 处需要改正："
    assert len(notice.details) == 7
    assert notice.details[-1] == "另有 3 处。"


def test_trouble_tells_what_happened_what_is_safe_and_what_to_do() -> None:
    notice = notice_of(
        EnvironmentTrouble("磁盘已满。", safe="数据完好。", advice="请清理磁盘。", code="XP-9101")
    )
    assert notice.title == "磁盘已满。"
    assert notice.body.splitlines() == ["数据完好。请清理磁盘。", "编号 XP-9101"]


def _fault() -> None:
    secret = "123456"
    raise ValueError(f"PIN {secret}")


def test_the_journal_records_places_and_no_words(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "deep" / "journal.txt", CLOCK)
    try:
        _fault()
    except ValueError:
        kind, _, trace = sys.exc_info()
        assert kind is not None
        assert journal.record(kind, trace)
    text = journal.path.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "_fault" in text
    assert "123456" not in text


def test_the_journal_starts_anew_when_it_is_long(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.txt", CLOCK)
    journal.path.write_text("x" * (LIMIT + 1), encoding="utf-8")
    journal.record(ValueError, None)
    assert journal.path.stat().st_size < 1000


def test_the_journal_gives_way_to_a_disk_that_refuses(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not Journal(tmp_path / "file" / "journal.txt", CLOCK).record(ValueError, None)


def test_settings_survive_a_restart_and_damage(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    SettingsFile.read(path).change(look="dark", width=1366)
    assert SettingsFile.read(path).now == Settings(look="dark", width=1366)
    path.write_text('{"look": "pink", "width": "wide", "text_size": 115}', encoding="utf-8")
    assert SettingsFile.read(path).now == Settings(text_size=115)
    path.write_text("{", encoding="utf-8")
    assert SettingsFile.read(path).now == Settings()


def test_settings_that_cannot_be_written_still_hold(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    file = SettingsFile.read(tmp_path / "file" / "window.json")
    assert file.change(look="dark").look == "dark"
