"""What packages are made from: records, what is left out, what desktops are told, the same each time."""

from __future__ import annotations

import configparser
import io
import re
import subprocess
import sys
import tarfile
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from app.exchange.kinds import KINDS
from tools.packaging import command, linux, linux_python, windows_python
from tools.packaging.archives import digest, digest_of_folder, tar_folder, zip_folder
from tools.packaging.desktop import mime_types, registry, start_entry
from tools.packaging.endings import endings
from tools.packaging.icons import SIZES, Pictures, ico
from tools.packaging.installer import script
from tools.packaging.launchers import resource_script
from tools.packaging.lock import entries, needed
from tools.packaging.pruning import UNUSED, ships
from tools.packaging.signatures import fault_in
from tools.packaging.wheels import LINUX, WINDOWS
from tools.packaging.workshop import NotMadeError, Workshop, tool

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
MOMENT = 1_780_000_000
WITHOUT = """import sys
gone = set(sys.argv[2].split(","))
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in gone:
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Gone())
sys.path.insert(0, sys.argv[1])
import importlib, pkgutil
import app, main
for each in pkgutil.walk_packages(app.__path__, "app."):
    if not each.name.startswith("app.models.migrations"):
        importlib.import_module(each.name)
for name in ("pdf_utils.incremental_writer", "pdf_utils.reader", "sign.fields", "sign.signers.cms_embedder",
             "sign.signers.pdf_byterange", "sign.general"):
    importlib.import_module("pyhanko." + name)
for name in ("openpyxl", "reportlab.pdfgen.canvas", "uharfbuzz", "fontTools.subset", "lxml.etree",
             "alembic.command", "psycopg", "pillow_heif", "segno", "pypinyin"):
    importlib.import_module(name)
"""


def test_what_is_left_out_is_never_imported() -> None:
    gone = ",".join(module for modules in UNUSED.values() for module in modules)
    done = subprocess.run(
        [sys.executable, "-I", "-c", WITHOUT, str(ROOT), gone], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_what_is_left_out_stands_in_the_lock() -> None:
    assert set(UNUSED) <= {each.name for each in entries(LOCK)}


def test_each_system_gets_what_its_markers_say() -> None:
    on_windows = {each.name for each in needed(LOCK, WINDOWS.markers)}
    on_linux = {each.name for each in needed(LOCK, LINUX.markers)}
    assert on_windows - on_linux == {"tzdata"}
    assert {"pyside6-essentials", "pyhanko", "psycopg-binary", "cffi"} <= on_linux
    assert not on_windows & set(UNUSED)
    assert all(each.hashes for each in needed(LOCK, WINDOWS.markers))


def test_a_line_that_is_no_entry_is_refused() -> None:
    with pytest.raises(ValueError, match="not an entry"):
        list(entries("something @ file:///somewhere"))


@pytest.mark.parametrize(
    ("path", "shipped"),
    [
        ("PySide6/QtWidgets.pyd", True),
        ("PySide6/Qt6Pdf.dll", True),
        ("PySide6/Qt/lib/libQt6XcbQpa.so.6", True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/QtQuick.pyd", False),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/plugins/sqldrivers/qsqlite.dll", False),
        ("PySide6/translations/qtbase_zh_CN.qm", True),
        ("PySide6/translations/qtbase_de.qm", False),
        ("PySide6/designer.exe", False),
        ("PySide6/QtCore.pyi", False),
        ("reportlab/pdfgen/canvas.py", True),
        ("PIL/tests/test_x.py", False),
        ("lxml/etree.cpython-311-x86_64-linux-gnu.so", True),
        ("lxml/etree.pyx", False),
    ],
)
def test_of_qt_only_what_the_window_uses_ships(path: str, *, shipped: bool) -> None:
    assert ships(path) is shipped


def test_every_module_of_qt_that_is_imported_ships() -> None:
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py"))
    imported = re.compile(r"^\s*from PySide6\.Qt(\w+) import", re.MULTILINE)
    used = {name for text in texts for name in imported.findall(text)}
    assert used
    assert all(ships(f"PySide6/Qt{name}.pyd") and ships(f"PySide6/Qt6{name}.dll") for name in used)


def test_every_kind_has_its_ending_everywhere() -> None:
    names = {each.name for each in endings()}
    assert names == {*KINDS, "xptrust"}
    types = ET.fromstring(mime_types().encode("utf-8"))  # noqa: S314  our own text
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    globs = {each.attrib["pattern"] for each in types.iter(f"{space}glob")}
    assert globs == {f"*.{name}" for name in names}
    entry = configparser.RawConfigParser(strict=True)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read_string(start_entry("xianping"))
    listed = set(entry["Desktop Entry"]["MimeType"].strip(";").split(";"))
    assert listed == {each.attrib["type"] for each in types.iter(f"{space}mime-type")}
    assert entry["Desktop Entry"]["Terminal"] == "false"


def test_the_installer_writes_and_takes_back_every_ending_for_one_user(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "现评.exe").touch()
    text = script(tmp_path, tmp_path / "setup.exe", "1.2.3")
    assert "RequestExecutionLevel user" in text
    assert "HKLM" not in text
    for each in endings():
        for key, name, value in registry(each):
            assert f"WriteRegStr HKCU '{key}' '{name}' '{value}'" in text
        assert f"DeleteRegKey HKCU 'Software\\Classes\\{each.program_id}'" in text
        assert f"${{If}} $0 == '{each.program_id}'" in text
    assert 'RMDir /r "$INSTDIR\\app"' in text
    assert 'Delete "$INSTDIR\\现评.exe"' in text
    assert 'RMDir /r "$INSTDIR"' not in text  # what else lies there is the user's
    assert "您的数据没有删除" in text


def test_the_installer_touches_nothing_in_a_folder_that_is_not_ours(tmp_path: Path) -> None:
    """Somebody's own ``docs`` would go with what an earlier version left; so that is asked first."""
    (tmp_path / "docs").mkdir()
    text = script(tmp_path, tmp_path / "setup.exe", "1.2.3")
    install = text[text.index("\nSection\n") : text.index("SectionEnd")]
    asked, gone = (install.index(f"!insertmacro {name}") for name in ("FolderIsOurs", "OwnFilesGo"))
    assert asked < gone < install.index("File /r")
    asking = text[text.index("!macro FolderIsOurs") : text.index("!macro OwnFilesGo")]
    assert asking.index("Quit") < asking.index("WriteRegStr"), "a folder that was refused is never ours"
    for known in ("${DirState}", "ReadRegStr $1 HKCU", "现评.exe", "没有安装，也没有改动"):
        assert known in asking


def test_marks_of_files_can_be_told_apart() -> None:
    assert len({each.mark for each in endings()}) == len(endings())


@pytest.mark.usefixtures("qapp")
def test_icons_are_drawn_in_every_size() -> None:
    pictures = Pictures(ROOT / "resources")
    drawn = Image.open(io.BytesIO(ico(pictures.program())))
    assert drawn.info["sizes"] == {(size, size) for size in SIZES}
    for name, svg in pictures.all().items():
        assert "<!--" not in svg, name
    files = {ico(pictures.file(each), (32,)) for each in endings()}
    assert len(files) == len(endings())


def _tree(folder: Path) -> Path:
    (folder / "子").mkdir(parents=True)
    (folder / "b.txt").write_bytes(b"b")
    (folder / "子" / "a.sh").write_bytes(b"a")
    (folder / "子" / "a.sh").chmod(0o755)
    return folder


def test_archives_come_out_the_same_whenever_and_wherever_they_are_made(tmp_path: Path) -> None:
    made = []
    for place in ("one", "two"):
        root = _tree(tmp_path / place / "现评")
        zip_folder(root, tmp_path / f"{place}.zip", MOMENT)
        tar_folder(root, tmp_path / f"{place}.tar.gz", MOMENT)
        packages = [digest(tmp_path / f"{place}{ending}") for ending in (".zip", ".tar.gz")]
        made.append((*packages, digest_of_folder(root)))
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        assert packed.namelist() == ["现评/b.txt", "现评/子/a.sh"]
    with tarfile.open(tmp_path / "one.tar.gz") as packed_tar:
        assert [(each.name, each.mode, each.uid) for each in packed_tar] == [
            ("现评/b.txt", 0o644, 0),
            ("现评/子/a.sh", 0o755, 0),
        ]


def test_another_content_has_another_digest(tmp_path: Path) -> None:
    root = _tree(tmp_path / "a")
    before = digest_of_folder(root)
    (root / "b.txt").write_bytes(b"c")
    assert digest_of_folder(root) != before


def test_the_version_stands_in_the_launcher() -> None:
    assert "FILEVERSION 0,1,0,0" in resource_script("现评.exe", "0.1.0")


def test_the_interpreters_are_pinned() -> None:
    assert re.search(r"--hash=sha256:[0-9a-f]{64}$", windows_python.ENTRY)
    assert all(re.fullmatch(r"[0-9a-f]{64}", sha) for _, _, sha in linux_python.PACKAGES)


GOOD = """Current message digest    : AB
Calculated message digest : AB
Subject: /C=US/O=Python Software Foundation/CN=Python Software Foundation
Signing certificate chain verified using:
"""


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (GOOD, ""),
        (GOOD.replace(": AB\nS", ": CD\nS"), "its content is not what was signed"),
        (GOOD.replace("Python Software", "Other"), "signed by somebody else"),
        (GOOD + "PKCS7_verify error\n", "the signer's chain does not hold"),
        ("No signature found\n", "its content is not what was signed"),
    ],
)
def test_a_file_of_the_interpreter_must_be_its_publishers(told: str, fault: str) -> None:
    assert fault_in(told, "python.exe") == fault


def test_a_missing_tool_is_named_with_what_installs_it() -> None:
    with pytest.raises(NotMadeError, match=r"apt-get install .* nsis"):
        tool("no-such-tool-anywhere", "nsis")


def test_what_cannot_be_made_stops_nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def lacking(_workshop: Workshop, _root: Path) -> Path:
        raise NotMadeError("needs makensis")

    def whole(workshop: Workshop, _root: Path) -> Path:
        return workshop.out / "a.zip"

    parts = {"installer": lacking, "windows": whole}
    family = command.Family(lambda _: (_tree(tmp_path / "tree"), "seen"), parts)
    monkeypatch.setattr(command, "FAMILIES", (family,))
    shop = Workshop(ROOT, tmp_path / "build", tmp_path / "dist", "0.1.0", MOMENT)
    made, lacks = command._made(shop, frozenset({"windows", "installer"}))
    assert [each.name for each in made] == ["a.zip"]
    assert lacks == ["installer: needs makensis"]
    assert command.main(["nothing"]) == command.BAD_NAME


def test_the_package_of_debian_asks_for_what_the_window_needs() -> None:
    asked = linux.depends()
    assert "libgl1" in asked
    assert "libglib2.0-0 | libglib2.0-0t64" in asked
