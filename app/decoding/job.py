"""Windows' limit of memory for the child: a job object, in which the child puts itself.

The structures are laid out as ``winnt.h`` has them, in types of fixed width, so that their sizes can be
checked anywhere; the calls are Windows' alone.
"""

from __future__ import annotations

import ctypes
import sys

PROCESS_MEMORY = 0x00000100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
ACTIVE_PROCESS = 0x00000008  # JOB_OBJECT_LIMIT_ACTIVE_PROCESS
KILL_ON_CLOSE = 0x00002000  # JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation

# A DWORD has four bytes, a LARGE_INTEGER eight; a SIZE_T and a ULONG_PTR are as wide as a pointer.
_DWORD, _LARGE, _SIZE = ctypes.c_uint32, ctypes.c_int64, ctypes.c_size_t


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", _LARGE),
        ("PerJobUserTimeLimit", _LARGE),
        ("LimitFlags", _DWORD),
        ("MinimumWorkingSetSize", _SIZE),
        ("MaximumWorkingSetSize", _SIZE),
        ("ActiveProcessLimit", _DWORD),
        ("Affinity", _SIZE),
        ("PriorityClass", _DWORD),
        ("SchedulingClass", _DWORD),
    )


class IoCounters(ctypes.Structure):
    """IO_COUNTERS: six counts, which a job only tells."""

    _fields_ = tuple(
        (f"{what}{kind}Count", ctypes.c_uint64)
        for kind in ("Operation", "Transfer")
        for what in ("Read", "Write", "Other")
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("BasicLimitInformation", BasicLimits),
        ("IoInfo", IoCounters),
        ("ProcessMemoryLimit", _SIZE),
        ("JobMemoryLimit", _SIZE),
        ("PeakProcessMemoryUsed", _SIZE),
        ("PeakJobMemoryUsed", _SIZE),
    )


def limits(memory: int) -> ExtendedLimits:
    """No more memory than so many bytes, no process beside it, and the end with the job's."""
    told = ExtendedLimits()
    told.BasicLimitInformation.LimitFlags = PROCESS_MEMORY | ACTIVE_PROCESS | KILL_ON_CLOSE
    told.BasicLimitInformation.ActiveProcessLimit = 1
    told.ProcessMemoryLimit = memory
    return told


if sys.platform == "win32":  # pragma: no cover

    def confine_in_job(memory: int) -> int | None:
        """Put this process in a job with these limits; the job's handle, open until the process ends.

        None where the system refuses: then the parent's clock remains.
        """
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p)
        kernel.SetInformationJobObject.argtypes = (
            ctypes.c_void_p,
            ctypes.c_int,
            ctypes.c_void_p,
            ctypes.c_uint32,
        )
        kernel.AssignProcessToJobObject.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
        job: int | None = kernel.CreateJobObjectW(None, None)
        told = limits(memory)
        if not job:
            return None
        set_so = kernel.SetInformationJobObject(job, EXTENDED_LIMITS, ctypes.byref(told), ctypes.sizeof(told))
        if not set_so or not kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess()):
            kernel.CloseHandle(ctypes.c_void_p(job))
            return None
        return job

else:

    def confine_in_job(memory: int) -> int | None:  # noqa: ARG001
        """Other systems limit a process by itself (``bounds``)."""
        return None
