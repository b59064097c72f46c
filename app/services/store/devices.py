"""This device's technical key: it certifies that the program made a document, and speaks for no person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.models import tables
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.signing.keys import DeviceKey

SETTING = "device.key"


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
