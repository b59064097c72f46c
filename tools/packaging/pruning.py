"""What comes with the dependencies and is never imported: it stays out of the packages.

``tests/packaging`` imports every room of the program, and signs and verifies, with all of this out of reach.
"""

from __future__ import annotations

import re

UNUSED = {
    # pyHanko's client for time stamps and revocation lists; app/signing/offline.py stands in its place.
    "aiohttp": ("aiohttp",),
    "aiohappyeyeballs": ("aiohappyeyeballs",),
    "aiosignal": ("aiosignal",),
    "attrs": ("attr", "attrs"),
    "certifi": ("certifi",),
    "frozenlist": ("frozenlist",),
    "idna": ("idna",),
    "multidict": ("multidict",),
    "propcache": ("propcache",),
    "yarl": ("yarl",),
    # The system's own list of certificates, which nobody is held against here.
    "oscrypto": ("oscrypto",),
    # Barcodes on stamps, and what reportlab asks for text of unknown encoding.
    "python-barcode": ("barcode",),
    "charset-normalizer": ("charset_normalizer",),
    # A parser of C that is called when a binding is made, not when it is used.
    "pycparser": ("pycparser",),
}
"""Distributions left out, each with the modules it brings."""

QT_MODULES = ("Core", "Gui", "Widgets", "Pdf", "PdfWidgets", "Svg", "Network", "PrintSupport")
QT_LIBRARIES = (*QT_MODULES, "DBus", "XcbQpa", "WaylandClient", "OpenGL")
"""Libraries beyond the modules are those that a plugin of Linux is linked with."""

QT_PLUGINS = (
    *("platforms/qwindows", "platforms/qoffscreen", "platforms/qxcb", "platforms/qwayland"),
    *("styles/qmodernwindowsstyle", "iconengines/qsvgicon"),
    *("imageformats/qgif", "imageformats/qico", "imageformats/qjpeg", "imageformats/qsvg"),
    *("imageformats/qtiff", "imageformats/qwebp"),
    *("platforminputcontexts/composeplatforminputcontextplugin",),
    *("platforminputcontexts/ibusplatforminputcontextplugin",),
    *("platformthemes/qgtk3", "platformthemes/qxdgdesktopportal"),
    *("xcbglintegrations/qxcb-egl-integration", "xcbglintegrations/qxcb-glx-integration"),
    *("wayland-shell-integration/xdg-shell", "wayland-decoration-client/bradient"),
    *("wayland-decoration-client/adwaita", "wayland-graphics-integration-client/qt-plugin-wayland-egl"),
)
QT_WORDS = ("qtbase_zh_CN.qm",)

_OF_BUILDING = re.compile(
    r"(^|/)(tests?|testing|include|includes|__pycache__)/"
    r"|\.(pyi|pyx|pxd|pxi|lib|h|c|cpp|typed)$|\.dist-info/RECORD$"
    r"|^lxml/(html/|isoschematron/|objectify|sax|doctestcompare|cssselect|usedoctest)"
)
_QT_FILE = re.compile(
    r"PySide6/(?:Qt/)?(?:lib/)?(?:lib)?Qt6?(?P<name>\w+?)(?:\.abi3)?\.(?:pyd|dll|so)(?:\.[\d.]+)?$"
)
_QT_PLUGIN = re.compile(r"PySide6/(?:Qt/)?plugins/(?P<folder>[\w-]+)/(?:lib)?(?P<name>[\w-]+)\.(?:dll|so)$")
_QT_OTHER = re.compile(
    r"PySide6/(__init__|_config|_git_pyside_version)\.py$"
    r"|PySide6/(lib)?pyside6\.abi3\.(dll|so[\d.]*)$"
    r"|PySide6/(Qt/lib/libicu\w+\.so\.\d+|msvcp140(_\d)?\.dll|vcruntime140(_\d)?\.dll|concrt140\.dll)$"
)


def ships(path: str) -> bool:
    """Whether a file of a wheel belongs into a package; ``path`` as inside the wheel, with slashes."""
    if path.startswith("PySide6/"):
        return _ships_of_qt(path)
    if path.startswith("shiboken6/vc") and "vcruntime" not in path:
        return False
    return not _OF_BUILDING.search(path)


def _ships_of_qt(path: str) -> bool:
    if found := _QT_PLUGIN.match(path):
        return f"{found['folder']}/{found['name']}" in QT_PLUGINS
    if found := _QT_FILE.match(path):
        return found["name"] in (QT_LIBRARIES if "/Qt/lib/" in path else QT_MODULES)
    return path.endswith(QT_WORDS) or bool(_QT_OTHER.match(path))
