"""The small file beside the database that holds its wrapped key. It is there once somebody has a PIN."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.models.disk import sync_file, sync_folder
from app.models.trouble import told

if TYPE_CHECKING:
    from app.signing.slots import KeySlots

NAME = "xianping.keys"


class KeyFile:
    """The key file of a data folder: replaced whole, so that a crash leaves the old one or the new.

    name: of another file, where a folder may hold several databases.
    """

    def __init__(self, folder: Path, name: str = NAME) -> None:
        self.path = folder / name

    def exists(self) -> bool:
        """Whether the data of this folder are locked."""
        return self.path.is_file()

    def read(self) -> KeySlots:
        """Its slots; none where there is no file. Raises Refusal for a damaged one, EnvironmentTrouble."""
        from app.signing.slots import KeySlots

        with told():
            return KeySlots.parse(self.path.read_bytes()) if self.exists() else KeySlots.empty()

    def write(self, slots: KeySlots) -> None:
        """Replace it; on the disk when this returns. Raises EnvironmentTrouble."""
        part = self.path.with_suffix(".part")
        with told():
            part.write_bytes(slots.data())
            sync_file(part)
            part.replace(self.path)
            sync_folder(self.path.parent)
