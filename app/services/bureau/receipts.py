"""The bureau's receipt: one file for what was taken in, since when, and for what was refused, and why."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.common.clock import BEIJING, Clock, stamp
from app.common.errors import EnvironmentTrouble, Refusal
from app.common.files import CHUNK, open_ordinary
from app.services.bureau.arrivals import Arrival, Fate, Intake
from app.services.store.file_names import fitting

if TYPE_CHECKING:
    from app.exchange.receipt import Receipt, Refused, Taken
    from app.signing.authority import Authority

SUFFIX = ".xpack"
MOST = 10_000  # of each kind in one receipt, as its format has it
LONGEST_NAME, LONGEST_REASON = 200, 2_000
OUTCOMES: dict[Fate, Literal["taken", "already_here", "conflict"]] = {
    "taken": "taken",
    "already here": "already_here",
    "conflict": "conflict",
}


def receipt_path(named: Sequence[Path], files: Sequence[Path], now: datetime) -> Path:
    """Where a receipt lies by default: beside the one package, or in the folder under its time."""
    if len(files) == 1:
        return files[0].with_name(fitting(files[0].stem, f"-回执{SUFFIX}"))
    folder = named[0] if named[0].is_dir() else files[0].parent
    return folder / f"回执-{now.astimezone(BEIJING):%Y%m%d-%H%M%S}{SUFFIX}"


def check_receipt_path(path: Path) -> None:
    """Raises Refusal for a name that would put the receipt in the place of another kind of file."""
    if path.suffix.lower() != SUFFIX or path.is_dir():
        raise Refusal.because(
            f"回执文件的名称须以 {SUFFIX} 结尾，请改用如 回执{SUFFIX} 的名称。",
            where="--receipt",
            code="XP-6370",
        )


def write_receipt(path: Path, authority: Authority, receipt: Receipt) -> None:
    """Write, sign and read back a receipt. Raises EnvironmentTrouble; what was taken stays taken."""
    from app.exchange.manifest import ManifestDraft
    from app.exchange.package import write_package

    draft = ManifestDraft(
        kind="xpack", batch=None, sender=authority.trust().bureau_id, created_at=receipt.received_at
    )
    try:
        write_package(path, draft, receipt.members(), authority.issuing, authority.credential)
    except EnvironmentTrouble as trouble:
        raise EnvironmentTrouble(
            f"回执没有写出：{trouble.message}",
            safe="各成果包的处理结果如上所列，不受影响。",
            advice="请用 --receipt 另指一个位置再导入一次：不会重复收取，收到的时间也不变。",
            code="XP-6371",
        ) from trouble


def receipt_of(intakes: Sequence[Intake], clock: Clock) -> Receipt:
    """What a receipt says of files that came in. A file that cannot even be read has no place in it."""
    from app.exchange.receipt import Receipt

    taken = {each.arrival.digest: _taken(each, each.arrival) for each in reversed(intakes) if each.arrival}
    refused = {(each.sha256, each.name): each for each in map(_refused, intakes) if each is not None}
    if len(taken) > MOST or len(refused) > MOST:
        raise Refusal.because(f"一份回执最多列 {MOST} 个文件，请分几次导入。", code="XP-6372")
    return Receipt(
        received_at=stamp(clock.now()), taken=tuple(reversed(taken.values())), refused=tuple(refused.values())
    )


def _taken(intake: Intake, arrival: Arrival) -> Taken:
    from app.exchange.receipt import Taken

    return Taken(
        kind=arrival.kind,
        visit=arrival.visit,
        digest=arrival.digest,
        sha256=arrival.sha256,
        outcome=OUTCOMES[intake.fate],
        received_at=arrival.at,
        pdf_sha256=arrival.pdf_sha256,
    )


def _refused(intake: Intake) -> Refused | None:
    from app.exchange.receipt import Refused

    digest = _digest_of(intake.path) if intake.fate == "refused" else None
    if digest is None:
        return None
    return Refused(
        name=_plain(intake.path.name)[:LONGEST_NAME],
        sha256=digest,
        code=intake.codes[0] if intake.codes else "-",
        message=_plain(" ".join(intake.message.split()))[:LONGEST_REASON],
    )


def _digest_of(path: Path) -> str | None:
    """SHA-256 of an ordinary file of bearable size; None for anything else, and where it cannot be read."""
    import hashlib

    from app.exchange.container import LIMITS

    running = hashlib.sha256()
    try:
        if not path.is_file() or path.stat().st_size > LIMITS.total:
            return None
        with open_ordinary(path) as stream:
            while chunk := stream.read(CHUNK):
                running.update(chunk)
    except OSError:
        return None
    return running.hexdigest()


def _plain(text: str) -> str:
    """Without the characters that no signed text may hold: a file's name can be anything."""
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(each) in hidden else each for each in text
    )
