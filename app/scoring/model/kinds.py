"""A kind of scheme in its own words: one record each, so that no screen and no paper asks which kind it is.

What one document calls its deed and its parties is the scheme's (``Terms``), not its kind's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from app.scoring.model.scheme import SchemeKind

Rating = Literal["points", "conditions", "grounds"]
"""What a paper counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """The words that differ from one kind of scheme to another.

    rating: what is counted. act: what an expert does; judge: the same as a verb; judged: the same on paper;
    sheet, summary: the papers of one expert and of all. given: what an expert gives a criterion; result: what
    it comes to; met: the words of a condition, met and not. open, told, bad, spared: how a criterion is
    called that nobody answered, that somebody did, that went badly, that is not asked. worst, no_worst, left,
    none_left: the result pane's titles, and what stands under them where nothing does. counted: what the
    large figure of a conclusion counts; footed: the same at a table's foot; failing: the head of those that
    decided otherwise than by a sum.

    item: what a criterion is called, verdict: what the panel comes to, data: what is handed in; unit: how the
    unit is called there, empty for what the terms call it.

    On paper: table, content, asked: what the table of criteria and its columns are called; reasons, below:
    its sentences, as a column and in a note; blank: what an empty place means; heads: what stands before
    unit, project, rules, ground and day of a sheet, empty where the scheme's terms say it; how_to: the rule
    for a pen; unfinished: what a sheet that is not filled says of its figure; problems, advice: the panel's
    two texts, noted: the same on the screen, opinions: their page, in full and short; strengths: a third
    one, of what was done well, empty where nothing is awarded above a stated level. plan: the rules that
    were applied; views: what every expert found; way: how that was joined, in a narrow and in a wide column;
    short: what a criterion lacks of its points, shortness: whether that is a fault; wanting: the table of
    demands that are not met, with the heads of what was demanded and what was found. lacking: how a criterion
    is spoken that is short; spent: that nothing, something, more than half of its points is not had.

    apart: that experts judge a criterion differently; draft, draft_hint: the key that composes the panel's
    texts; pledge: what an expert confirms.
    """

    rating: Rating
    act: str
    judge: str
    judged: str
    sheet: str
    summary: str
    given: str
    result: str
    met: tuple[str, str]
    open: str
    told: str
    bad: str
    spared: str
    worst: str
    no_worst: str
    left: str
    none_left: str
    counted: str
    footed: str
    failing: str
    item: str
    verdict: str
    data: str
    unit: str
    table: str
    reasons: str
    below: str
    blank: str
    how_to: str
    content: str
    asked: str
    heads: tuple[str, str, str, str, str]
    unfinished: str
    problems: str
    advice: str
    noted: tuple[str, str]
    apart: str
    draft: str
    draft_hint: str
    pledge: tuple[str, ...]
    plan: str
    views: str
    way: tuple[str, str]
    opinions: tuple[str, str] = ("问题与建议", "问题")
    strengths: str = ""
    short: str = ""
    shortness: bool = False
    wanting: tuple[str, str, str] = ("未达到的条件", "文件要求", "查验情况")
    lacking: str = ""
    spent: tuple[str, str, str] = ("", "", "")

    @property
    def by_others(self) -> str:
        """Whose a criterion is that this expert does not answer."""
        return f"由他人{self.act}"


POINTS = KindWords(
    rating="points",
    act="评分",
    judge="评",
    judged="评定",
    sheet="评分表",
    summary="评分汇总表",
    given="评分",
    result="得分",
    met=("", ""),
    open="未评",
    told="已评",
    bad="失分",
    spared="不评",
    worst="失分最多",
    no_worst="还没有失分。",
    left="尚未评",
    none_left="全部评过了。",
    counted="合计",
    footed="总　　分",
    failing="不论总分、直接决定结论的：",
    item="考核项",
    verdict="考核结论",
    data="考核数据包",
    unit="被考核单位",
    table="评分情况",
    reasons="扣分、得分的理由和依据",
    below="失分、得分的理由和依据",
    blank="未评分",
    content="考核内容",
    asked="要求",
    heads=("项目单位", "建设项目", "考核细则", "考核依据", "考核时间"),
    how_to="扣分须写明理由。最右一栏可以不填，由程序按细则计算。",
    unfinished="以上不是最终得分。",
    problems="存在的主要问题",
    advice="意见和建议",
    noted=("发现的问题", "建议"),
    apart="各专家认定的评分不一致。事实只有一个，须由组长裁定。",
    draft="由失分生成草稿",
    draft_hint="按失分项逐条拟出，生成后可任意修改（Ctrl+D）",
    pledge=(
        "我与该单位及其负责人没有可能影响公正评审的任职、咨询、亲属或利益关系；如有，我会立即声明并回避。",
        "我独立评分，锁定前不打听、不议论其他专家的评分，也不对外透露评审情况。",
        "我如实核对材料、据实扣分，不收受礼品礼金，不参加影响公正的宴请。",
    ),
    plan="评定方案",
    views="各位专家的评定",
    way=("评定", "评定方式"),
    short="失分",
    shortness=True,
    lacking="有失分",
    spent=("没有失分", "有失分", "失分过半"),
)

CONDITIONS = KindWords(
    rating="conditions",
    act="核查",
    judge="核查",
    judged="核查",
    sheet="核查表",
    summary="核查汇总表",
    given="认定",
    result="认定",
    met=("符合", "不符合"),
    open="未核",
    told="已核",
    bad="不符合",
    spared="不适用",
    worst="不符合",
    no_worst="还没有不符合的。",
    left="尚未核",
    none_left="全部核过了。",
    counted="符合",
    footed="合计（符合项数）",
    failing="不符合的条件：",
    item="条件",
    verdict="结论",
    data="核查数据包",
    unit="",
    table="核查情况",
    reasons="认定的事实和依据",
    below="认定的事实和依据",
    blank="未核查",
    content="核查内容",
    asked="要求",
    heads=("", "", "核查方案", "核查依据", "核查时间"),
    how_to="不符合的，请写明情况。最右一栏填“符合”或“不符合”，可以不填，由程序按细则认定。",
    unfinished="以上不是最终认定。",
    problems="存在的主要问题",
    advice="意见和建议",
    noted=("发现的问题", "建议"),
    apart="各专家的认定不一致，须由组长裁定。",
    draft="由不符合的条件生成草稿",
    draft_hint="按不符合的条件逐条拟出，生成后可任意修改（Ctrl+D）",
    pledge=(
        "我与该单位及其负责人没有可能影响公正评审的任职、咨询、亲属或利益关系；如有，我会立即声明并回避。",
        "我独立核查，锁定前不打听、不议论其他专家的认定，也不对外透露评审情况。",
        "我如实核对材料、据实认定，不收受礼品礼金，不参加影响公正的宴请。",
    ),
    plan="核查方案",
    views="各位专家的认定",
    way=("方式", "认定方式"),
)

GROUNDS = replace(
    CONDITIONS,
    rating="grounds",
    met=("没有", "有此情形"),
    bad="有情形",
    worst="有此情形",
    no_worst="没有查实的情形。",
    counted="查实",
    footed="合计（查实项数）",
    failing="查实的情形：",
    item="情形",
    asked="核查的情形",
    how_to="有此情形的，请写明认定说明。最右一栏填“有”或“没有”，可以不填，由程序按细则认定。",
    problems="查实的情形",
    advice="处理意见",
    noted=("查实的情形", "处理意见"),
    opinions=("情形与意见", "情形"),
    draft="由查实的情形生成草稿",
    draft_hint="按查实的情形逐条拟出，生成后可任意修改（Ctrl+D）",
    pledge=(
        "我与该单位及其负责人没有可能影响公正核查的任职、咨询、亲属或利益关系；如有，我会立即声明并回避。",
        "我独立核查，锁定前不打听、不议论其他专家的认定，也不对外透露核查情况。",
        "我如实核对材料、据实认定，不收受礼品礼金，不参加影响公正的宴请。",
    ),
)

WON = replace(
    POINTS,
    reasons="得分的理由和依据",
    below="得分的理由和依据",
    how_to="请写明评分说明。最右一栏可以不填，由程序按细则计算。",
    pledge=(*POINTS.pledge[:-1], "我如实核对材料、据实评分，不收受礼品礼金，不参加影响公正的宴请。"),
    short="未得分",
    spent=("得满分", "没有得满分", "得分不到一半"),
)
"""Points that are won by indicators; nothing is taken off."""

EFFECT = replace(
    WON,
    bad="不足",
    worst="得分不足",
    no_worst="没有得分不足的指标。",
    failing="",
    draft="由得分生成草稿",
    draft_hint=(
        "达到“好”的分数线的指标写为成效，低于的写为问题；批次没有设这条线的，得满分的写为成效，"
        "得分不到该项分值 75% 的写为问题。生成后可任意修改（Ctrl+D）"
    ),
    strengths="主要成效",
    short="距满分",
    shortness=False,
    lacking="有不足",
)
"""What reaches a good one's line is no shortcoming, though points are left; the verdict's own ground names a
failed operation.
"""

PERFORMANCE = replace(
    WON,
    bad="未完成",
    worst="未完成的指标",
    no_worst="还没有未完成的指标。",
    how_to="没有达到目标的，请写明情况。最右一栏可以不填，由程序按细则计算。",
    draft="由完成情况生成草稿",
    draft_hint="达到目标的指标写为已完成，没有达到的写为问题，生成后可任意修改（Ctrl+D）",
    strengths="已完成的绩效指标",
    wanting=("未完成的绩效指标", "目标", "完成情况"),
    lacking="未完成",
)
"""An indicator is completed or not."""

WORDS: Mapping[SchemeKind, KindWords] = {
    "scored": POINTS,
    "eligibility": CONDITIONS,
    "grounds": GROUNDS,
    "performance": PERFORMANCE,
    "effect": EFFECT,
}


def words_on_paper(rating: Rating, strengths: str) -> KindWords:
    """The words of a paper, which is told what it counts and what it calls what was done well: no two kinds
    agree in both. Raises KeyError for what no kind says.
    """
    return _ON_PAPER[rating, strengths]


_ON_PAPER = {(each.rating, each.strengths): each for each in WORDS.values()}
