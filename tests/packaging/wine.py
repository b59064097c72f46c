"""The Windows package under wine: what wine 8 lacks stands in for the trial alone, and is in no package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

WINE = shutil.which("wine64") or next((str(p) for p in (Path("/usr/lib/wine/wine64"),) if p.exists()), "")
COMPILER = shutil.which("x86_64-w64-mingw32-gcc") or ""
RANDOM = """#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE into, SIZE_T count) {
    return SystemFunction036(into, (ULONG)count);
}
"""
EMPTY = ("icuuc", "mscms")
LACKING = ("_wmi.pyd",)
"""A module that wine cannot serve; the standard library does without."""
HANG_S = 900


def stand_ins(python: Path) -> None:
    """Lay them beside the interpreter."""
    for name in LACKING:
        (python / name).unlink(missing_ok=True)
    _compiled(python, "bcryptprimitives", RANDOM, "-ladvapi32")
    for library in EMPTY:
        asked = sorted({name for path in _binaries(python) for name in _asked_of(path, library)})
        text = "".join(f"__declspec(dllexport) void *{name}(void) {{ return 0; }}\n" for name in asked)
        _compiled(python, library, text)


def run(program: Path, prefix: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a program of Windows; its standard streams are pipes, which wine needs."""
    names = ",".join(("bcryptprimitives", *EMPTY))
    environment = os.environ | {
        "WINEPREFIX": str(prefix),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": f"{names}=n;mscoree,mshtml=",
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [WINE, str(program), *arguments]
    return subprocess.run(
        command, env=environment, input=b"", capture_output=True, timeout=HANG_S, check=False
    )


def path(here: Path) -> str:
    """A place of this system as wine's programs call it."""
    return "Z:" + str(here).replace("/", "\\")


def _compiled(folder: Path, name: str, text: str, *more: str) -> None:
    source = folder / f"{name}.c"
    source.write_text(text, encoding="ascii")
    goal = folder / f"{name}.dll"
    subprocess.run([COMPILER, "-shared", "-w", "-o", str(goal), str(source), *more], check=True)
    source.unlink()


def _binaries(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix in {".dll", ".pyd"}]


def _asked_of(path: Path, library: str) -> list[str]:
    """The names that a file imports from a library."""
    told = subprocess.run(["objdump", "-p", str(path)], capture_output=True, check=False).stdout
    found = re.search(
        rf"DLL Name: {library}\.dll(.+?)\n\n", told.decode("ascii", "replace"), re.DOTALL | re.IGNORECASE
    )
    return re.findall(r"^\t.*\s(\w+)$", found[1], re.MULTILINE) if found else []
