"""What a conclusion asks of whoever sees to the sheets' signed files: those are the packages' room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.services.panel.panels import PanelDesk
    from app.signing.keys import PersonKeys


class SheetsReady(Protocol):
    """What sees to the signed files of the sheets that count, for the export to come."""

    def keep(self, visit_id: str, person_id: str, keys: PersonKeys) -> None:
        """Sign and keep a sheet that was locked on this device."""

    def make_ready(self, desk: PanelDesk) -> None:
        """Sign what can be signed now. Raises Refusal naming what an export will lack."""
