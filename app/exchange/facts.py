"""``.xpfacts``: what one expert has counted, for the others of the panel. Facts alone: judgements stay blind.

That nothing judged rides along is enforced at writing and at reading: a file that carries any is refused
whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from app.common.errors import Fault, Refusal
from app.exchange.content import Content, Key, inconsistent, refuse_strays
from app.exchange.kinds import Kind
from app.exchange.package import Package
from app.scoring.model.measured import exact_facts, facts_of
from app.scoring.model.points import MAX_DIGITS
from app.scoring.model.scheme import Criterion, Scheme
from app.signing.fields import Hex64, Id, Moment, Strict

JUDGED, UNFIT = "XP-4519", "XP-4520"
MAX_COUNTS = 5_000
Word = Annotated[str, StringConstraints(max_length=MAX_DIGITS)]
Value = bool | Word | Annotated[list[Word], Field(max_length=100)]


class CountedFact(Strict):
    """One fact: which, the value as it was typed (numbers as text), and when it was counted."""

    criterion: Key
    field: Key
    value: Value
    at: Moment


class Facts(Content):
    """The content of ``facts.json``. scheme_digest: of the scheme that says what is a fact."""

    KIND: ClassVar[Kind] = "xpfacts"
    MEMBER: ClassVar[str] = "facts.json"

    format: Literal[1] = 1
    visit: Id
    person: Id
    scheme_digest: Hex64
    counts: Annotated[tuple[CountedFact, ...], Field(min_length=1, max_length=MAX_COUNTS)]

    def members(self, scheme: Scheme) -> Mapping[str, bytes]:
        """The members of its package. Raises Refusal where anything but a fact would leave."""
        self.check(scheme)
        return {self.MEMBER: self.data}

    def check(self, scheme: Scheme) -> None:
        """Raises Refusal, naming every fault, unless all of it is facts of this scheme, whole and valid."""
        if self.scheme_digest != scheme.digest:
            raise inconsistent("已核事实依据的方案与这次考核的不是同一份", "scheme_digest")
        faults = [*self._doubled(), *self._strange(scheme)]
        if faults:
            raise Refusal(faults[:20])

    def answers(self) -> dict[str, dict[str, object]]:
        """The values by criterion and field."""
        found: dict[str, dict[str, object]] = {}
        for count in self.counts:
            found.setdefault(count.criterion, {})[count.field] = count.value
        return found

    def _doubled(self) -> Iterator[Fault]:
        seen: set[tuple[str, str]] = set()
        for place, count in enumerate(self.counts):
            if (count.criterion, count.field) in seen:
                yield Fault(f"counts.{place}", f"{count.criterion} 的同一个事实出现了两次。", UNFIT)
            seen.add((count.criterion, count.field))

    def _strange(self, scheme: Scheme) -> Iterator[Fault]:
        for criterion_id, answer in self.answers().items():
            criterion = scheme.by_id.get(criterion_id)
            if criterion is None:
                yield Fault(f"counts.{criterion_id}", f"方案里没有 {criterion_id} 这一项。", UNFIT)
                continue
            yield from _unfit(criterion, answer)


def read_facts(package: Package, scheme: Scheme) -> Facts:
    """The facts in a proven package, all of them measured under this scheme. Raises Refusal."""
    facts = stated_facts(package)
    facts.check(scheme)
    return facts


def stated_facts(package: Package) -> Facts:
    """The content of a proven package without a look into the scheme. Raises Refusal."""
    facts = Facts.read(package)
    refuse_strays(package, [Facts.MEMBER])
    if (package.manifest.visit, package.manifest.sender) != (facts.visit, facts.person):
        raise inconsistent("内容里的考核或专家与清单不符")
    return facts


def _unfit(criterion: Criterion, answer: Mapping[str, object]) -> Iterator[Fault]:
    facts = {spec.name for spec in facts_of(criterion)}
    known = {spec.name for spec in criterion.findings}
    whole = exact_facts(criterion, answer)
    for name in answer:
        where = f"counts.{criterion.id}.{name}"
        if name not in known:
            yield Fault(where, f"方案的 {criterion.id} 项里没有 {name} 这一栏。", UNFIT)
        elif name not in facts:
            yield Fault(
                where,
                f"文件里带有 {criterion.id} 项的评判，而已核事实只许含事实；整份未予采用，本机数据没有变化。",
                JUDGED,
            )
        elif name not in whole:
            yield Fault(
                where, f"{criterion.id} 项“{criterion.finding(name).label}”的值不完整或不合规定。", UNFIT
            )
