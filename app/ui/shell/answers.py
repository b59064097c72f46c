"""The bureau's answer to an exported visit, in words. No Qt."""

from __future__ import annotations

from app.common.clock import BEIJING, moment_of
from app.common.words import say
from app.services.store.deliveries import BureauAnswer


def delivered_told(answer: BureauAnswer | None) -> str:
    """The state of a delivered visit, with the bureau's time where its receipt is here."""
    if answer is None or answer.kind != "taken":
        return say("已送达")
    return say("已送达 {time}", time=_spoken(answer.at))


def delivered_sentence(answer: BureauAnswer | None) -> str:
    """The same as a sentence."""
    if answer is None or answer.kind != "taken":
        return say("已送达：主管部门的回执已在本机。")
    return say("已送达。主管部门收到的时间是 {time}，以此为准。", time=_spoken(answer.at))


def rebuff_state(answer: BureauAnswer | None) -> str:
    """The state of a visit that the bureau did not take, in a few words."""
    if answer is not None and answer.kind == "conflict":
        return say("未送达：主管部门另存待查")
    return say("未送达：主管部门未收下")


def rebuff_told(answer: BureauAnswer | None) -> str:
    """What the bureau did not take, why, and what to do; empty where there is no such answer."""
    if answer is None or answer.kind == "taken":
        return ""
    if answer.kind == "conflict":
        return say(
            "主管部门 {time} 收到的成果包与先前收过的另一份内容不同，尚未采用。"
            "请与主管部门核对以哪一份为准。",
            time=_spoken(answer.at),
        )
    return say("主管部门没有收下成果包：{why}请按所述原因处理后重新导出，再交给主管部门。", why=answer.reason)


def _spoken(at: str) -> str:
    moment = moment_of(at).astimezone(BEIJING)
    day = say("{year} 年 {month} 月 {day} 日", year=moment.year, month=moment.month, day=moment.day)
    return say("{day} {time}", day=day, time=moment.strftime("%H:%M"))
