"""The minutes and the forms of the day: what they tell, that the bureau draws the minutes again."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.common.errors import Refusal
from app.exchange.package import read_package
from app.exchange.sync import MINUTES
from app.services.panel.days import StepNote
from tests.chain import EXPERTS, LEADER, Chain, chains, copied

ASKED, ANSWERED = "实训工位为什么少于申报数？", "二期设备八月到位（示例）"
LACKING, REASON = "兼职教师人数不足", "企业技师流动较大（示例）"


def pages_of(pdf: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return ["".join(text.split()) for text in done.stdout.decode().split("\f") if text.strip()]


def text_of(pdf: bytes) -> str:
    return "".join(pages_of(pdf))


def keep(chain: Chain) -> None:
    """A day as a clerk keeps it, with somebody recused."""
    days, now = chain.lead.days, chain.clock.now()
    people = tuple(chain.ids[key] for key in (LEADER, *EXPERTS))
    begun = now - timedelta(minutes=40)
    days.note(chain.visit, "report", StepNote(begun, now, people, "王校长（示例）", "第一行记要\n第二行记要"))
    days.say(chain.visit, "questions", "question", ASKED, ANSWERED)
    days.say(chain.visit, "report", "reason", LACKING, REASON)
    for key in chain.ids:
        days.came(chain.visit, chain.ids[key], begun)
    days.pledge(chain.visit, chain.ids["supervisor"])


@pytest.fixture(scope="module")
def kept_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day that a clerk kept, frozen, signed and sent in: made once, and copied for each test."""
    with chains(tmp_path_factory.mktemp("day")) as at:
        chain = at("settled", form="staff")
        chain.lead.people.switch(chain.ids["clerk"], None)
        keep(chain)
        chain.lead.people.switch(chain.ids[LEADER], None)
        chain.freeze()
        chain.sign_all()
        chain.export()
        chain.note()
    return chain.folder


@pytest.fixture
def exported(kept_day: Path, tmp_path: Path) -> Iterator[Chain]:
    chain = copied(kept_day, tmp_path / "chain")
    yield chain
    chain.close()


def test_the_minutes_tell_the_day_and_go_to_the_bureau(exported: Chain) -> None:
    chain = exported
    told = text_of(chain.lead.day_papers.minutes(chain.visit))
    for word in (ASKED, ANSWERED, LACKING, REASON, "第一行记要", "第二行记要", "王校长", "监督员", "记录人"):
        assert word in told, word
    assert told.count("监督员己") >= 2, "in attendance and to sign"
    assert told.count("联络员戊") >= 2
    for title in ("收取评分表", "闭门合议", "定稿", "签署"):
        assert title in told, title
    settled = chain.desk().facts.settlements
    assert settled
    assert all(each.sentence.rstrip("。") in told for each in settled.values())
    package = chain.out / "sync" / "visit.xpsync"
    with read_package(package, chain.trust, chain.identities) as proven:
        assert proven.members[MINUTES] == chain.lead.day_papers.minutes(chain.visit)
    took = chain.office.bureau.take(package, chain.trust, chain.identities)
    assert took.fate == "taken", took.message


def test_the_same_minutes_are_the_same_bytes(exported: Chain) -> None:
    first = exported.lead.day_papers.minutes(exported.visit)
    exported.wait(3600)
    assert exported.lead.day_papers.minutes(exported.visit) == first


def test_other_minutes_are_refused(exported: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = exported.lead.day_papers
    other = papers.roll(exported.visit)
    monkeypatch.setattr(type(papers), "minutes", lambda *_: other)
    path = exported.export("forged")
    took = exported.office.bureau.take(path, exported.trust, exported.identities)
    assert took.fate == "refused"
    assert took.codes == ("XP-4526",)


def test_a_package_of_an_earlier_program_has_none(exported: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(exported.lead.day_papers), "minutes", lambda *_: None)
    took = exported.office.bureau.take(exported.export("old"), exported.trust, exported.identities)
    assert took.fate == "taken", took.message


def test_recusals_and_settlements_are_told_as_far_as_one_may_see(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("settled", form="staff")
    why = "与被考核单位负责人有亲属关系（示例）"
    chain.lead.attendance.note(chain.visit, chain.ids[EXPERTS[2]], "recused", chain.clock.now(), why)
    told = text_of(chain.lead.day_papers.minutes(chain.visit))
    assert "回避" in told
    assert "亲属关系" in told
    assert "草稿" in text_of(chain.lead.day_papers.minutes(chain.visit))
    sentence = next(iter(chain.desk().facts.settlements.values())).sentence.rstrip("。")
    chain.lead.people.switch(chain.ids["supervisor"], None)
    assert sentence not in text_of(chain.lead.day_papers.minutes(chain.visit))


def test_the_forms_name_everybody(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("tasked", form="staff")
    names = [chain.desk().visit.name_of(person) for person in chain.ids.values()]
    roll = text_of(chain.lead.day_papers.roll(chain.visit))
    pledges = chain.lead.day_papers.pledges(chain.visit)
    assert all(name.split("（")[0] in roll for name in names)
    pages = pages_of(pledges)
    assert len(pages) == len(names)
    assert all("须回避" in page for page in pages)


def test_what_no_font_prints_is_refused_once_the_text_is_frozen(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("settled", form="staff")
    chain.lead.days.say(chain.visit, "questions", "question", "\U0003134a 字？", "")
    assert any("今日程序" in each for each in chain.desk().state.missing)
    line = next(iter(chain.desk().facts.day.lines))
    chain.lead.days.say(chain.visit, "questions", "question", "", "", line_id=line)
    chain.freeze()
    with pytest.raises(Refusal):
        chain.lead.days.say(chain.visit, "reading", "question", "\U0003134a 字？", "")
