"""The packages for Linux: a folder that runs where it lies, and the same as a package of Debian's."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tools.packaging import licences, linux_python, program
from tools.packaging.archives import date, files_of, tar_folder
from tools.packaging.desktop import ABOUT, mime_types, start_entry
from tools.packaging.icons import PROGRAM, SIZES, Pictures, png
from tools.packaging.wheels import LINUX, fetched, unpack
from tools.packaging.workshop import Workshop, said, tool
from tools.system import WINDOW_PACKAGES

FOLDER = "xianping"
NEWER_NAMES = {"libglib2.0-0": "libglib2.0-0t64"}
STARTER = "xianping.sh"


def folder(workshop: Workshop) -> tuple[Path, str]:
    """The folder as it is packed. Raises NotMadeError."""
    root = workshop.fresh("linux") / FOLDER
    root.mkdir()
    python = root / "python"
    python.mkdir()
    linux_python.lay(workshop, python)
    site = python / "lib" / f"python{linux_python.VERSION}" / "dist-packages"
    unpack(fetched(workshop, LINUX), site)
    linux_python.lay_window_libraries(workshop, site / "PySide6" / "Qt" / "lib")
    program.lay(workshop, root, program.OF_LINUX)
    licences.gather(site, root / "licences")
    linux_python.lay_licences(workshop, root / "licences")
    _compile(root)
    starter = root / FOLDER
    shutil.copyfile(workshop.home / "tools" / "packaging" / STARTER, starter)
    starter.chmod(0o755)
    date(root, workshop.moment)
    return root, ""


def _compile(root: Path) -> None:
    """Modules compiled by the interpreter that will run them, in a form that does not look at times."""
    python = root / "python" / "bin" / f"python{linux_python.VERSION}"
    command = [str(python), "-I", "-B", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    said([*command, "-s", str(root), "-p", "/", str(root)], env=_plain())


def _plain() -> dict[str, str]:
    return os.environ | {"PYTHONHASHSEED": "0"}


def portable(workshop: Workshop, root: Path) -> Path:
    """The folder, packed."""
    goal = workshop.out / f"xianping-{workshop.version}-linux-x86_64-portable.tar.gz"
    tar_folder(root, goal, workshop.moment)
    return goal


def deb(workshop: Workshop, root: Path) -> Path:
    """The folder as a package of Debian's, with start entry, icons and MIME types. Raises NotMadeError."""
    maker = tool("dpkg-deb", "dpkg")
    place = workshop.fresh("deb")
    shutil.copytree(root, place / "usr" / "lib" / FOLDER, symlinks=True)
    (place / "usr" / "bin").mkdir()
    (place / "usr" / "bin" / FOLDER).symlink_to(f"../lib/{FOLDER}/{FOLDER}")
    _to_the_desktop(workshop, place / "usr" / "share")
    _control(workshop, place)
    date(place, workshop.moment)
    goal = workshop.out / f"xianping_{workshop.version}_amd64.deb"
    command = [maker, "--root-owner-group", "-Zxz", "-z3", "--build", str(place), str(goal)]
    said(command, env=workshop.environment() | {"DPKG_DEB_THREADS_MAX": "2"})
    return goal


def _to_the_desktop(workshop: Workshop, share: Path) -> None:
    texts = {
        f"applications/{PROGRAM}.desktop": start_entry(FOLDER),
        f"mime/packages/{PROGRAM}.xml": mime_types(),
        f"doc/{FOLDER}/copyright": (workshop.home / "NOTICE").read_text(encoding="utf-8"),
    }
    for name, text in texts.items():
        _made(share / name).write_text(text, encoding="utf-8")
    for name, svg in Pictures(workshop.home / "resources").all().items():
        room = "apps" if name == PROGRAM else "mimetypes"
        icons = share / "icons" / "hicolor"
        _made(icons / "scalable" / room / f"{name}.svg").write_text(svg, encoding="utf-8")
        for size in SIZES:
            _made(icons / f"{size}x{size}" / room / f"{name}.png").write_bytes(png(svg, size))


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def depends() -> str:
    """What the package asks for: the C library it is built on, and what the window needs of the system."""
    window = (f"{each} | {NEWER_NAMES[each]}" if each in NEWER_NAMES else each for each in WINDOW_PACKAGES)
    return ", ".join(("libc6 (>= 2.35)", "libstdc++6", "libexpat1", *window))


def _control(workshop: Workshop, place: Path) -> None:
    size = sum(path.stat().st_size for path in files_of(place) if not path.is_symlink()) // 1024
    lines = (
        "Package: xianping",
        f"Version: {workshop.version}",
        "Architecture: amd64",
        "Maintainer: The Xianping authors <noreply@localhost>",
        f"Installed-Size: {size}",
        f"Depends: {depends()}",
        "Section: misc",
        "Priority: optional",
        f"Description: {ABOUT}",
        " 离线的桌面程序：专家组现场考核、合议、签字，主管部门收回时核验。",
    )
    _made(place / "DEBIAN" / "control").write_text("\n".join(lines) + "\n", encoding="utf-8")
