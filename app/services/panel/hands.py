"""Whose hands a conclusion is in: who leads it, who sits at the keyboard, and what that seat may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.common.errors import Refusal
from app.common.roles import ROLES, RolePowers, Sight
from app.services.store.ledger import NewEntry
from app.services.store.site import Visit

NOT_OF_SEAT = "XP-4261"


@dataclass(frozen=True, slots=True)
class Hands:
    """author: who leads and writes the entries; seated: at the keyboard; powers: of the seat that one has.

    powers is None for somebody who has no seat on the panel, such as where a visit is only tried.
    """

    author: str
    seated: str
    powers: RolePowers | None = None

    @classmethod
    def of(cls, visit: Visit, author: str, seated: str) -> Hands:
        """visit: as the task has it."""
        member = visit.member(seated)
        return cls(author, seated, ROLES[member.role] if member else None)

    @property
    def bound(self) -> bool:
        """Whether the seat sets a bound to what is written here, whoever this laptop belongs to."""
        return self.powers is not None and self.powers.records is not None

    def sees(self, *, whole: bool, frozen: bool) -> bool:
        """Whether others' judgements may be shown, where they are open at all.

        whole: every sheet is in; frozen: the text stands.
        """
        known: Mapping[Sight, bool] = {"opened": True, "whole": whole or frozen, "frozen": frozen}
        return self.powers is None or known[self.powers.sees]

    def may_record(self, kind: str) -> bool:
        """Whether the seat may write such an entry, as far as the seat itself sets a bound."""
        return self.powers is None or self.powers.may_record(kind)

    def must_record(self, visit: Visit, kind: str) -> None:
        """Raises Refusal where the seat may not write such an entry. visit: for its names."""
        if self.powers is None or self.may_record(kind):
            return
        leader = visit.leader
        who = visit.name_of(leader.id) if leader else "组长"
        raise Refusal.because(
            f"{self.powers.word}不办理这一项。请由{who}在这台电脑上切换到本人再办理。", code=NOT_OF_SEAT
        )

    def written(self, visit: Visit, draft: NewEntry) -> NewEntry:
        """The entry as this seat writes it: under the own name where it keeps the record. Raises Refusal."""
        self.must_record(visit, draft.kind)
        return replace(draft, author=self.seated) if self.bound else draft
