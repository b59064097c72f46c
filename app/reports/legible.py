"""Whether the vendored fonts can print a report; names each character that they cannot, and its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass

from app.common.errors import Fault, Refusal
from app.common.glyphs import CODE, words
from app.reports.document import VerdictReport
from app.reports.faces import SERIF, missing

_PLACES = {
    "title": "标题",
    "batch": "批次名称",
    "issuer": "组织单位",
    "basis": "依据",
    "experts": "专家姓名",
    "materials": "提交材料",
    "unit": "单位名称",
    "project": "项目名称",
    "project_code": "项目编号",
    "unit_type": "单位情况",
    "visit_dates": "时间",
    "round": "轮次",
    "scheme_title": "细则名称",
    "panel": "专家组名单",
    "substitutes": "姓名、名称用字",
    "protocol": "过程记录",
    "sections": "逐项内容",
    "total_adjustments": "总分调整",
    "unmet": "未达到的条件",
    "readings": "细则适用口径",
    "rulings": "裁定事项",
    "problems": "存在的主要问题",
    "suggestions": "意见和建议",
    "strengths": "主要成绩",
    "steps": "宣读与反馈记录",
    "statement": "单位意见",
    "happened": "人员变动",
    "by": "表态人",
    "signed": "签署情况",
    "consequences": "后续要求",
    "duties": "今后的义务与期限",
    "signers": "签署人名单",
    "outcome_label": "结论",
    "outcome_why": "结论理由",
}


def check(report: VerdictReport) -> None:
    """Raise Refusal naming every character that cannot be printed and where it stands."""
    check_texts(report, place)


def check_texts(report: object, place_of: Callable[[str], str]) -> None:
    """The same for any frozen data. place_of: what the document calls a dotted path."""
    faults = [
        Fault(where, words(place_of(where), char), CODE)
        for where, text in texts(report)
        for char in missing(text, SERIF)
    ]
    if faults:
        raise Refusal(faults)


def texts(value: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text within frozen data, with its dotted path such as ``sections.0.criteria.2.lines.0.why``."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, tuple):
        for order, inner in enumerate(value):
            yield from texts(inner, _under(where, str(order)))
    elif is_dataclass(value):
        for each in fields(value):
            yield from texts(getattr(value, each.name), _under(where, each.name))


def _under(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def place(where: str) -> str:
    """A dotted path in the words of the document."""
    return _PLACES.get(where.split(".", 1)[0], where)
