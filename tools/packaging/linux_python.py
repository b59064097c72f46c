"""The interpreter for Linux: Debian's own, taken out of its packages and made to run where it lies.

Debian's, because it is the one that a builder can hold against signatures: its archive signs every package,
and the package index carries none that its publisher made. What it is linked with comes along, and so do the
small libraries for X11 that desktops tend to lack. The C library, the graphics driver and expat (which
every desktop has for its fonts, and Debian's asks for a newer C library) are the system's.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.packaging.archives import digest
from tools.packaging.workshop import NotMadeError, Workshop, said, tool

VERSION = "3.11"
PACKAGES = (
    ("libbz2-1.0", "1.0.8-5+b1", "54149da3f44b22d523b26b692033b84503d822cc5122fed606ea69cc83ca5aeb"),
    ("libffi8", "3.4.4-1", "6d9f6c25c30efccce6d4bceaa48ea86c329a3432abb360a141f76ac223a4c34a"),
    ("liblzma5", "5.4.1-1+deb12u2", "3d8c29c8c21ec6007635e1b2591edf98b771c9572a085968f47452b33040f384"),
    (
        "libpython3.11-minimal",
        "3.11.2-6+deb12u9",
        "69f41cfa3f4ba17284e538f843069d7529c53c207d2ae17a5b02785944870e33",
    ),
    (
        "libpython3.11-stdlib",
        "3.11.2-6+deb12u9",
        "10f13e000ee757f5f2d2d3569f9e30546214a0c850acd78695feae373bfa3e53",
    ),
    ("libsqlite3-0", "3.40.1-2+deb12u2", "a8d78b40e9b4e422224aeebfe0e4dfc243f6acf3532490b0c05480d4283d41e2"),
    ("libssl3", "3.0.22-1~deb12u2", "cb4784740daa9b3b0eaea2b444bbefa686794afbbf3d678d238c1fd9875f2efd"),
    ("libuuid1", "2.38.1-5+deb12u3", "5fff398321da62d28a842bcbabd193d72ae21724962c029dc32b1dc6b2deaeaf"),
    ("libxcb-cursor0", "0.1.4-1", "a4b3c32dc008275ffcacccc1c77c030f01aad38e232e05d5ad116b76656c607c"),
    ("libxcb-icccm4", "0.4.1-1.1", "f323194cb04cd4e5ae064fafec39db6dcf8a431cbd65a0bc53fa6c359862d8ff"),
    ("libxcb-image0", "0.4.0-2", "a475522faef7672ca065fdcd2594bc755bfcc4d819909f9d944e8c002b4460d1"),
    ("libxcb-keysyms1", "0.4.0-1+b2", "aed1436db9a3e63b10d00c4ed16248b5c82b5dd2963a83a761f406af65eb4b49"),
    ("libxcb-render-util0", "0.3.9-1+b1", "be4b38a63e65c84e2f1322f044d05a9baa677e0f3dc68b742a0a109a3ff40ae9"),
    ("libxcb-shape0", "1.15-1", "e0d0e31db4d72e2f7246d40edc6bd75e0249ae3138839e60a268db7da40a6ae2"),
    ("libxcb-util1", "0.4.0-1+b1", "4c48af51fb2ac1be0490067e7450aeda27bf6c6c395165de02199eee4835336f"),
    ("libxkbcommon-x11-0", "1.5.0-1", "9b34d760f0ca0f125419a6becc6492c489f0371953ef42caad3401199a497ff5"),
    ("libxkbcommon0", "1.5.0-1", "e3fe045b9a33a101de1c5a912a4a10928db055c3f68930f47eccbb44d7c7d54e"),
    (
        "python3.11-minimal",
        "3.11.2-6+deb12u9",
        "b5f855ab922dfcd5d1a3223b2118c3dae13ffc7751b0cd5dc24740386323a33a",
    ),
    ("zlib1g", "1:1.2.13.dfsg-1", "d7dd1d1411fedf27f5e27650a6eff20ef294077b568f4c8c5e51466dc7c08ce4"),
)
"""Name, version and SHA-256 of each; made anew as CONTRIBUTING.md says."""

LEFT_OUT = (
    *("test", "lib2to3", "idlelib", "pydoc_data", "ensurepip", "distutils", "unittest", "turtledemo", "venv"),
    *("turtle.py", "EXTERNALLY-MANAGED", "sitecustomize.py", "antigravity.py", "this.py"),
)
UNLINKED = ("readline", "_curses", "_dbm", "nis", "ossaudiodev", "_crypt", "_test", "xxlimited", "_xx")
"""Modules of the standard library whose libraries stay at home, and those for trying the interpreter."""

OF_WINDOW = ("libxcb-", "libxkbcommon")


def lay(workshop: Workshop, goal: Path) -> None:
    """Put the interpreter into a folder, its libraries beside it. Raises NotMadeError."""
    patch = tool("patchelf", "patchelf")
    root = workshop.fresh("debian")
    for package in _fetched(workshop):
        said(["dpkg-deb", "-x", str(package), str(root)])
    library = goal / "lib" / f"python{VERSION}"
    shutil.copytree(root / "usr" / "lib" / f"python{VERSION}", library, symlinks=True, ignore=_ignored)
    _drop_dead_links(library)
    (goal / "bin").mkdir()
    program = goal / "bin" / f"python{VERSION}"
    shutil.copy(root / "usr" / "bin" / program.name, program)
    for path in _libraries(root):
        if not path.name.startswith(OF_WINDOW):
            shutil.copy(path, goal / "lib" / _wanted_name(path))
    _find_each_other(patch, program, "$ORIGIN/../lib")
    for path in sorted((library / "lib-dynload").glob("*.so")):
        _find_each_other(patch, path, "$ORIGIN/../..")
    for path in sorted((goal / "lib").glob("*.so*")):
        _find_each_other(patch, path, "$ORIGIN")


def lay_window_libraries(workshop: Workshop, goal: Path) -> None:
    """The libraries of X11 beside Qt's own, which looks there first."""
    for path in _libraries(workshop.work / "debian"):
        if path.name.startswith(OF_WINDOW):
            place = goal / _wanted_name(path)
            shutil.copy(path, place)
            _find_each_other(tool("patchelf", "patchelf"), place, "$ORIGIN")


def lay_licences(workshop: Workshop, goal: Path) -> None:
    """What Debian says of the rights in each package."""
    for path in sorted((workshop.work / "debian" / "usr" / "share" / "doc").glob("*/copyright")):
        if path.is_file():
            shutil.copyfile(path, goal / f"debian {path.parent.name}.txt")


def _fetched(workshop: Workshop) -> list[Path]:
    """The packages, each against its digest; the archive's signature is looked at by apt itself."""
    folder = workshop.work / "interpreter-linux"
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for name, version, wanted in PACKAGES:
        path = folder / f"{name}_{version.replace(':', '%3a')}_amd64.deb"
        if not path.is_file():
            _download(folder, name, version)
        if digest(path) != wanted:
            raise NotMadeError(f"{path} is not what is pinned; take it away and try again")
        found.append(path)
    return found


def _download(folder: Path, name: str, version: str) -> None:
    try:
        said(["apt-get", "download", f"{name}:amd64={version}"], cwd=folder)
    except (NotMadeError, OSError) as trouble:
        raise NotMadeError(
            f"{name} {version} of Debian 12 could not be fetched (after sudo apt-get update?); where Debian"
            f" has a newer one, see CONTRIBUTING.md on how to pin it: {trouble}"
        ) from trouble


def _ignored(_folder: str, names: list[str]) -> set[str]:
    return {each for each in names if each in LEFT_OUT or each.startswith(UNLINKED) or each == "__pycache__"}


def _drop_dead_links(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_symlink() and not path.exists():
            path.unlink()


def _libraries(root: Path) -> list[Path]:
    places = (root / "lib" / "x86_64-linux-gnu", root / "usr" / "lib" / "x86_64-linux-gnu")
    return [path for place in places for path in sorted(place.glob("*.so*")) if not path.is_symlink()]


def _wanted_name(path: Path) -> str:
    """What others call a library: its own word on it, such as ``libssl.so.3``."""
    return said(["patchelf", "--print-soname", str(path)]).strip() or path.name


def _find_each_other(patch: str, path: Path, where: str) -> None:
    path.chmod(0o755)
    said([patch, "--set-rpath", where, str(path)])
