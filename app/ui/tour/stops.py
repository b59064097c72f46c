"""What the tour says, in its order, and where it stands. No Qt."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from app.common.words import say
from app.scoring.model.kinds import KindWords

Part = Literal["list", "head", "evidence", "fields", "working", "notes", "result", "deeds", "bar"]


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: the part of the desk that is lit, what it is, what to try there; key: the keys for it."""

    part: Part
    title: str
    words: str
    key: str = ""


STOPS: tuple[Stop, ...] = (
    Stop(
        "list",
        "全部{item}",
        "按附件的顺序排列。对号是得满分，短横是{lacking}，圆圈是还没评，三角是有待补全。"
        "可以只看未评的、{bad}的，也可以查找。",
        "Alt+↓ 下一项　Alt+↑ 上一项",
    ),
    Stop("head", "这一项要求什么", "要求、出自哪一条、单位自评了几分。右边是您此刻给出的分。"),
    Stop(
        "evidence",
        "核验材料",
        "每份材料是怎么看到的：原件、复印件、现场、访谈、部分，还是缺。程序不会替您勾选任何一份。",
        "Ctrl+M 全部标为原件",
    ),
    Stop(
        "fields",
        "认定",
        "填数字、选档次。试着填一个：每按一个键都已经存好，没有“保存”按钮，断电也不会丢。",
        "Enter 下一栏　1 2 3 选第几个",
    ),
    Stop("working", "计算", "分数是怎么来的，扣的每一分依据哪一条，还差多少就不扣分，都写在这里。"),
    Stop(
        "notes",
        "备注、工作记录与附件",
        "抽查了几份、见第几册第几页、谈话说了什么、还须补交什么、单位怎么说，各记一条工作记录；"
        "其余写在备注里。照片和文件拖进来就附上了。",
        "Alt+1 抽查　Alt+4 补交　Ctrl+J 补交清单",
    ),
    Stop("result", "结果", "合计、还可能落在哪个区间、结论是否已定，随您的键入改变。点一项就到那一项。"),
    Stop(
        "deeds",
        "核对与锁定",
        "“核对”列出前后不一致的地方，不妨碍您继续填。全部核查完再锁定；锁定之前，随时可以撤销到任何一步。",
        "Ctrl+Z 撤销　Ctrl+K 核对",
    ),
    Stop(
        "bar",
        "副本、同组专家、打印与历史",
        "插上 U 盘，随身副本自动保留，这里写着最近一次的时间。同组专家已核的事实，可以采信，也可以写明异议。"
        "打印、换人、代录纸质{sheet}也在这里。每一步改动都进历史记录，任何时刻都可以回看。",
        "Ctrl+H 历史记录　Ctrl+Shift+A 已核事实　F1 全部快捷键",
    ),
)

UNSCORED: Mapping[Part, str] = {
    "list": "按文件的顺序排列。对号是“{met}”，叉号是“{unmet}”，圆圈是还没核，三角是有待补全。"
    "可以只看未核的、{bad}的，也可以查找。",
    "head": "要求、出自哪一条。右边是您此刻的认定。",
    "working": "怎样得出这一项的认定、依据哪一条，都写在这里。",
    "result": "已核几项、结论是否已定，随您的键入改变。点一项就到那一项。",
}
"""What the same stops say where nothing is scored."""


@dataclass(frozen=True, slots=True)
class TourState:
    """Where the tour stands. at counts from 0; stops: those whose part is there to be lit."""

    stops: tuple[Stop, ...]
    at: int = 0

    @property
    def stop(self) -> Stop:
        """The stop that is shown."""
        return self.stops[self.at]

    @property
    def first(self) -> bool:
        """Whether nothing lies before it."""
        return self.at == 0

    @property
    def last(self) -> bool:
        """Whether nothing comes after it."""
        return self.at == len(self.stops) - 1

    @property
    def told(self) -> str:
        """How far one has come, such as ``3 / 8``."""
        return say("{at} / {all}", at=self.at + 1, all=len(self.stops))


def begun(there: Collection[str], words: KindWords) -> TourState | None:
    """A tour of the parts that are there to be seen, in a kind's words; None where there is none."""
    stops = tuple(_worded(stop, words) for stop in STOPS if stop.part in there)
    return TourState(stops) if stops else None


def _worded(stop: Stop, words: KindWords) -> Stop:
    told = stop.words if words.rating == "points" else UNSCORED.get(stop.part, stop.words)
    met, unmet = words.met
    named = {"item": words.item, "sheet": words.sheet, "met": met, "unmet": unmet, "bad": words.bad}
    named["lacking"] = words.lacking
    return replace(stop, title=say(stop.title, **named), words=say(told, **named))


def moved(state: TourState, steps: int) -> TourState:
    """The tour some stops on (or back), held between the first and the last."""
    return replace(state, at=min(max(state.at + steps, 0), len(state.stops) - 1))
