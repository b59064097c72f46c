"""This device's technical key: it certifies that the program made a document, and speaks for no person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.models import tables
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.signing.keys import DeviceKey

SETTING, WORDS = "device.key", "device.word."


def device_key(store: Store) -> DeviceKey:
    """The key of this data folder, made at its first use."""
    from app.signing.keys import DeviceKey

    with store.look() as view:
        row = view.first(tables.settings, key=SETTING)
    if row is not None:
        return DeviceKey.unlock(str(row["value"]).encode(), None)
    key = DeviceKey.generate()
    with store.write() as unit:
        unit.put(tables.settings, key=SETTING, value=key.lock(None).decode())
    return key


def word_of(store: Store, visit_id: str, person_id: str) -> str:
    """The word that a person has given for this device in a visit, as a certificate; empty for none."""
    with store.look() as view:
        row = view.first(tables.settings, key=f"{WORDS}{visit_id}.{person_id}")
    return str(row["value"]) if row else ""


def note_word(store: Store, visit_id: str, person_id: str, word: str) -> None:
    """Keep it: who gave it need not be there when a document is issued."""
    with store.write() as unit:
        unit.put(tables.settings, key=f"{WORDS}{visit_id}.{person_id}", value=word)
