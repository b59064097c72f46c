"""Files that come in from anywhere: taken one after the other, each with its own word. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.errors import XianpingError
from app.common.words import say
from app.ui.shell.notice import Notice, good, notice_of
from app.ui.shell.operation import Progress, Step

if TYPE_CHECKING:
    from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of some files: a message for each that was taken, a trouble for each that was not."""

    messages: tuple[str, ...]
    troubles: tuple[tuple[str, XianpingError], ...]
    attention: bool = False

    @property
    def notice(self) -> Notice:
        """One notice for all of them."""
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
    from app.exchange.recognising import TRUST, guise, named_kind

    return (guise(path) or named_kind(path)) in ("trust", TRUST)


def take_all(workspace: Workspace, paths: Iterable[Path], progress: Progress) -> Taken:
    """Take files in; one that is refused does not stop the others. For the background."""
    todo = tuple(paths)
    messages: list[str] = []
    troubles: list[tuple[str, XianpingError]] = []
    attention = False
    for done, path in enumerate(todo):
        progress.report(Step(done, len(todo), path.name))
        try:
            imported = workspace.packages.import_file(path)
            messages.append(imported.message)
            attention = attention or imported.attention
        except XianpingError as error:
            troubles.append((path.name, error))
    return Taken(tuple(messages), tuple(troubles), attention)


def _named(name: str, error: XianpingError) -> Notice:
    plain = notice_of(error)
    title = say("没有收下 {file}：{why}", file=name, why=plain.title)
    return Notice(plain.tone, title, plain.details, plain.safe, plain.advice, plain.code)


def _counted(taken: Taken) -> str:
    told = say("收下 {count} 个文件", count=len(taken.messages))
    if taken.troubles:
        return say("{told}，{count} 个没有收下：", told=told, count=len(taken.troubles))
    return say("{told}。", told=told)
