"""The packages for Windows: a folder that runs where it lies, zipped, and the same with an installer."""

from __future__ import annotations

from pathlib import Path

from tools.packaging import launchers, licences, program, windows_python
from tools.packaging.archives import date, zip_folder
from tools.packaging.endings import endings
from tools.packaging.icons import Pictures, ico
from tools.packaging.installer import script
from tools.packaging.wheels import WINDOWS, fetched, unpack
from tools.packaging.workshop import Workshop, said, tool

FOLDER = "现评"
FIRST = """现评 {version}（试用）

打开：双击“现评.exe”。不用安装，不用管理员权限，不用网络。
请先把压缩包整个解压到一个文件夹再打开，不要在压缩包里直接打开。

第一次打开时，Windows 可能提示“已保护你的电脑”：点“更多信息”，再点“仍要运行”。

数据在：%LOCALAPPDATA%\\xianping（在资源管理器的地址栏里输入这一行即可打开）。
要让数据跟着这个文件夹走（例如放在 U 盘上），在这里新建一个空的文本文件，名为“数据放在这里.txt”，
数据就放在旁边的“数据”文件夹里。

不再使用时，删除这个文件夹即可；数据不会随之删除。
命令行里用“xianping.exe”，如：xianping.exe --help
使用指南：docs 文件夹里的 guide.md；在程序里按 F1 也能看到。
"""


def folder(workshop: Workshop) -> tuple[Path, str]:
    """The folder as it is zipped, and a word on the interpreter's signatures. Raises NotMadeError."""
    root = workshop.fresh("windows") / FOLDER
    root.mkdir()
    signed = windows_python.lay(workshop, root / "python")
    site = root / "python" / "site-packages"
    unpack(fetched(workshop, WINDOWS), site)
    program.lay(workshop, root)
    licences.gather(site, root / "licences")
    pictures = Pictures(workshop.home / "resources")
    launchers.build(workshop, ico(pictures.program()), root)
    (root / "icons").mkdir()
    for each in endings():
        (root / "icons" / f"{each.name}.ico").write_bytes(ico(pictures.file(each)))
    text = FIRST.format(version=workshop.version).replace("\n", "\r\n")
    (root / "先看这里.txt").write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    date(root, workshop.moment)
    return root, signed


def portable(workshop: Workshop, root: Path) -> Path:
    """The folder as a zip."""
    goal = workshop.out / f"xianping-{workshop.version}-windows-x64-portable.zip"
    zip_folder(root, goal, workshop.moment)
    return goal


def installer(workshop: Workshop, root: Path) -> Path:
    """The folder as a program that installs it for one user. Raises NotMadeError without makensis."""
    maker = tool("makensis", "nsis")
    goal = workshop.out / f"xianping-{workshop.version}-windows-x64-setup.exe"
    place = workshop.fresh("installer")
    (place / "xianping.ico").write_bytes(ico(Pictures(workshop.home / "resources").program()))
    text = script(root, goal, workshop.version)
    (place / "setup.nsi").write_text(text, encoding="utf-8-sig")
    said([maker, "-V2", "-INPUTCHARSET", "UTF8", "setup.nsi"], cwd=place, env=workshop.environment())
    return goal
