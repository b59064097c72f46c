"""Days as people write them, in the one form that is kept."""

from __future__ import annotations

import pytest

from app.common.days import iso_day, month_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-12", "2026-05-12"), ("2026/5/12", "2026-05-12"), ("2026-5-12", "2026-05-12"),
        ("2026.5.12", "2026-05-12"), ("2026年5月12日", "2026-05-12"), (" 2026 年 5 月 12 日 ", "2026-05-12"),
        ("2024-02-29", "2024-02-29"), ("2000/2/29", "2000-02-29"), ("2025-1-1", "2025-01-01"),
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str, day: str) -> None:
    assert iso_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "", "2025-02-29", "1900-02-29", "2025-04-31", "2025-13-01", "2025-00-01", "٢٠٢٥-01-01", "0000-01-01",
        "12/5/2026", "26-5-12", "2026-05", "2026-05-12 09:00", "20260512",
    ],
)  # fmt: skip
def test_what_is_no_day_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="no"):
        iso_day(text)


@pytest.mark.parametrize("text", ["04-30", "4-30", "4/30", "4.30", "4月30日", " 04 - 30 "])
def test_a_day_of_every_year_is_read_however_it_is_written(text: str) -> None:
    assert month_day(text) == "04-30"


@pytest.mark.parametrize("text", ["", "02-29", "4-31", "13-01", "00-10", "2026-04-30", "四月三十日"])
def test_what_is_no_day_of_every_year_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="no"):
        month_day(text)
