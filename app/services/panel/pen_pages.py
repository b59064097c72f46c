"""The pages signed with a pen that a panel's ledger tells of, and what a receiver asks of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.common.errors import Refusal
from app.common.roles import PENNING
from app.models.entries import EntryRow
from app.services.panel.marks import Penned
from app.services.panel.panel_ledger import PanelFacts
from app.services.store.site import Attachment, Visit

if TYPE_CHECKING:
    from app.exchange.members import Members
    from app.exchange.task import Task

PEN = "pen"
SIGNED = {PEN: "media_type", "copy": "at"}
"""The kinds of entry that bring a signed file, and what they tell of it beside digest, name and size."""


@dataclass(frozen=True, slots=True)
class InkSigned:
    """A pen signature that a package proves as far as it can: the leader's word and the page it names.

    digital: the person's own digital signature stands under the same document; then the ink prevails.
    """

    name: str
    page: str
    sha256: str
    reason: str
    digital: bool

    @property
    def words(self) -> str:
        """One sentence without its full stop."""
        both = "；另有电子签名，以手签为准" if self.digital else ""
        return f"手签：{self.name}（照片 {self.page}，校验值 {self.sha256[:16]}…；原因：{self.reason}{both}）"


def is_page(media_type: str) -> bool:
    """Whether a file of this kind can show a signed page: a picture or a scan."""
    return media_type.startswith("image/") or media_type == "application/pdf"


def pages_of(rows: Iterable[EntryRow]) -> dict[str, Attachment]:
    """Every page and signed copy that a panel's ledger has ever told of, by SHA-256; no other entry."""
    found: dict[str, Attachment] = {}
    for row in rows:
        told = json.loads(row.after) if row.kind in SIGNED else None
        if isinstance(told, dict) and _whole(told, SIGNED[row.kind]):
            sha256, kind = told["sha256"], told.get("media_type", "application/pdf")
            found[sha256] = Attachment(sha256, told["name"], told["size"], kind, personal=False)
    return found


def _whole(told: dict[str, object], further: str) -> bool:
    shape = {"sha256": str, "name": str, "size": int, further: str}
    return {name: type(value) for name, value in told.items()} == shape


def must_hold(visit: Visit, facts: PanelFacts, task: Task, members: Members) -> None:
    """Raises Refusal unless each pen signature is the leader's word for an expert, its page in the package.

    Nothing else is among the package's evidence. visit: as it stands by the ledger.
    """
    from app.exchange.content import EVIDENCE

    if facts.pens and task.batch.form != "digital":
        raise _odd("本批次采用纸质签署，不应有逐人登记的手签")
    for pen in facts.pens:
        _must_be_theirs(pen, visit, task)
        _must_be_here(pen, members)
    named = {f"{EVIDENCE}{each}" for each in facts.files}
    if {name for name in members if name.startswith(EVIDENCE)} != named:
        raise _odd("成果包里有来历不明的附件")


def _must_be_theirs(pen: Penned, visit: Visit, task: Task) -> None:
    member = visit.member(pen.person_id)
    if member is None or member.role not in PENNING:
        raise _odd("手签登记的人不是专家组的专家，或是组长本人")
    if pen.author == pen.person_id or not (task.led_by(pen.author) or pen.author == visit.acting):
        raise _odd("手签不是由组长（或副组长）为他人登记的")


def _must_be_here(pen: Penned, members: Members) -> None:
    from app.exchange.content import EVIDENCE

    name = f"{EVIDENCE}{pen.sha256}"
    if name not in members:
        raise _odd(f"缺少手签页的照片 {pen.name}")
    if members.size(name) != pen.size or not is_page(pen.media_type):
        raise _odd(f"手签页的照片 {pen.name} 与登记的不符")


def ink_of(
    facts: PanelFacts, task: Task, names: Mapping[str, str], signed: Iterable[str]
) -> tuple[InkSigned, ...]:
    """The pen signatures in the panel's order.

    names: by person, told apart; signed: ids of those whose digital signature holds.
    """
    pens, digital = {pen.person_id: pen for pen in facts.pens}, set(signed)
    return tuple(
        InkSigned(
            names[seat.id], pens[seat.id].name, pens[seat.id].sha256, pens[seat.id].reason, seat.id in digital
        )
        for seat in task.panel
        if seat.id in pens
    )


def _odd(message: str) -> Refusal:
    return Refusal.because(f"{message}，未予采用。", code="XP-4538")
