"""Two versions of a scheme: what changed, in words, and both on the same findings side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.common.canon import digest
from app.scoring.load.loader import load_scheme, parse_scheme
from app.scoring.model.points import format_points
from app.scoring.model.scheme import Scheme
from app.scoring.visit.figures import standing_words
from app.scoring.visit.tally import Findings, Tally

KEYS = {
    "version": "版本", "title": "名称", "issuer": "发文机关", "document": "文件", "document_no": "文号",
    "valid_from": "施行日期", "valid_to": "失效日期", "full_marks": "满分", "pass_mark": "合格分数线",
    "fail_mark": "不合格分数线", "provisional": "暂定说明", "terms": "用语", "basis": "依据",
    "profile": "单位信息",
    "sections": "部分", "criteria": "考核项", "readings": "待定事项", "notes": "说明", "materials": "材料",
    "procedure": "程序", "conclusion": "结论用语", "consequences": "后续要求", "obligations": "义务",
    "findings": "查验项", "rules": "规则", "evidence": "所需材料", "wanted": "要求", "max": "分值",
    "points": "分值", "step": "步长", "low": "下限", "high": "上限", "options": "选项", "cite": "出处",
    "label": "显示", "item": "名称", "section": "所属部分", "start": "起算", "official": "主管部门原文",
    "due": "期限", "who": "责任方", "paper": "内容", "consequence": "后果", "binding": "约束",
    "when": "适用条件", "waived_when": "免予条件", "principle": "原则性条件",
    "in_principle": "可有例外的查验项", "choices": "可选口径",
    "words": "认定用语", "concludes": "写进结论",
    "default": "默认口径", "question": "问题", "handling": "处理办法", "policy_key": "批次设定",
    "under": "只在此口径下", "target": "目标", "nature": "性质", "direction": "方向",
    "by": "由谁办理",
    "kind": "类型", "finding": "所看的查验项", "bands": "分档", "common_reasons": "常用理由", "unit": "单位",
    "counted": "分子和分母",
}  # fmt: skip
NAMES = ("id", "name", "title")
"""Keys that tell the members of a list apart."""


@dataclass(frozen=True, slots=True)
class VersionChange:
    """One thing that differs. before or after is empty where the thing was added or taken away."""

    place: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """The change in a Chinese line."""
        if not self.before:
            return f"新增 {self.place}：{self.after}"
        if not self.after:
            return f"取消 {self.place}：{self.before}"
        return f"{self.place}：{self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class CriterionVersions:
    """One criterion under both versions; a score as text, empty where a version has none."""

    id: str
    item: str
    before: str
    after: str


def changes(old: bytes, new: bytes) -> tuple[VersionChange, ...]:
    """What differs between two scheme files, in the order of the newer. Raises Refusal for a faulty file."""
    for data in (old, new):
        load_scheme(data)
    return tuple(_of_mappings(parse_scheme(old), parse_scheme(new), ""))


def _of_mappings(old: Mapping[str, Any], new: Mapping[str, Any], place: str) -> Iterator[VersionChange]:
    for key in [*new, *(each for each in old if each not in new)]:
        yield from _of(old.get(key), new.get(key), _within(place, KEYS.get(key, key)))


def _within(place: str, word: str) -> str:
    return f"{place} {word}" if place else word


def _of(old: Any, new: Any, place: str) -> Iterator[VersionChange]:
    if _same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _of_mappings(old, new, place)
    elif isinstance(old, list) and isinstance(new, list) and _named(old) and _named(new):
        yield from _of_mappings(_by_name(old), _by_name(new), place)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (one, two) in enumerate(zip(old, new, strict=True), 1):
            yield from _of(one, two, f"{place} 第 {number} 条")
    else:
        yield VersionChange(place, _shown(old), _shown(new))


def _same(old: Any, new: Any) -> bool:
    return old == new and digest(old) == digest(new)


def _named(items: list[Any]) -> bool:
    return all(isinstance(each, dict) and _name(each) for each in items)


def _name(item: Mapping[str, Any]) -> str:
    return next((item[key] for key in NAMES if isinstance(item.get(key), str)), "")


def _by_name(items: list[Any]) -> dict[str, Any]:
    return {_name(each): each for each in items}


def _shown(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case dict():
            title = next(
                (value[key] for key in ("item", "title", "label", "question", "paper") if key in value), None
            )
            return (
                str(title) if title else "，".join(f"{KEYS.get(k, k)} {_shown(v)}" for k, v in value.items())
            )
        case list():
            return "；".join(map(_shown, value)) or "空"
        case _:
            return str(value)


def side_by_side(
    old: Scheme, new: Scheme, profile: Mapping[str, object], findings: Findings
) -> tuple[tuple[CriterionVersions, ...], tuple[str, str]]:
    """Every criterion under both versions on the same findings, and the two totals (or what was met).

    Findings for a criterion that a version lacks do not count there. Raises Refusal for a faulty profile.
    """
    tallies = [
        Tally.start(each, profile, {}, {key: raw for key, raw in findings.items() if key in each.by_id})
        for each in (old, new)
    ]
    names = [*new.by_id, *(each for each in old.by_id if each not in new.by_id)]
    rows = []
    for name in names:
        before, after = (_standing(tally, name) for tally in tallies)
        rows.append(CriterionVersions(name, (new.by_id.get(name) or old.by_id[name]).item, before, after))
    return tuple(rows), (_total(tallies[0]), _total(tallies[1]))


def _standing(tally: Tally, name: str) -> str:
    result = tally.criteria.get(name)
    if result is None:
        return ""
    return standing_words(tally.scheme, tally.scheme.criterion(name), result, pleading=True)


def _total(tally: Tally) -> str:
    if not tally.scheme.conditional:
        return format_points(tally.total)
    return tally.scheme.conclusion.words(tally.verdict.outcome)
