"""What a kind of scheme may not say: words of another kind, unless the scheme's own text says them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.scoring import Scheme
from app.scoring.model.scheme import SchemeKind
from app.services.store.schemes import SchemeLibrary

Told = Iterable[tuple[str, str]]
"""Where something is shown, and its text."""

UNSCORED = (
    "评分", "打分", "扣分", "得分", "失分", "满分", "总分", "分值", "分数", "自评", "未评", "没有评", "不论",
    "建设项目实施单位", "项目单位", "被考核单位", "整改", "考核内容", "考核项", "考核结论", "考核细则",
    "考核依据", "考核时间", "考核数据包", "事实只有一个", "评定", "考核分数", "核查核查",
)  # fmt: skip
LOST = ("失分", "扣分", "没有扣", "据实扣", "从总分中扣")
"""Where points are won, none are taken off."""
POINTED = (
    "免核",
    "提请例外",
    "作为例外",
    "核查表",
    "核查汇总表",
    "不予推荐",
    "补正",
    "有此情形",
    "查实",
)
FOREIGN: Mapping[SchemeKind, tuple[str, ...]] = {
    "scored": POINTED,
    "performance": (*POINTED, *LOST, "距满分", "好”的分数线"),
    "effect": (*POINTED, *LOST, "未完成的指标"),
    "eligibility": (*UNSCORED, "查实", "有此情形", "有情形", "注销", "取消称号", "情形核查"),
    "grounds": (
        *UNSCORED,
        "补正",
        "不予推荐",
        "不符合的条件",
        "申报单位",
        "符合条件",
        "免核",
        "共核查条件",
        "问题与建议",
    ),
}


def foreign(scheme: Scheme, told: Told) -> list[tuple[str, str, str]]:
    """What says a word of another kind: where, the word, the text."""
    source = SchemeLibrary().source(scheme.id).decode()
    own = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith("#"))
    words = [word for word in FOREIGN[scheme.kind] if word not in own]
    if any(each.in_principle for each in scheme.criteria):  # it has exceptions with points, too
        words = [word for word in words if "例外" not in word]
    return [(where, word, text[:90]) for where, text in told for word in words if word in text]
