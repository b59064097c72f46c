"""Wheels for a target, fetched by the hashes in the lock and unpacked: nothing of them is run."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tools.origins import own_places
from tools.packaging.archives import digest
from tools.packaging.lock import Locked, needed
from tools.packaging.pruning import ships
from tools.packaging.workshop import NotMadeError, Workshop
from tools.prepare import call

PIP = [sys.executable, "-I", "-m", "pip"]


@dataclass(frozen=True, slots=True)
class Target:
    """A system that a package is for: as the installer names it, and as markers of a lock ask for it."""

    name: str
    python: str
    platforms: tuple[str, ...]
    markers: Mapping[str, str]

    @property
    def options(self) -> list[str]:
        """The installer's options that choose files for this target and no other."""
        chosen = [f"--platform={each}" for each in self.platforms]
        return [*chosen, f"--python-version={self.python}", "--implementation=cp", "--only-binary", ":all:"]


def _markers(python: str, system: str, platform: str, name: str) -> dict[str, str]:
    return {
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "platform_system": platform,
        "os_name": name,
        "platform_machine": "AMD64" if system == "win32" else "x86_64",
        "extra": "",
    }


WINDOWS = Target("windows", "3.13", ("win_amd64",), _markers("3.13", "win32", "Windows", "nt"))
LINUX = Target(
    "linux",
    "3.11",
    (*(f"manylinux_2_{minor}_x86_64" for minor in range(36, 16, -1)), "manylinux2014_x86_64"),
    _markers("3.11", "linux", "Linux", "posix"),
)


def fetched(workshop: Workshop, target: Target) -> list[Path]:
    """The wheels of what the target needs, every one against its hash; kept for the next time."""
    wanted = needed((workshop.home / "requirements.lock").read_text(encoding="utf-8"), target.markers)
    folder = workshop.work / f"wheels-{target.name}"
    fetch(folder, [each.line() for each in wanted], target.options)
    return [_wheel(folder, each) for each in wanted]


def fetch(folder: Path, lines: Sequence[str], options: Sequence[str]) -> None:
    """Download what the lines name, first from where this machine's settings say. Raises NotMadeError."""
    folder.mkdir(parents=True, exist_ok=True)
    listed, text = folder / "wanted.txt", "\n".join(lines) + "\n"
    if listed.is_file() and listed.read_text(encoding="utf-8") == text and (folder / "whole").exists():
        return
    (folder / "whole").unlink(missing_ok=True)
    listed.write_text(text, encoding="utf-8")
    manners = ["--no-input", "--disable-pip-version-check", "--quiet", "--quiet"]
    command = [*PIP, "--isolated", "download", "--no-deps", "--require-hashes", *manners, *options]
    command += ["-d", str(folder), "-r", str(listed)]
    own = own_places(PIP)
    if not ((own and call([*command, *own]) == 0) or call(command) == 0):
        raise NotMadeError("what the lock names could not be fetched: see above; look at the network")
    (folder / "whole").touch()


def _wheel(folder: Path, wanted: Locked) -> Path:
    stem = wanted.name.replace("-", "_").replace(".", "_").lower()
    for path in sorted(folder.glob("*.whl")):
        name, version = path.name.split("-")[:2]
        if name.lower().replace(".", "_") == stem and version == wanted.version:
            if f"sha256:{digest(path)}" not in wanted.hashes:
                raise NotMadeError(f"{path} is not what the lock names; take the folder away and try again")
            return path
    raise NotMadeError(f"no wheel of {wanted.name} {wanted.version} in {folder}")


def unpack(wheels: Sequence[Path], site: Path) -> None:
    """The files that ship, as the installer would lay them; scripts and headers are left out."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as packed:
            for name in (each.filename for each in packed.infolist() if not each.is_dir()):
                place = _place(name)
                if place is not None and ships(place):
                    goal = site / place
                    goal.parent.mkdir(parents=True, exist_ok=True)
                    goal.write_bytes(packed.read(name))


def _place(name: str) -> str | None:
    """Where a file of a wheel comes to lie in the site folder; None for what lies elsewhere."""
    parts = PurePosixPath(name).parts
    if ".." in parts or name.startswith("/"):
        raise NotMadeError(f"a wheel names a file outside: {name}")
    if not parts[0].endswith(".data"):
        return name
    return "/".join(parts[2:]) if parts[1] in {"purelib", "platlib"} else None
