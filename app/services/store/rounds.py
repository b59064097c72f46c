"""What the leader's screens show: frozen states of the conclusion, the signing round and the packages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from app.common.roles import SeatRole
from app.scoring import PanelResult, Scheme
from app.services.store.matter import Matter
from app.services.store.openings import Opening
from app.services.store.settlement import Settlement

SheetPresence = Literal["missing", "open", "locked", "received"]
VerdictForm = Literal["digital", "pen"]


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """One scoring expert's sheet as the leader's device has it.

    state: missing (nothing here), open (being filled on this device), locked (on this device),
    received (taken from the expert's file). digest: of the locked sheet, else None. typed: in words, who
    typed it in from paper and whether signed pages are attached; empty for the expert's own. rivals: how many
    other locked sheets of this expert are here that whoever leads has not settled; beside: how many ledgers
    of this expert there are besides the one that counts. older: it was locked under an earlier task of the
    visit, which has been amended since. reopened: in words, when its expert opened it again after locking,
    and why; empty where that never was.
    """

    person_id: str
    name: str
    state: SheetPresence
    digest: str | None
    typed: str = ""
    rivals: int = 0
    beside: int = 0
    older: bool = False
    reopened: str = ""


@dataclass(frozen=True, slots=True)
class UnsignedSheet:
    """A locked sheet that counts while its signed file is not on this device.

    told: what settles it, in words. signer_id, signer: who could sign it here, empty where those keys are not
    here; has_pin: of the signer.
    """

    person_id: str
    told: str
    signer_id: str = ""
    signer: str = ""
    has_pin: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """What one expert found for a criterion in dispute. score: formatted points or None.

    note: the expert's own words; papers: the working papers, each in a sentence. seen: how the expert saw the
    criterion's materials, a line for each way.
    """

    person_id: str
    name: str
    findings: Mapping[str, object]
    shown: tuple[tuple[str, str], ...]
    score: str | None
    note: str
    papers: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """The leader's ruling on a criterion: whole findings, and why."""

    criterion: str
    findings: Mapping[str, object]
    reason: str
    ruled_at: str


@dataclass(frozen=True, slots=True)
class GapRuling:
    """The bureau's word on points between two marks, as the leader noted it.

    ruling: a choice of the reading (``pass``, ``fail``, or ``open``: the verdict stays undetermined);
    by: who ruled; number: of the paper, or where it is written down; ruled_at: UTC stamp.
    """

    ruling: str
    by: str
    number: str
    ruled_at: str

    @property
    def words(self) -> str:
        """Who ruled, and where it stands."""
        return f"{self.by}裁定，{self.number}"


@dataclass(frozen=True, slots=True)
class ClockFault:
    """How wrong the clock is that dates the panel's ledger, as the leader noted it.

    minutes: how far it is ahead, negative for behind; reason: how that is known; noted_at: UTC stamp by it.
    """

    minutes: int
    reason: str
    noted_at: str

    def right(self, at: datetime) -> datetime:
        """The time that it was."""
        return at - timedelta(minutes=self.minutes)

    @property
    def words(self) -> str:
        """How wrong, such as ``快 9 小时``."""
        hours, minutes = divmod(abs(self.minutes), 60)
        told = f"{hours} 小时" * bool(hours) + f"{minutes} 分钟" * bool(minutes)
        return f"{'快' if self.minutes > 0 else '慢'} {told}"


@dataclass(frozen=True, slots=True)
class ProtocolStep:
    """A step of the day's protocol; done_at is a UTC stamp or None while it is open.

    after: it follows the conclusion, and waits for it. begun: UTC stamp, None where only the end is known;
    people: everybody in words; present: ids of the panel's; unit: who was there of the unit, as typed.
    """

    id: str
    title: str
    done_at: str | None
    people: str
    notes: str
    after: bool = False
    begun: str | None = None
    present: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """A paper that the unit has to hand in. handed: None while nobody has noted it."""

    id: str
    title: str
    asked: str
    cite: str
    handed: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pledge:
    """Whether a member has confirmed recusal and discipline. at: UTC stamp, None for not on record here.

    by: who entered it from paper, empty for the member.
    """

    person_id: str
    name: str
    at: str | None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """The unit's answer: its words, whether it agrees (None: not said), who answered."""

    text: str = ""
    agrees: bool | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class PanelState:
    """Everything of a visit's conclusion at one moment.

    protocol: the steps up to the conclusion; followed: those after it, such as reading out.
    missing: what still stands between this state and freezing, as plain sentences. matters: the same with
    where it is settled, and after it what may stand open. opening: of the sheets before all were in; early:
    some are still wanting of those that are looked at; may_open: they can be opened now.
    frozen: opinions and rulings stand still; issued: the document is made, so protocol and statement do too.
    short_code: of the frozen text, None while nothing is frozen. contests: of others' facts, in sentences
    by criterion, once every sheet is in. policy: the batch's, with the ruling on a gap; gap: that ruling;
    between: whether it can be noted, since the result lies between two marks and the batch has not said
    how such a one counts. voided: what was taken back with earlier texts, in sentences.
    happened: who is absent, has left or is recused, who leads for whom, in sentences. clock: how wrong the
    clock is by which all this is dated, where that was noted. drifted: what the opinions tell otherwise than
    the result, in sentences without their end; also in missing. settlements: of wide spreads, those that fit
    the scores as they are.
    """

    visit_id: str
    scheme: Scheme
    profile: Mapping[str, object]
    policy: Mapping[str, object]
    result: PanelResult
    sheets: tuple[SheetInfo, ...]
    sides: Mapping[str, tuple[Side, ...]]
    rulings: Mapping[str, Ruling]
    problems: tuple[str, ...]
    suggestions: tuple[str, ...]
    statement: Statement
    protocol: tuple[ProtocolStep, ...]
    followed: tuple[ProtocolStep, ...]
    materials: tuple[Material, ...]
    pledges: tuple[Pledge, ...]
    missing: tuple[str, ...]
    frozen: bool
    issued: bool
    short_code: str | None
    contests: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gap: GapRuling | None = None
    strengths: tuple[str, ...] = ()
    between: bool = False
    happened: tuple[str, ...] = ()
    voided: tuple[str, ...] = ()
    clock: ClockFault | None = None
    drifted: tuple[str, ...] = ()
    settlements: Mapping[str, Settlement] = field(default_factory=dict)
    matters: tuple[Matter, ...] = ()
    opening: Opening | None = None
    early: bool = False
    may_open: bool = False


@dataclass(frozen=True, slots=True)
class PenMark:
    """A pen's signature as a screen shows it. at: UTC stamp; name, sha256: of the photo; reason: in words."""

    at: str
    name: str
    sha256: str
    reason: str


@dataclass(frozen=True, slots=True)
class SigningSlot:
    """One signature on the verdict; signed_at is a UTC stamp or None; word: of the role, as it is shown.

    can_sign_here: the person's keys are on this device and it is the person's turn.
    pen: the signature was set with a pen, and a photo of it is kept. can_pen: this can be noted now, apart
    from issuing. can_unpen: it can be taken back. A person can have signed both ways: then the ink prevails.
    """

    person_id: str
    name: str
    role: SeatRole
    signed_at: str | None
    can_sign_here: bool
    has_pin: bool
    word: str = ""
    pen: PenMark | None = None
    can_pen: bool = False
    can_unpen: bool = False


@dataclass(frozen=True, slots=True)
class SigningState:
    """The signing round of a frozen verdict. issued: the document with its fields is made.

    complete: every slot is signed, digitally or with a pen, or the visit is closed with pen and seal.
    voided: what was taken back with earlier texts, in sentences. doubts: times of signatures just taken that
    do not fit, in sentences without their end.
    """

    visit_id: str
    form: VerdictForm
    frozen: bool
    short_code: str | None
    slots: tuple[SigningSlot, ...]
    pdf_sha256: str | None
    complete: bool
    issued: bool = False
    voided: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """A file that was taken in: its kind, the visit it belongs to, and a sentence or some lines for the user.

    attention: something in it was not taken, which a person has to look at. revision: of an amended task that
    waits until a person has seen what it changes, its SHA-256; empty for every other.
    """

    kind: str
    visit_id: str | None
    message: str
    already_here: bool = False
    attention: bool = False
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote; every file was reopened and verified before this was made."""

    visit_id: str
    files: tuple[Path, ...]
    sha256: str
