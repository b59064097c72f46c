"""Files on their way into the sheet: stored beside the window one by one, entered on the window's thread.

Storing goes on where the person leaves the desk meanwhile: what was given belongs to the criterion that was
shown when it came.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QImage

from app.common.errors import EnvironmentTrouble, Refusal, XianpingError
from app.common.words import say
from app.ui.desk.files.view import Files, Storing, paths_of
from app.ui.desk.presenter import DeskPresenter
from app.ui.desk.state import DeskState
from app.ui.desk.view_intents import Intents
from app.ui.shell.view_bench import Bench, Check
from app.ui.viewer.files import together, unshown_words
from app.ui.viewer.view_pictures import encoded, is_photo

if TYPE_CHECKING:
    from app.services.store.site import Prepared

PATIENCE_MS = 500
PASTED_KINDS = ("jpeg", "png", "webp", "tiff", "bmp", "gif", "heic", "avif")
"""What a clipboard may hold in a file's form: kept as it is, since a stranger wrote those bytes. A photo is
often offered as PNG, too, which was only made of it."""
PASTED, PHOTOGRAPHED = "粘贴的图片 {{number}}.{kind}", "拍摄的照片 {number}.jpg"
_AT_WORK: set[Attaching] = set()  # what still stores though its desk may be gone


@dataclass(frozen=True, slots=True)
class _Given:
    """One file that was given: its name, how it is stored, and how it is entered then.

    led: whether the eye is led to where it landed: a pasted picture has no place of its own before.
    """

    name: str
    store: Callable[[Check], Prepared]
    enter: Callable[[Prepared], DeskState]
    led: bool = False


class Attaching(QObject):
    """Answers drops, picks, pastes and photos."""

    def __init__(
        self,
        presenter: DeskPresenter,
        files: Files,
        wants: Intents,
        show: Callable[[DeskState], None],
    ) -> None:
        super().__init__()
        self._presenter, self._files, self._show = presenter, files, show
        self._there = True  # whether the desk can still be seen
        files.destroyed.connect(self._leave)
        self._done, self._whole = 0, 0
        self._troubles: list[tuple[str, XianpingError]] = []
        self._now = Storing("", 0, 0, 0)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._show_progress)
        self._queue: deque[_Given] = deque()
        self._bench, self._looking = Bench(self), Bench(self)
        self._unshown: dict[str, tuple[str, XianpingError]] = {}
        self._bench.ended.connect(self._enter)
        self._fresh: dict[str, str] = {}  # names of what was attached last, by SHA-256
        self._looking.ended.connect(self._looked)
        files.failed.connect(self._looked)
        self._bench.moved.connect(self._move)
        wants.attached.connect(self._take)
        wants.pasted.connect(self._paste)
        wants.photographed.connect(self._photograph)
        wants.storing_stopped.connect(self._stop)
        self._bench.run(None, presenter.files.protect)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self._bench.close)
            app.aboutToQuit.connect(self._looking.close)

    def take_pages(self, paths: list[Path]) -> None:
        """Files for the sheet as a whole: the pages that its expert signed."""
        enter = partial(self._presenter.do, self._presenter.seat.attach_page)
        for path in paths:
            self._store(_Given(path.name, partial(self._presenter.files.prepare, path), enter))

    def _leave(self) -> None:
        self._there = False
        if not self._queue:
            self._bench.finish()
            self._looking.close()

    def _take(self, paths: list[Path], *, led: bool = False) -> None:
        for path in paths:
            self._start(path.name, partial(self._presenter.files.prepare, path), led=led)

    def _paste(self) -> None:
        held = QGuiApplication.clipboard().mimeData()
        files = paths_of(held)
        kind = next((each for each in PASTED_KINDS if held.hasFormat(f"image/{each}")), "")
        if files:  # a copied file: its picture beside it is only how it looks
            self._take(files, led=True)
        elif kind:
            data, name = bytes(held.data(f"image/{kind}").data()), PASTED.format(kind=kind)
            self._start(
                say("图片"), lambda check: self._presenter.files.prepare_picture(data, name, check), led=True
            )
        elif held.hasImage():  # the system's own bitmap, unfolded already
            picture = QGuiApplication.clipboard().image()
            kind = "jpeg" if is_photo(picture) else "png"
            self._start(
                say("图片"), self._picture(picture, kind.encode(), PASTED.format(kind=kind)), led=True
            )

    def _photograph(self, image: QImage) -> None:
        self._start(say("照片"), self._picture(image, b"jpeg", PHOTOGRAPHED), led=True)

    def _picture(self, image: QImage, kind: bytes, name: str) -> Callable[[Check], Prepared]:
        """A picture in memory: packed beside the window, too."""
        return lambda check: self._presenter.files.prepare_picture(encoded(image, kind), name, check)

    def _start(self, name: str, store: Callable[[Check], Prepared], *, led: bool = False) -> None:
        card = self._presenter.state.card
        if card.writable:
            enter = partial(self._presenter.do, self._presenter.files.attach, card.id)
            self._store(_Given(name, store, enter, led))

    def _store(self, given: _Given) -> None:
        if self._whole == 0:
            self._unshown.clear()
            self._fresh.clear()
            self._files.show_unshown("")
            self._patience.start()
            _AT_WORK.add(self)
        self._whole += 1
        self._queue.append(given)
        self._now = Storing(self._now.name or given.name, self._done, self._whole, self._now.bytes)
        if len(self._queue) == self._whole - self._done == 1:
            self._run_next()

    def _run_next(self) -> None:
        given = self._queue[0]
        self._bench.run(given, given.store)

    def _enter(self, given: object, outcome: object) -> None:
        if not isinstance(given, _Given):
            return
        self._done += 1
        self._queue.popleft()
        if isinstance(outcome, XianpingError):
            self._troubles.append((given.name, outcome))
            if isinstance(outcome, EnvironmentTrouble):  # a full disk takes no other file either
                self._queue.clear()
        else:
            file = cast("Prepared", outcome)
            self._tell(given.enter(file))
            if given.led and self._there:
                self._files.lead_to(file.sha256)
            self._gather(given.name)
            self._fresh[file.sha256] = file.name
            self._looking.run(file.sha256, lambda _: self._presenter.files.look(file.sha256, file.name))
        if not self._queue:
            self._end()
            return
        self._now = Storing(self._queue[0].name, self._done, self._whole, 0)
        self._progress()
        self._run_next()

    def _looked(self, sha256: object, outcome: object) -> None:
        """What cannot be shown is told while the person can still ask for another form of it."""
        name = self._fresh.get(str(sha256))
        if name is not None and isinstance(outcome, Refusal) and self._there:
            self._unshown[str(sha256)] = (name, outcome)
            self._files.show_unshown(unshown_words(tuple(self._unshown.values())))

    def _gather(self, name: str) -> None:
        """A file that the sheet did not take is told with the others at the end."""
        trouble = self._presenter.state.trouble
        if trouble is not None and self._queue:
            self._troubles.append((name, trouble))

    def _end(self) -> None:
        troubles, self._troubles = self._troubles, []
        self._done = self._whole = 0
        self._patience.stop()
        if self._there:
            self._files.show_storing(None)
        if troubles:
            worst = [each for _, each in troubles if isinstance(each, EnvironmentTrouble)]
            self._tell(self._presenter.fail(worst[0] if worst else together(troubles)))
        _AT_WORK.discard(self)
        if not self._there:
            self._bench.finish()
            self._looking.close()

    def _stop(self) -> None:
        self._bench.drop()
        self._queue.clear()
        self._end()

    def _move(self, given: object, done: object) -> None:
        if isinstance(given, _Given) and isinstance(done, int):
            self._now = Storing(given.name, self._done, self._whole, done)
            self._progress()

    def _progress(self) -> None:
        if self._whole and not self._patience.isActive():
            self._show_progress()

    def _show_progress(self) -> None:
        if self._whole and self._there:
            self._files.show_storing(self._now)

    def _tell(self, state: DeskState) -> None:
        if self._there:
            self._show(state)
