"""Every end that a visit can come to under every scheme, made by the engine alone: no folder, no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from app.common.errors import Refusal
from app.scoring import Panel, PanelResult, Scheme, Tally
from app.scoring.model.points import Score
from app.services.store.schemes import SchemeLibrary
from tests.filling import Answer, choices, filled, policy_of, profiles_of

LIBRARY = SchemeLibrary()
Findings = dict[str, Answer]


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """One end of a visit: what it is called, and the findings and choices that lead to it."""

    scheme: Scheme
    name: str
    profile: dict[str, str]
    policy: dict[str, str]
    findings: Findings

    def joined(self, people: tuple[str, ...]) -> PanelResult:
        """What a panel that agrees comes to."""
        sheets = dict.fromkeys(people, self.findings)
        return Panel.join(self.scheme, self.profile, self.policy, sheets)


@cache
def ends_of(scheme_id: str) -> tuple[End, ...]:
    """Every end of a scheme, each once: outcomes, what fails a visit by itself, a total between two marks."""
    found: dict[str, End] = {}
    scheme = LIBRARY[scheme_id]
    for end in _tried(scheme):
        try:
            result = end.joined(("one",))
        except Refusal:  # a part that is more than its whole, half of it good and half bad
            continue
        name = "-".join([result.verdict.outcome, *(["veto"] if result.failed and scheme.pass_mark else [])])
        told = f"{end.name}-{name}" if end.name else name
        found.setdefault(told, End(scheme, told, end.profile, end.policy, end.findings))
    return tuple(found.values())


def _tried(scheme: Scheme) -> Iterator[End]:
    policy = policy_of(scheme)
    for profile in profiles_of(scheme):
        good, bad = filled(scheme, profile), filled(scheme, profile, good=False)
        yield End(scheme, "", profile, policy, good)
        for criterion in bad:
            yield End(scheme, "", profile, policy, good | {criterion: bad[criterion]})
        for count in range(1, len(bad) + 1):
            yield End(scheme, "", profile, policy, good | dict(list(bad.items())[:count]))
        yield from _between(scheme, profile, policy)
    if "pass_mark" in policy:
        profile = profiles_of(scheme)[0]
        yield End(scheme, "unmarked", profile, {}, filled(scheme, profile))


def _between(scheme: Scheme, profile: dict[str, str], policy: dict[str, str]) -> Iterator[End]:
    """A total between the mark that passes and the one that fails, left open or ruled on."""
    if scheme.kind != "scored" or scheme.fail_mark is None:
        return
    findings = aimed(scheme, profile, 7450)
    if findings is None:
        return
    yield End(scheme, "gap", profile, policy, findings)
    for ruling in ("pass", "fail"):
        yield End(scheme, "gap", profile, policy | {"gap_ruling": ruling}, findings)


def aimed(scheme: Scheme, profile: Mapping[str, str], total: int) -> Findings | None:
    """Findings that come to so many hundredths of a point; None where whole points alone can be had."""
    tally = Tally.start(scheme, profile, policy_of(scheme), {})
    reached: dict[Score, Findings] = {0: {}}
    for criterion in scheme.criteria:
        offered = choices(tally, criterion.id)
        reached = {
            points + score: held | ({criterion.id: answer} if answer else {})
            for points, held in reached.items()
            for score, answer in offered.items()
        }
    return reached.get(total)
