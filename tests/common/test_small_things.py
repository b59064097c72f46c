from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.common import paths
from app.common.clock import FixedClock, SystemClock, moment_of, stamp
from app.common.errors import EnvironmentTrouble, Fault, Refusal
from app.common.files import PieceStream
from app.common.ids import is_id, new_id, short_code
from app.common.paths import data_folder, make_data_folder, resources
from app.common.words import say


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1000, 1, 1)))  # noqa: DTZ001
def test_a_stamp_reads_back_and_sorts_as_time_does(moment: datetime) -> None:
    later = moment + timedelta(microseconds=1) if moment.year < 9999 else moment
    assert moment_of(stamp(moment)) == moment
    assert stamp(moment) <= stamp(later)


def test_a_stamp_is_utc_whatever_the_zone() -> None:
    beijing = datetime(2025, 5, 12, 8, 0, tzinfo=timezone(timedelta(hours=8)))
    assert stamp(beijing) == "2025-05-12T00:00:00.000000Z"


def test_clocks_tell_utc() -> None:
    moment = datetime(2025, 5, 12, tzinfo=UTC)
    assert FixedClock(moment).now() == moment
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_identities_are_fresh_and_recognised() -> None:
    assert is_id(new_id())
    assert new_id() != new_id()
    assert not is_id("../../etc/passwd")
    assert short_code("0123456789abcdef") == "0123-4567-89AB"


def test_faults_keep_their_places() -> None:
    refusal = Refusal([Fault("a.b", "甲。"), Fault("c", "乙。", "XP-1")])
    assert str(refusal) == "甲。；乙。"
    assert [fault.as_json() for fault in refusal.faults] == [
        {"where": "a.b", "message": "甲。"},
        {"where": "c", "message": "乙。", "code": "XP-1"},
    ]


def test_trouble_says_what_is_safe_and_what_to_do() -> None:
    trouble = EnvironmentTrouble("磁盘已满。", advice="请腾出空间。", safe="已录入的内容都在。")
    assert str(trouble) == "磁盘已满。已录入的内容都在。请腾出空间。"


def test_the_chosen_folder_wins(tmp_path: Path) -> None:
    assert data_folder(tmp_path) == tmp_path
    assert data_folder(None).name == "xianping"
    assert (resources() / "samples").is_dir()


@pytest.mark.parametrize("name", ["数据放在这里.txt", "数据放在这里.txt.txt"])
def test_a_portable_copy_keeps_its_data_beside_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(paths, "program", lambda: tmp_path)
    monkeypatch.setenv("HOME", "/nowhere")
    (tmp_path / name).touch()
    assert data_folder(None) == tmp_path / "数据" == make_data_folder(None)
    assert data_folder(tmp_path / "别处") == tmp_path / "别处"


def test_texts_fill_their_places() -> None:
    assert say("还差 {count} 项", count=3) == "还差 3 项"
    with pytest.raises(KeyError):
        say("还差 {count} 项", other=3)


class _Told:
    def __init__(self, *pieces: bytes) -> None:
        self._told = pieces

    def pieces(self) -> Iterator[bytes]:
        return iter(self._told)


@given(st.lists(st.binary(max_size=20)), st.lists(st.integers(1, 30)))
def test_pieces_read_as_from_a_file(pieces: list[bytes], sizes: list[int]) -> None:
    whole, file = PieceStream(_Told(*pieces)), BytesIO(b"".join(pieces))
    assert [whole.read(size) for size in sizes] == [file.read(size) for size in sizes]
    assert whole.read() == file.read()
    assert whole.read(5) == b""
