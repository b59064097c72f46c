"""A scheme file's bytes to a Scheme. Everything is checked here, so that an evaluation cannot fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from fractions import Fraction
from typing import Any, TypeVar, get_args

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, ScalarEvent

from app.common.canon import sha256
from app.common.errors import Fault, Refusal
from app.scoring.load.criteria import Outline, read_criterion
from app.scoring.load.duties import Domain, read_consequence, read_day, read_obligation
from app.scoring.load.forms import Readings, read_forms
from app.scoring.model import codes
from app.scoring.model.forms import Forms
from app.scoring.model.parts import parts_of
from app.scoring.model.points import read_number, show_number
from app.scoring.model.readings import BUILT_IN
from app.scoring.model.scheme import (
    CONDITIONAL,
    OUTCOMES,
    Clause,
    Conclusion,
    Criterion,
    Note,
    OpenReading,
    Parts,
    Scheme,
    SchemeKind,
    Section,
    Step,
)
from app.scoring.model.specs import FindingSpec, Option, ProfileField
from app.scoring.model.terms import Basis, Terms
from app.scoring.source.nodes import Node

T = TypeVar("T")
MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 50
MAX_EVENTS = 200_000


def load_scheme(data: bytes) -> Scheme:
    """The scheme in a YAML file's bytes. Raises Refusal naming every fault with its place."""
    faults: list[Fault] = []
    node = Node(parse_scheme(data), "", faults)
    scheme = _read(node, sha256(data))
    if faults:
        raise Refusal(faults)
    return scheme


def parse_scheme(data: bytes) -> Any:
    """The YAML data of a scheme file, unchecked. Raises Refusal."""
    if len(data) > MAX_BYTES:
        raise Refusal.because("细则文件过大，最多 2 MiB。", code=codes.SCHEME)
    try:
        text = data.decode("utf-8-sig")
        if odd := _odd(text):
            raise Refusal.because(odd, code=codes.SCHEME)
        return YAML(typ="safe").load(text)
    except UnicodeDecodeError:
        raise Refusal.because("细则文件不是 UTF-8 编码。", code=codes.SCHEME) from None
    except DuplicateKeyError as error:
        raise Refusal.because(f"同一个键出现了两次{_place(error)}。", code=codes.SCHEME) from None
    except YAMLError as error:
        raise Refusal.because(f"细则文件不是有效的 YAML{_place(error)}。", code=codes.SCHEME) from None
    except (ValueError, RecursionError):
        raise Refusal.because("细则文件含有无法读取的内容。", code=codes.SCHEME) from None


def _odd(text: str) -> str:
    """What no scheme needs and what could exhaust stack or memory, in a sentence; empty for nothing.

    Counted over the parser's events, which come one by one; signs in the text can stand in quotes.
    """
    depth = 0
    for count, event in enumerate(YAML(typ="safe").parse(text)):
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            return "细则文件用了锚点（&）或引用（*），请把内容写全。"
        if getattr(event, "tag", None):
            return "细则文件用了标签（!），请删去。"
        if isinstance(event, ScalarEvent) and event.value == "<<" and not event.style:
            return "细则文件用了合并键（<<），请把内容写全。"
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > MAX_DEPTH:
            return "细则文件的层次过深。"
        if count > MAX_EVENTS:
            return "细则文件的内容过多。"
    return ""


def _place(error: YAMLError) -> str:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    return "" if mark is None else f"：第 {mark.line + 1} 行第 {mark.column + 1} 列"


def _read(node: Node, digest: str) -> Scheme:
    profile = tuple(_profile_field(each) for each in node.nodes("profile", "name"))
    kind: SchemeKind = node.choice("kind", get_args(SchemeKind))
    conditional = kind in CONDITIONAL
    sections = tuple(_section(each, conditional=conditional) for each in node.nodes("sections"))
    readings = tuple(_reading(each) for each in node.nodes("readings"))
    parts = _parts(node, kind, profile, sections, {each.id: each for each in readings})
    mark = None if conditional else node.number("pass_mark")
    scheme = Scheme(
        id=node.text("id"),
        version=node.text("version"),
        title=node.text("title"),
        issuer=node.text("issuer"),
        document=node.text("document"),
        document_no=node.text("document_no", ""),
        valid_from=read_day(node, "valid_from"),
        valid_to=read_day(node, "valid_to") or None,
        digest=digest,
        kind=kind,
        full_marks=0 if conditional else node.points("full_marks"),
        profile=profile,
        sections=sections,
        criteria=(),
        readings=readings,
        materials=tuple(_clause(each) for each in node.nodes("materials")),
        procedure=tuple(_step(each) for each in node.nodes("procedure")),
        conclusion=_conclusion(node.node("conclusion"), kind),
        consequences=(),
        obligations=(),
        pass_mark=show_number(mark) if mark else None,
        mark=mark,
        fail_mark=None if conditional else node.number("fail_mark"),
        provisional="" if conditional else node.text("provisional", ""),
        notes=tuple(_note(each) for each in node.nodes("notes")) if node.has("notes") else (),
        parts=parts,
        terms=_terms(node.node("terms")) if node.has("terms") else Terms(),
        basis=tuple(_basis(each) for each in node.nodes("basis", "title")) if node.has("basis") else (),
    ).settled_by_default()
    node.close()
    _check_whole(node, scheme)
    return scheme


def _parts(
    node: Node,
    kind: SchemeKind,
    profile: tuple[ProfileField, ...],
    sections: tuple[Section, ...],
    readings: Readings,
) -> Parts:
    """Criteria, consequences and obligations in all the forms that the open readings give them."""
    fields = {each.name: each for each in profile}
    places = {each.id: each for each in sections}
    outline = Outline(fields, places, kind in CONDITIONAL, kind == "grounds")
    criteria = _forms(node, "criteria", readings, lambda each: read_criterion(each, outline))
    domain = Domain(OUTCOMES[kind], fields, _findings(criteria))
    return Parts(
        criteria,
        _forms(node, "consequences", readings, lambda each: read_consequence(each, domain)),
        _forms(node, "obligations", readings, lambda each: read_obligation(each, domain))
        if node.has("obligations")
        else (),
    )


def _findings(criteria: Iterable[Forms[Criterion]]) -> dict[str, dict[str, FindingSpec]]:
    """The findings of every criterion, in whatever form: number, then name."""
    found: dict[str, dict[str, FindingSpec]] = {}
    for each in criteria:
        for form in filter(None, each.each.values()):
            found.setdefault(form.id, {}).update({spec.name: spec for spec in form.findings})
    return found


def _forms(node: Node, key: str, readings: Readings, read: Callable[[Node], T]) -> tuple[Forms[T], ...]:
    return tuple(read_forms(each, readings, read) for each in node.nodes(key))


def _options(node: Node, key: str) -> tuple[Option, ...]:
    options = tuple(Option(value, label) for value, label in node.labels(key))
    if not options:
        node.fault(key, "缺少选项")
    return options


def _profile_field(node: Node) -> ProfileField:
    field = ProfileField(
        node.text("name"),
        node.text("label"),
        _options(node, "options"),
        node.flag("optional"),
        node.texts("last_year"),
    )
    node.close()
    return field


def _section(node: Node, *, conditional: bool) -> Section:
    most = 0 if conditional else node.points("max", none=True)
    section = Section(node.text("id"), node.text("numeral"), node.text("title"), most)
    node.close()
    return section


def _reading(node: Node) -> OpenReading:
    choices = _options(node, "choices") if node.has("choices") else ()
    key = node.text("policy_key") if node.has("policy_key") else None
    default = node.text("default", "")
    reading = OpenReading(node.text("id"), node.text("question"), node.text("cite"), choices, default, key)
    _check_reading(node, reading)
    node.close()
    return reading


def _check_reading(node: Node, reading: OpenReading) -> None:
    """A key that the engine knows has the engine's choices; every default is one of the choices."""
    values = [choice.value for choice in reading.choices]
    built_in = BUILT_IN.get(reading.key)
    if reading.policy_key and built_in is None:
        node.fault("policy_key", f"应为以下之一：{'、'.join(BUILT_IN)}")
    elif built_in and sorted(values) != sorted(built_in.choices):
        node.fault("choices", f"应恰为：{'、'.join(built_in.choices) or '不写，由主管部门给数'}")
    elif built_in and built_in.numeric and reading.default and read_number(reading.default) is None:
        node.fault("default", "应为一个数")
    if values and reading.default not in values:
        node.fault("default", "应为所列选项之一")


def _note(node: Node) -> Note:
    note = Note(node.text("id"), node.text("question"), node.text("handling"), node.text("cite"))
    node.close()
    return note


def _clause(node: Node) -> Clause:
    clause = Clause(node.text("id"), node.text("title"), node.text("text", ""), node.text("cite"))
    node.close()
    return clause


def _step(node: Node) -> Step:
    after, by = node.flag("after"), node.text("by", "")
    step = Step(node.text("id"), node.text("title"), node.text("note", ""), node.text("cite"), after, by)
    node.close()
    return step


def _terms(node: Node) -> Terms:
    usual = Terms()
    names = [each.name for each in fields(Terms)]
    terms = Terms(**{name: node.text(name, getattr(usual, name)) for name in names})
    node.close()
    return terms


def _basis(node: Node) -> Basis:
    basis = Basis(node.text("title"), node.text("number", ""))
    node.close()
    return basis


def _conclusion(node: Node, kind: SchemeKind) -> Conclusion:
    named = {name: node.text(name, "" if name == "closed" else None) for name in OUTCOMES[kind][1:-1]}
    between = {name: words for name, words in named.items() if words}
    conclusion = Conclusion(node.text("passed"), node.text("failed"), node.text("undetermined"), between)
    node.close()
    return conclusion


def _check_whole(node: Node, scheme: Scheme) -> None:
    """The sums that an annex must keep: sections to full marks, criteria to their section, nothing twice."""
    for key, ids in (
        ("sections", [each.id for each in scheme.sections]),
        ("criteria", _ids(scheme.parts.criteria)),
        ("readings", [each.id for each in scheme.readings]),
        ("notes", [each.id for each in scheme.notes]),
        ("obligations", _ids(scheme.parts.obligations)),
        ("consequences", _ids(scheme.parts.consequences)),
        ("profile", [each.name for each in scheme.profile]),
    ):
        _refuse_twice(node, key, ids)
    _refuse_twice(node, "readings", [each.key for each in scheme.readings])
    fields = {each.name for each in scheme.profile}
    for each in scheme.readings:
        if each.id in fields:
            node.fault(f"readings.{each.id}", "与一项单位信息同名，引用时分不清")
    _check_parts(node, scheme)
    if any(each.closes for each in scheme.criteria) and "closed" not in scheme.conclusion.between:
        node.fault("conclusion.closed", "有注销的情形，应写明注销的结论用语")
    if scheme.conditional:
        return
    if sum(section.max for section in scheme.sections) != scheme.full_marks:
        node.fault("sections", "各部分的分值之和不等于满分")
    for section in _uneven(scheme):
        node.fault(f"sections.{section}", "所含各项的分值之和不等于本部分的分值")
    _check_mark(node, scheme)


def _ids(forms: tuple[Forms[Any], ...]) -> list[str]:
    """The id of each part, which no reading can change."""
    told = (next((form for form in each.each.values() if form is not None), None) for each in forms)
    return [each.id for each in told if each is not None]


def _uneven(scheme: Scheme) -> list[str]:
    """Sections whose criteria do not come to their points, under some choice of the readings."""
    found = []
    for section in scheme.sections:
        settled = [scheme, *(scheme.under({name: value}) for name, value in scheme.single_choices())]
        if any(
            sum(each.max for each in form.criteria if each.section == section.id) != section.max
            for form in settled
        ):
            found.append(section.id)
    return found


def _check_parts(node: Node, scheme: Scheme) -> None:
    """A whole that is counted under another criterion is there."""
    paired = {(each.criterion, each.finding) for each in parts_of(scheme.by_id)}
    for criterion in scheme.criteria:
        for spec in criterion.findings:
            if spec.within is not None and (criterion.id, spec.name) not in paired:
                node.fault(f"criteria.{criterion.id}.findings.{spec.name}.part_of", "没有这个考核项或查验项")


def _check_mark(node: Node, scheme: Scheme) -> None:
    mark = scheme.mark
    if mark and mark[0] * 100 > scheme.full_marks * mark[1]:
        node.fault("pass_mark", "合格分数线高于满分")
    if scheme.fail_mark and (mark is None or Fraction(*scheme.fail_mark) >= Fraction(*mark)):
        node.fault("fail_mark", "应低于合格分数线")
    if (
        scheme.kind == "scored"
        and mark is None
        and not any(each.key == "pass_mark" for each in scheme.readings)
    ):
        node.fault("readings", "没有规定合格分数线时，应列出编号为 pass_mark 的待定事项")


def _refuse_twice(node: Node, key: str, ids: list[str]) -> None:
    for name in sorted({each for each in ids if ids.count(each) > 1}):
        node.fault(f"{key}.{name}", "编号重复")
