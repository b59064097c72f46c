"""What stands in fields otherwise than it is stored: begun decimals, and what a disk did not take. No Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.common.errors import XianpingError
from app.ui.criterion import field_values
from app.ui.criterion.fields import Typed

if TYPE_CHECKING:
    from app.services.sheet.sheets import SheetDesk


class Drafts:
    """Stores through the sheet; what could not be stored stays here as typed until a later try succeeds."""

    def __init__(self, sheet: SheetDesk) -> None:
        self._sheet = sheet
        self._typed: dict[str, Typed] = {}
        self._asked = False

    def of(self, cid: str) -> Typed:
        """A criterion's drafts."""
        return replace(self._typed.get(cid, Typed()), asked=self._asked)

    def value(self, cid: str, name: str) -> object:
        """What stands in a field: as typed, else as stored."""
        stored = self._sheet.answers.get(cid, {}).get(name)
        return self.of(cid).texts.get(name, stored)

    def ask(self) -> None:
        """From now on name what is left out at its field."""
        self._asked = True

    def record(self, cid: str, name: str, typed: object) -> None:
        """Store a field, and then what was left unsaved before. Raises XianpingError, the draft kept."""
        self._store(cid, name, typed)
        self.retry()

    def note(self, cid: str, text: str) -> None:
        """The same for a criterion's note."""
        self._store_note(cid, text)
        self.retry()

    def retry(self) -> None:
        """Store everything that is unsaved. Raises XianpingError at the first that still fails."""
        for cid, typed in list(self._typed.items()):
            for name in sorted(typed.unsaved):
                self._store(cid, name, typed.texts[name])
            if typed.note is not None:
                self._store_note(cid, typed.note)

    def settle(self, cid: str) -> None:
        """Show a criterion's stored values again, but for what is unsaved."""
        typed = self._typed.pop(cid, Typed())
        texts = {name: typed.texts[name] for name in typed.unsaved}
        if texts or typed.note is not None:
            self._typed[cid] = replace(typed, texts=texts)

    def _store(self, cid: str, name: str, typed: object) -> None:
        before = self._typed.get(cid, Typed())
        spec = self._sheet.scheme.criterion(cid).finding(name)
        kind = spec.kind
        value = field_values.stored(kind, typed, spec.unit)
        rest = {key: text for key, text in before.texts.items() if key != name}
        try:
            self._sheet.record(cid, name, value)
        except XianpingError:
            self._typed[cid] = replace(before, texts={**rest, name: typed}, unsaved=before.unsaved | {name})
            raise
        differs = kind in field_values.WRITTEN and typed != value
        texts = {**rest, name: typed} if differs else rest
        self._typed[cid] = replace(before, texts=texts, unsaved=before.unsaved - {name})

    def _store_note(self, cid: str, text: str) -> None:
        before = self._typed.get(cid, Typed())
        try:
            self._sheet.note(cid, text)
        except XianpingError:
            self._typed[cid] = replace(before, note=text)
            raise
        self._typed[cid] = replace(before, note=None)
