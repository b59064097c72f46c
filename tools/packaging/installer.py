"""The installer's script for NSIS: one user's, no administrator, endings from the one list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.packaging.desktop import CLASSES, registry
from tools.packaging.endings import Ending, endings
from tools.packaging.launchers import WINDOW

UNINSTALL = "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Xianping"
_HEAD = """Unicode true
Target amd64-unicode
Name "现评 {version}（试用）"
OutFile "{goal}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\\Programs\\Xianping"
InstallDirRegKey HKCU "Software\\Xianping" "Folder"
Icon "xianping.ico"
UninstallIcon "xianping.ico"
SetCompressor /SOLID lzma
SetCompressorDictSize 32
SetDateSave on
ShowInstDetails nevershow
!include LogicLib.nsh
!include FileFunc.nsh
LoadLanguageFile "${{NSISDIR}}\\Contrib\\Language files\\SimpChinese.nlf"
Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

!macro MustNotRun
  ${{If}} ${{FileExists}} "$INSTDIR\\python\\pythonw.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\\python\\pythonw.exe" a
    ${{If}} ${{Errors}}
      MessageBox MB_OK|MB_ICONEXCLAMATION "现评正在运行。请先关闭它的窗口，再试一次。" /SD IDOK
      SetErrorLevel 3
      Quit
    ${{EndIf}}
    FileClose $0
  ${{EndIf}}
!macroend

!macro FolderIsOurs
  ${{DirState}} "$INSTDIR" $0
  ReadRegStr $1 HKCU "Software\\Xianping" "Folder"
  ${{If}} $0 == 1
  ${{AndIf}} $1 != $INSTDIR
  ${{AndIfNot}} ${{FileExists}} "$INSTDIR\\{window}"
    MessageBox MB_OK|MB_ICONEXCLAMATION "{full}" /SD IDOK
    SetErrorLevel 3
    Quit
  ${{EndIf}}
  WriteRegStr HKCU "Software\\Xianping" "Folder" "$INSTDIR"
!macroend

!macro OwnFilesGo
{removals}
!macroend
"""
_FULL = "文件夹 $INSTDIR 里已有别的文件，没有安装，也没有改动。请另选一个空的或新的文件夹。"
_INSTALL = """
Section
  !insertmacro FolderIsOurs
  !insertmacro MustNotRun
  !insertmacro OwnFilesGo
  SetOutPath "$INSTDIR"
  File /r "{root}/*"
  WriteUninstaller "$INSTDIR\\卸载.exe"
  CreateShortcut "$SMPROGRAMS\\现评.lnk" "$INSTDIR\\{window}"
  CreateShortcut "$DESKTOP\\现评.lnk" "$INSTDIR\\{window}"
  WriteRegStr HKCU "{key}" "DisplayName" "现评（试用）"
  WriteRegStr HKCU "{key}" "DisplayVersion" "{version}"
  WriteRegStr HKCU "{key}" "DisplayIcon" "$INSTDIR\\{window}"
  WriteRegStr HKCU "{key}" "Publisher" "Xianping"
  WriteRegStr HKCU "{key}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "{key}" "UninstallString" '"$INSTDIR\\卸载.exe"'
  WriteRegDWORD HKCU "{key}" "NoModify" 1
  WriteRegDWORD HKCU "{key}" "NoRepair" 1
{classes}
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
"""
_REMOVE = """
Section Uninstall
  !insertmacro MustNotRun
{classes}
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  Delete "$SMPROGRAMS\\现评.lnk"
  Delete "$DESKTOP\\现评.lnk"
  DeleteRegKey HKCU "{key}"
  DeleteRegKey HKCU "Software\\Xianping"
  !insertmacro OwnFilesGo
  Delete "$INSTDIR\\卸载.exe"
  StrCpy $1 "$LOCALAPPDATA\\xianping"
  ${{If}} ${{FileExists}} "$INSTDIR\\数据\\*.*"
    StrCpy $1 "$INSTDIR\\数据"
  ${{EndIf}}
  RMDir "$INSTDIR"
  MessageBox MB_OK|MB_ICONINFORMATION "现评已经卸载。您的数据没有删除，仍在：$\\r$\\n$1" /SD IDOK
SectionEnd
"""


def script(root: Path, goal: Path, version: str) -> str:
    """The whole script; root: the folder that is installed, goal: the installer that is made."""
    written = "\n".join(line for each in endings() for line in _written(each))
    taken_back = "\n".join(line for each in endings() for line in _taken_back(each))
    filled = {"version": version, "key": UNINSTALL, "window": WINDOW, "root": root, "goal": goal}
    removals = "\n".join(_removals(root))
    return "".join(
        (
            _HEAD.format(**filled, full=_FULL, removals=removals),
            _INSTALL.format(**filled, classes=written),
            _REMOVE.format(**filled, classes=taken_back),
        )
    )


def _removals(root: Path) -> Iterator[str]:
    """What we laid, by name: a user's own files in the same folder stay. Compiled modules lie among ours."""
    for path in sorted(root.iterdir()):
        yield f'  RMDir /r "$INSTDIR\\{path.name}"' if path.is_dir() else f'  Delete "$INSTDIR\\{path.name}"'


def _written(ending: Ending) -> Iterator[str]:
    for key, name, value in registry(ending):
        yield f"  WriteRegStr HKCU '{key}' '{name}' '{value}'"


def _taken_back(ending: Ending) -> Iterator[str]:
    """An ending that another program has taken over meanwhile stays with that one."""
    own, shared = f"{CLASSES}\\{ending.program_id}", f"{CLASSES}\\.{ending.name}"
    yield f"  DeleteRegKey HKCU '{own}'"
    yield f"  ReadRegStr $0 HKCU '{shared}' ''"
    yield f"  ${{If}} $0 == '{ending.program_id}'"
    yield f"    DeleteRegKey HKCU '{shared}'"
    yield "  ${Else}"
    yield f"    DeleteRegValue HKCU '{shared}\\OpenWithProgids' '{ending.program_id}'"
    yield "  ${EndIf}"
