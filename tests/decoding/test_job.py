"""Windows' job object: the layout of its structures, the order of the calls, and what refuses."""

from __future__ import annotations

import builtins
import ctypes
import sys

import pytest

from app.decoding import bounds, job

WIDE = ctypes.sizeof(ctypes.c_void_p) == 8
# Offsets on 64 and on 32 bits, as a C compiler lays winnt.h out.
BASIC = {
    "PerProcessUserTimeLimit": (0, 0),
    "PerJobUserTimeLimit": (8, 8),
    "LimitFlags": (16, 16),
    "MinimumWorkingSetSize": (24, 20),
    "MaximumWorkingSetSize": (32, 24),
    "ActiveProcessLimit": (40, 28),
    "Affinity": (48, 32),
    "PriorityClass": (56, 36),
    "SchedulingClass": (60, 40),
}
EXTENDED = {
    "BasicLimitInformation": (0, 0),
    "IoInfo": (64, 48),
    "ProcessMemoryLimit": (112, 96),
    "JobMemoryLimit": (120, 100),
    "PeakProcessMemoryUsed": (128, 104),
    "PeakJobMemoryUsed": (136, 108),
}
SIZES = ((job.BasicLimits, (64, 48)), (job.IoCounters, (48, 48)), (job.ExtendedLimits, (144, 112)))


@pytest.mark.parametrize(("form", "places"), [(job.BasicLimits, BASIC), (job.ExtendedLimits, EXTENDED)])
def test_every_field_lies_where_windows_reads_it(
    form: type[ctypes.Structure], places: dict[str, tuple[int, int]]
) -> None:
    found = {name: getattr(form, name).offset for name, *_ in form._fields_}
    assert found == {name: at[0 if WIDE else 1] for name, at in places.items()}


@pytest.mark.parametrize(("form", "sizes"), SIZES)
def test_a_structure_is_as_large_as_windows_wants_it(
    form: type[ctypes.Structure], sizes: tuple[int, int]
) -> None:
    assert ctypes.sizeof(form) == sizes[0 if WIDE else 1]


def test_the_limits_are_those_of_the_child() -> None:
    told = job.limits(bounds.MOST_MEMORY)
    data = bytes(told)
    assert int.from_bytes(data[16:20], "little") == 0x100 | 0x8 | 0x2000
    at, wide = EXTENDED["ProcessMemoryLimit"][0 if WIDE else 1], ctypes.sizeof(ctypes.c_size_t)
    assert int.from_bytes(data[at : at + wide], "little") == bounds.MOST_MEMORY
    assert told.BasicLimitInformation.ActiveProcessLimit == 1
    assert sum(map(bool, data)) == sum(map(bool, (*data[16:20], *data[at : at + wide], 1))), "nothing else"


def test_where_no_process_can_be_limited_by_itself_the_job_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(bounds, "confine_in_job", asked.append)
    bring = builtins.__import__

    def without(name: str, *more: object) -> object:
        if name == "resource":
            raise ImportError(name)
        return bring(name, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    bounds.confine()
    assert asked == [bounds.MOST_MEMORY]


@pytest.mark.skipif(sys.platform == "win32", reason="there the job is made")
def test_elsewhere_no_job_is_made() -> None:
    assert job.confine_in_job(bounds.MOST_MEMORY) is None
