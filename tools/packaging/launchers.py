"""The two programs of Windows that start ours: one for the window, one for commands in a console."""

from __future__ import annotations

from pathlib import Path

from tools.packaging.workshop import Workshop, said, tool

WINDOW, CONSOLE = "现评.exe", "xianping.exe"
COMPILER = "x86_64-w64-mingw32-gcc"
RESOURCES = "x86_64-w64-mingw32-windres"
PACKAGE = "gcc-mingw-w64-x86-64"
_SCRIPT = """#include <winver.h>
1 ICON "xianping.ico"
1 VERSIONINFO
FILEVERSION {numbers}
PRODUCTVERSION {numbers}
FILEOS VOS_NT_WINDOWS32
FILETYPE VFT_APP
BEGIN
  BLOCK "StringFileInfo"
  BEGIN
    BLOCK "080404B0"
    BEGIN
      VALUE "CompanyName", "Xianping"
      VALUE "FileDescription", "现评"
      VALUE "FileVersion", "{version}"
      VALUE "LegalCopyright", "Apache-2.0"
      VALUE "OriginalFilename", "{name}"
      VALUE "ProductName", "现评"
      VALUE "ProductVersion", "{version}"
    END
  END
  BLOCK "VarFileInfo"
  BEGIN
    VALUE "Translation", 0x0804, 1200
  END
END
"""


def resource_script(name: str, version: str) -> str:
    """Icon and version of a program, as the resource compiler reads them."""
    numbers = ",".join((*version.split("."), "0", "0", "0", "0")[:4])
    return _SCRIPT.format(name=name, version=version, numbers=numbers)


def build(workshop: Workshop, icon: bytes, goal: Path) -> None:
    """Compile both into a folder. Raises NotMadeError where a tool is missing."""
    compiler, resources = tool(COMPILER, PACKAGE), tool(RESOURCES, "binutils-mingw-w64-x86-64")
    place = workshop.fresh("launchers")
    (place / "xianping.ico").write_bytes(icon)
    source = workshop.home / "tools" / "packaging" / "launcher.c"
    for name, options in ((WINDOW, ["-mwindows"]), (CONSOLE, ["-mconsole", "-DCONSOLE"])):
        script = place / "launcher.rc"
        script.write_text(resource_script(name, workshop.version), encoding="utf-8")
        said([resources, "-c", "65001", "-i", script.name, "-O", "coff", "-o", "launcher.o"], cwd=place)
        command = [compiler, "-municode", *options, "-O2", "-s", "-Wall", "-Wextra", "-static"]
        command += ["-finput-charset=UTF-8", "-Wl,--no-insert-timestamp", "-o", name]
        said([*command, str(source), "launcher.o"], cwd=place, env=workshop.environment())
        (goal / name).write_bytes((place / name).read_bytes())
