"""Files that come in from anywhere: taken one after the other, each with its own word. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.errors import Refusal, XianpingError
from app.common.sealed import CLOSED
from app.common.words import say
from app.ui.shell.notice import Notice, good, notice_of
from app.ui.shell.operation import Progress, WorkStep

if TYPE_CHECKING:
    from app.services.workspace import Workspace

MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of some files: a message for each that was taken, a trouble for each that was not.

    over: names of what a folder held beside files of ours, and was passed over. refused: the files that were
    not taken, in the order of their troubles. waiting: those of them that may be opened once somebody has
    entered the PIN. amended: whether an amended task came that waits until somebody has seen what it changes.
    """

    messages: tuple[str, ...]
    troubles: tuple[tuple[str, XianpingError], ...]
    attention: bool = False
    over: tuple[str, ...] = ()
    refused: tuple[Path, ...] = ()
    waiting: tuple[Path, ...] = ()
    amended: bool = False

    @property
    def notice(self) -> Notice:
        """One notice for all of them."""
        told = self._told()
        if not self.over:
            return told
        return replace(told, details=(*told.details, _passed_over(self.over)))

    def _told(self) -> Notice:
        if self.attention and not self.troubles:
            title, *details = (line for message in self.messages for line in message.splitlines())
            return Notice("attention", title, tuple(details))
        if not self.troubles and len(self.messages) == 1:
            return good(*self.messages[0].splitlines())
        if not self.troubles:
            return good(_counted(self), *self.messages)
        if len(self.troubles) == 1 and not self.messages:
            return _named(*self.troubles[0])
        refused = tuple(say("{file}：{why}", file=name, why=error) for name, error in self.troubles)
        safe = say("没有收下的文件未作任何改动，已有内容不受影响。")
        return Notice("attention", _counted(self), (*refused, *self.messages), safe=safe)


def is_trust(path: Path) -> bool:
    """Whether a file is a bureau's trust, whatever it is called."""
    from app.exchange.recognition import TRUST, guise, named_kind

    return (guise(path) or named_kind(path)) in ("trust", TRUST)


def take_all(workspace: Workspace, paths: Iterable[Path], progress: Progress, visit_id: str = "") -> Taken:
    """Take files in; one that is refused does not stop the others. For the background.

    visit_id: the visit for which they are taken; another's are refused.
    """
    todo, over = _unfolded(paths)
    messages: list[str] = []
    troubles: list[tuple[str, XianpingError]] = []
    refused: list[Path] = []
    waiting: list[Path] = []
    attention = amended = False
    for done, path in enumerate(todo):
        progress.report(WorkStep(done, len(todo), path.name))
        try:
            imported = workspace.packages.import_file(path, visit_id)
            messages.append(imported.message)
            attention = attention or imported.attention
            amended = amended or bool(imported.revision)
        except XianpingError as error:
            troubles.append((path.name, error))
            refused.append(path)
            if isinstance(error, Refusal) and any(fault.code == CLOSED for fault in error.faults):
                waiting.append(path)
    told = tuple(messages), tuple(troubles)
    return Taken(*told, attention, over, tuple(refused), tuple(waiting), amended)


def _unfolded(paths: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The files of ours, also in folders that were given; and the names of what else these hold."""
    from app.exchange.recognition import files_below, guise, named_kind

    todo: list[Path] = []
    over: list[str] = []
    for path in paths:
        for each in files_below(path) if path.is_dir() else ():
            ours = not is_trust(each) and (named_kind(each) or guise(each))
            if ours:
                todo.append(each)
            else:
                over.append(each.name)
        if not path.is_dir():
            todo.append(path)
    return tuple(todo), tuple(over)


def _passed_over(names: tuple[str, ...]) -> str:
    listed = say("、").join(names[:MOST_NAMED]) + (say("等") if len(names) > MOST_NAMED else "")
    return say("文件夹中另有 {count} 个文件没有读取：{names}。", count=len(names), names=listed)


def _named(name: str, error: XianpingError) -> Notice:
    plain = notice_of(error)
    title = say("没有收下 {file}：{why}", file=name, why=plain.title)
    return Notice(plain.tone, title, plain.details, plain.safe, plain.advice, plain.code)


def _counted(taken: Taken) -> str:
    told = say("收下 {count} 个文件", count=len(taken.messages))
    if taken.troubles:
        return say("{told}，{count} 个没有收下：", told=told, count=len(taken.troubles))
    return say("{told}。", told=told)
