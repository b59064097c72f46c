"""A person's PIN for one deed, while another may sit at the keyboard: nobody has to switch for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.common.errors import Refusal
from app.common.words import say
from app.ui.shell.view_dialogs import PinDialog
from app.ui.shell.view_screen import Stage


def pin_given(parent: QWidget, stage: Stage, name: str, deed: Callable[[str], None], told: str = "") -> bool:
    """Whether the person gave the PIN and the deed went through. told: what the PIN is for."""
    dialog = PinDialog(parent, name, deed, told)
    try:
        return bool(stage.troubles.attempt(dialog.exec))
    finally:
        dialog.deleteLater()


def word_given(parent: QWidget, stage: Stage, visit_id: str) -> bool:
    """Whether this device may issue a visit's document: who leads is asked for the PIN where needed."""
    verdicts = stage.workspace.verdicts
    try:
        who = verdicts.voucher(visit_id)
    except Refusal:  # the deed itself says what is wrong
        return True
    if who is None or not who.has_pin:
        return True
    told = say("主管部门登记的不是这台电脑。由您输入 PIN 认可之后，这台电脑就可以出具这次考核的结论文件。")
    return pin_given(parent, stage, who.name, lambda pin: verdicts.vouch(visit_id, pin), told)
