"""Scoring measured beside the plainest thing that could work: the base rubric written out by hand in Decimal.

Both sides take turns within one run, so that a busy machine slows both. The hand-written side validates
nothing and explains nothing; ours names faults, explains every point and gives the range and the verdict.

    python benchmarks/scoring.py [--visits N] [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOME))

from app.scoring import Tally, load_scheme, score_visit  # noqa: E402
from app.services.store.schemes import SchemeLibrary  # noqa: E402

D = Decimal
SCHEME = "tianjin-base-acceptance"
UNITS = ("enterprise", "public_base", "vocational_school")
SEATS = {"enterprise": 100, "public_base": 150, "vocational_school": 200}
TRAINED = {"enterprise": (200, 20), "public_base": (400, 40), "vocational_school": (600, 60)}
REASONS = ("材料不全", "现场核查不符", "台账与实物不一致", "使用记录缺失", "人员名册与社保记录对不上")

Raw = dict[str, Any]
Rule = Callable[[Raw, str], Decimal]


def short(most: Decimal, value: Decimal, wanted: Decimal, step: Decimal, each: Decimal) -> Decimal:
    """Whole steps short of a wanted value."""
    return max(D(0), most - (wanted - value) // step * each) if value < wanted else most


BY_HAND: dict[str, Rule] = {
    "1.1": lambda f, _: D(2) if f["dedicated_body"] else D(0),
    "1.2": lambda f, _: D(f["duties_divided"]) + D(f["responsibility_assigned"]),
    "2.1": lambda f, _: D(2) - D("0.5") * (4 - len(f["sound_regimes"])),
    "2.2": lambda f, _: {"complete": D(2), "incomplete": D(1), "none": D(0)}[f["archive"]],
    "3.1": lambda f, u: D(5) if D(f["concurrent_trainees"]) >= SEATS[u] else D(5) - D(f["deduction"]),
    "4.1": lambda f, _: D(5) if f["equipment_matched"] else D(5) - D(f["deduction"]),
    "4.2": lambda f, _: (
        D(5) if D(f["equipment_value"]) >= D(f["equipment_value_planned"]) else D(5) - D(f["deduction"])
    ),
    "5.1": lambda f, _: max(D(0), D(6) - sum(D(row["deduction"]) for row in f["unmet_specialties"])),
    "6.1": lambda f, _: max(D(0), D(3) - (D(f["specialties"]) - D(f["specialties_with_curriculum"]))),
    "7.1": lambda f, u: (
        max(D(0), D(6) - 2 * max(D(0), 3 - D(f["partner_agreements"])))
        if u == "vocational_school"
        else D(6 if f["school_agreement"] else 0)
    ),
    "8.1": lambda f, _: D(5) if D(f["part_time_share"]) >= 100 else D(5) - D(f["deduction"]),
    "8.2": lambda f, _: short(
        D(5), 100 * D(f["qualified_teachers"]) / D(f["teachers"]), D(45), D(10), D(1)
    ),
    "9.1": lambda f, _: (
        D(6) - D(f["deduction"]) if f["quality_evaluation"] == "ordinary"
        else D(6 if f["quality_evaluation"] == "running" else 0)
    ),
    "10.1": lambda f, _: D(10) if f["spending"] == "compliant" else D(10) - D(f["deduction"]),
    "11.1": lambda f, _: D(3) if f["dedicated_account"] else D(0),
    "11.2": lambda f, _: D(len(f["by_project"])),
    "12.1": lambda f, _: D(5) if f["training_system"] == "sound" else D(5) - D(f["deduction"]),
    "13.1": lambda f, _: (
        D(f["award"]) if f["demonstration"] == "ordinary" else D(5 if f["demonstration"] == "strong" else 0)
    ),
    "13.2": lambda f, u: short(D(5), D(f["senior_trainees"]), D(TRAINED[u][0]), D(TRAINED[u][1]), D("0.5")),
    "14.1": lambda f, _: short(D(5), D(f["employer_satisfaction"]), D(85), D(5), D("0.5")),
    "14.2": lambda f, _: short(D(5), D(f["trainee_satisfaction"]), D(85), D(5), D("0.5")),
    "15.1": lambda f, _: D(2) if f["summary_report"] else D(0),
    "15.2": lambda f, _: (
        D(f["award"]) if f["innovation"] == "ordinary" else D(3 if f["innovation"] == "strong" else 0)
    ),
}  # fmt: skip


def by_hand(visit: Raw) -> Decimal:
    """The total of a whole visit, recomputed from nothing."""
    findings, unit = visit["findings"], visit["profile"]["unit_type"]
    total = sum(rule(findings[name], unit) for name, rule in BY_HAND.items())
    return max(D(0), total - D(findings["10.1"].get("total_deduction", 0)))


def judged(rng: random.Random, low: int, high: int, name: str = "deduction") -> Raw:
    """A judged deduction or award, bounds in half points, with a reason."""
    return {name: str(D(rng.randint(low, high)) / 2), "reason": rng.choice(REASONS)}


def random_visit(rng: random.Random) -> Raw:
    """A whole, faultless visit; few criteria are perfect."""
    unit = rng.choice(UNITS)
    seats, trained = rng.randint(60, 240), rng.randint(0, 700)
    value, planned = rng.randint(100, 900), rng.randint(100, 900)
    specialties, teachers = rng.randint(1, 6), rng.randint(1, 80)
    share, spending = rng.choice(["100", "85", "80.01", "99.5"]), rng.choice(["compliant", "irregular"])
    level = rng.choice(["running", "ordinary", "none"])
    system = rng.choice(["sound", "ordinary"])
    shown, new = rng.choice(["strong", "ordinary", "none"]), rng.choice(["strong", "ordinary", "none"])
    matched = rng.random() < 0.7
    findings: Raw = {
        "1.1": {"dedicated_body": rng.random() < 0.8},
        "1.2": {"duties_divided": rng.random() < 0.8, "responsibility_assigned": rng.random() < 0.8},
        "2.1": {"sound_regimes": rng.sample(["training", "finance", "assets", "risk"], rng.randint(0, 4))},
        "2.2": {"archive": rng.choice(["complete", "incomplete", "none"])},
        "3.1": {"concurrent_trainees": seats} | (judged(rng, 2, 10) if seats < SEATS[unit] else {}),
        "4.1": {"equipment_matched": matched} | ({} if matched else judged(rng, 2, 10)),
        "4.2": {"equipment_value": str(value), "equipment_value_planned": str(planned)}
        | (judged(rng, 2, 10) if value < planned else {}),
        "5.1": {
            "unmet_specialties": [{"name": f"专业{n}", **judged(rng, 2, 6)} for n in range(rng.randint(0, 3))]
        },
        "6.1": {"specialties": specialties, "specialties_with_curriculum": rng.randint(0, specialties)},
        "7.1": {"partner_agreements": rng.randint(0, 5)}
        if unit == UNITS[2]
        else {"school_agreement": matched},
        "8.1": {"part_time_share": share} | ({} if share == "100" else judged(rng, 1, 10)),
        "8.2": {"qualified_teachers": rng.randint(0, teachers), "teachers": teachers},
        "9.1": {"quality_evaluation": level} | (judged(rng, 2, 6) if level == "ordinary" else {}),
        "10.1": {"spending": spending} | (judged(rng, 0, 20) if spending == "irregular" else {}),
        "11.1": {"dedicated_account": rng.random() < 0.8},
        "11.2": {"by_project": rng.sample(["funds", "management", "accounting"], rng.randint(0, 3))},
        "12.1": {"training_system": system} | (judged(rng, 1, 4) if system == "ordinary" else {}),
        "13.1": {"demonstration": shown} | (judged(rng, 1, 4, "award") if shown == "ordinary" else {}),
        "13.2": {"senior_trainees": trained},
        "14.1": {"employer_satisfaction": str(D(rng.randint(0, 10000)) / 100)},
        "14.2": {"trainee_satisfaction": str(D(rng.randint(0, 10000)) / 100)},
        "15.1": {"summary_report": rng.random() < 0.8},
        "15.2": {"innovation": new} | (judged(rng, 2, 4, "award") if new == "ordinary" else {}),
    }
    policy = {"pass_mark": rng.choice(["60", "75", "80"])}
    return {"scheme": SCHEME, "profile": {"unit_type": unit}, "policy": policy, "findings": findings}


def spent(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure_keystroke(library: SchemeLibrary, visits: list[Raw], rounds: int) -> tuple[float, float]:
    """Microseconds a changed finding costs, ours and by hand: medians over every criterion in turn."""
    scheme = library[SCHEME]
    ours, hand = [], []
    tallies = [Tally.start(scheme, each["profile"], each["policy"], each["findings"]) for each in visits]
    rng = random.Random(2)  # noqa: S311  no secret
    names = list(BY_HAND)
    for _ in range(rounds):
        place = rng.randrange(len(visits))
        visit, tally, name = visits[place], tallies[place], rng.choice(names)
        others = [each for each in visits if each["profile"] == visit["profile"]]
        changed = rng.choice(others)["findings"][name]
        edited = {**visit, "findings": {**visit["findings"], name: changed}}

        def ours_once(tally: Tally = tally, name: str = name, changed: Raw = changed) -> object:
            after = tally.record(name, changed)
            return after.criteria[name].lines, after.total, after.low, after.high, after.verdict

        def hand_once(edited: Raw = edited) -> object:
            return by_hand(edited)

        first, second = (ours_once, hand_once) if rng.random() < 0.5 else (hand_once, ours_once)
        times = {first: spent(first), second: spent(second)}
        ours.append(times[ours_once])
        hand.append(times[hand_once])
    return statistics.median(ours) * 1e6, statistics.median(hand) * 1e6


def measure_verb(visits: list[Raw], runs: int = 5) -> tuple[float, float]:
    """Visits a second of ``score --lines`` and of the sum by hand, each a whole process, start-up included.

    They run in turns; the median of the rates is told.
    """
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "visits.jsonl"
        path.write_text(
            "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in visits), encoding="utf-8"
        )
        verb = [sys.executable, str(HOME / "main.py"), "score", "--lines", str(path)]
        hand = [sys.executable, __file__, "--by-hand", str(path)]
        times = [(spent(partial(run, verb)), spent(partial(run, hand))) for _ in range(runs)]
    ours, plain = (statistics.median(column) for column in zip(*times, strict=True))
    return len(visits) / ours, len(visits) / plain


def run(command: list[str]) -> None:
    """A process to its end, its output thrown away."""
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def print_by_hand(path: str) -> None:
    """The other side of ``score --lines``: the totals of a file, one a line."""
    with Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            print(by_hand(json.loads(line)))


def measure_load(library: SchemeLibrary, rounds: int = 9) -> float:
    """Milliseconds to load and check the base scheme."""
    data = library.source(SCHEME)
    return statistics.median(spent(lambda: load_scheme(data)) for _ in range(rounds)) * 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visits", type=int, default=20000)
    parser.add_argument("--by-hand", metavar="FILE", help="print the totals of a file, computed by hand")
    parser.add_argument("--rounds", type=int, default=20000)
    chosen = parser.parse_args()
    if chosen.by_hand:
        print_by_hand(chosen.by_hand)
        return
    rng = random.Random(1)  # noqa: S311  no secret
    library = SchemeLibrary()
    visits = [random_visit(rng) for _ in range(chosen.visits)]
    for visit in visits[:500]:  # both sides must be doing the same sum
        result = score_visit(library, visit)
        if "errors" in result or D(result["total"]) != by_hand(visit):
            raise SystemExit(f"the two sides differ: {result}")
    keystroke, recompute = measure_keystroke(library, visits[:200], chosen.rounds)
    verb, plain = measure_verb(visits)
    print(f"{'':44}{'ours':>12}{'by hand':>12}{'ours/hand':>12}")
    rows = [
        ("one changed finding, lines and range (µs)", keystroke, recompute),
        ("score --lines, whole process (visits/s)", verb, plain),
    ]
    for title, ours, hand in rows:
        print(f"{title:44}{ours:12.1f}{hand:12.1f}{ours / hand:12.2f}")
    print(f"{'load and check a scheme (ms)':44}{measure_load(library):12.1f}")


if __name__ == "__main__":
    main()
