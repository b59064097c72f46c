"""What stands beside the score: evidence, working papers, colleagues' facts, the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.services.sheet.supplements import print_supplements
from app.ui.session.view_history import open_history
from shots import contents
from shots.camera import Camera
from shots.paper import take_page

PAPERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("tally", {"what": "教师资格证书", "drawn": "20", "fit": "18"}),
    ("place", {"volume": "3", "page": "12", "what": "专职教师名册"}),
    ("talk", {"person": "教务处负责人（示例）", "said": "两名教师的证书正在补办，预计本月取得"}),
    ("supplement", {"what": "两名教师的证书复印件", "by": "2025-05-15"}),
    ("statement", {"about": "教师总数", "said": "另有 2 人年初刚入职，名册没有更新"}),
)
LATE = ("设备到货验收单", "2025-05-11", "")
CAME = ("培训班学员名册", "2025-05-12", "2025-05-12")
MARKS = ("original", "copy", "on_site", "partial", "missing")


def evidence(camera: Camera) -> None:
    """Marks, tiles, the viewer."""
    camera.enter()
    shown = camera.desk("13.2")
    shown.wants.typed.emit("senior_trainees", "540")
    for paper, mark in zip(shown.presenter.state.card.evidence, MARKS, strict=False):
        shown.wants.marked.emit(paper.id, mark)
    files = camera.folder / "材料"
    files.mkdir(exist_ok=True)
    given = [contents.workshop(files / "数控实训室.png"), contents.roster(files / "专职教师名册.pdf")]
    sheet = files / "设备台账.xlsx"
    sheet.write_bytes(b"PK\x03\x04" + bytes(20_000))
    shown.wants.attached.emit([*given, sheet])
    camera.until(lambda: len(shown.card.files.tiles) == 3)
    roster = shown.card.files.states[1].sha256
    shown.wants.personal_marked.emit(roster, True)
    camera.settle(0.8)  # thumbnails
    camera.window.resize(camera.window.width(), 1150)
    camera.take_part("evidence", shown.card)
    camera.window.resize(camera.window.width(), 768)
    _viewer(camera, shown)


def _viewer(camera: Camera, shown: Any) -> None:
    for name, place in (("viewer-picture", 0), ("viewer-pdf", 1), ("viewer-other", 2)):
        shown.wants.viewed.emit(shown.card.files.states[place].sha256)
        camera.dialog()
        camera.settle(1.2)
        camera.take_dialog(name)


def papers(camera: Camera) -> None:
    """Every kind of working paper, what must still be brought, its printed list."""
    camera.enter()
    shown = camera.desk("8.2")
    _write(shown, PAPERS)
    camera.window.resize(camera.window.width(), 1150)
    camera.take_part("papers", shown.card)
    camera.window.resize(camera.window.width(), 768)
    for cid, (what, by, came) in (("4.2", LATE), ("13.2", CAME)):
        shown.wants.opened.emit(cid)
        _write(shown, (("supplement", {"what": what, "by": by, "came": came}),))
    camera.take("desk-late")
    shown.wants.supplements_wanted.emit()
    camera.take_dialog("supplements")
    listed = print_supplements(shown.presenter.papers.supplement_list(), camera.folder / "补交.pdf")
    take_page(camera, "supplements-page", listed)


def _write(shown: Any, papers: tuple[tuple[str, dict[str, str]], ...]) -> None:
    for kind, texts in papers:
        before = {each.id for each in shown.presenter.state.card.papers.rows}
        shown.wants.paper_begun.emit(kind)
        (made,) = (each.id for each in shown.presenter.state.card.papers.rows if each.id not in before)
        for column, text in texts.items():
            shown.wants.paper_written.emit(made, column, text)


def facts(camera: Camera) -> None:
    """Colleagues' facts: told, adopted, contested, differing, and all at once."""
    camera.enter()
    shown = camera.desk("14.1")
    camera.take("facts")
    shown.facts.open()
    camera.take_dialog("facts-all")
    shown.wants.contested.emit("")
    contest = next(each for each in shown.presenter.state.card.counts if each.contest)
    shown.wants.paper_written.emit(contest.contest, "why", "抽查的问卷里有 3 份没有签名")
    camera.take_part("facts-contested", shown.card)
    shown.wants.opened.emit("15.1")
    shown.wants.adopted.emit("")
    camera.take_part("facts-adopted", shown.card)
    shown.wants.opened.emit("13.2")
    shown.wants.typed.emit("senior_trainees", "540")
    camera.take_part("facts-differ", shown.card)


def looking_back(camera: Camera) -> None:
    """The history of a sheet, and of one criterion."""
    camera.enter()
    shown = camera.desk("9.1")
    for text in ("1.5", "2"):
        camera.later(4)
        shown.wants.typed.emit("deduction", text)
    camera.later(2)
    shown.wants.typed.emit("reason", "过程性考核记录只有上学期的，评价结果没有反馈给教师")
    camera.later(3)
    shown.wants.opened.emit("12.1")
    shown.wants.typed.emit("training_system", "sound")
    camera.later(1)
    shown.wants.noted.emit("培训体系文件齐全。")
    shown.wants.undone.emit()
    for name, criterion in (("history", ""), ("history-one", "9.1")):
        dialog = open_history(shown, criterion)
        if dialog is None:
            raise SystemExit("the history does not open")
        dialog.travel.earlier.click()
        camera.settle(0.3)
        camera.take_dialog(name, dialog)


def copies(camera: Camera) -> None:
    """The copy on a stick: asked for in a line, the settings, the keys."""
    from app.ui.safes.presenter import Volume
    from app.ui.safes.view_dialogs import KeysDialog, PlaceDialog

    camera.enter()
    stick = camera.folder / "评审U盘"
    stick.mkdir(exist_ok=True)
    volume = Volume(stick.name, stick)
    screen = camera.go("desk")
    keeping = camera.session.keeping
    screen.question.show_line(keeping.presenter.line((volume,)))
    camera.take("copy-offer")
    camera.take_dialog("copy-place", PlaceDialog(camera.window, keeping.presenter, (volume,)))
    keeping.presenter.choose(stick)
    keeping.keeper.settle()
    keeping.beat()
    camera.take("copy-made")
    camera.take_dialog("copy-place-chosen", PlaceDialog(camera.window, keeping.presenter, (volume,)))
    camera.take_dialog("copy-keys", KeysDialog(camera.window, keeping.presenter.check_pin))


CHAPTERS: tuple[Callable[[Camera], None], ...] = (evidence, papers, facts, looking_back, copies)
