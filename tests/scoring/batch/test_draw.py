"""Panels drawn at random: what anyone who repeats it must find, by a second, plainer telling of the rule."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.batch.draw import draw, list_digest

UNITS = [f"示例单位{number}" for number in range(4)]
FIELDS = ["finance", "welding", "电工"]
DAYS = ["2026-05-12", "2026-05-13"]


def experts(many: int, **every: Any) -> list[dict[str, Any]]:
    return [{"id": f"E{number:02}", **every} for number in range(many)]


def asked(**more: Any) -> dict[str, Any]:
    return {"seed": "示例种子", "experts": experts(6), "panels": [{"id": "P", "size": 3}], **more}


def digest_of(raw: dict[str, Any]) -> str:
    listed = {key: value for key, value in raw.items() if key not in ("seed", "refused")}
    text = json.dumps(listed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Short(Exception):
    """A place that nobody can take."""


class Retelling:
    """The same rule told once more, slowly: every look goes over every panel again."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw, self.digest = raw, digest_of(raw)
        self.panels = {each["id"]: each for each in raw["panels"]}
        self.people = {each["id"]: each for each in raw["experts"]}
        self.seats: dict[str, list[str]] = {}
        self.gone: dict[str, set[str]] = {each: set() for each in self.panels}

    def told(self) -> dict[str, Any]:
        try:
            for panel in self.panels:
                self.fill(panel)
            for number, each in enumerate(self.raw.get("refused", ())):
                if each["expert"] not in self.seats[each["panel"]]:
                    return {"errors": f"refused.{number}"}
                self.replace(each["panel"], each["expert"])
        except Short as short:
            panel, field, wanted, known = short.args
            return {"unfilled": {"panel": panel, "field": field, "wanted": wanted, "open": known}}
        return {"digest": self.digest, "panels": [self.row(panel) for panel in self.panels]}

    def row(self, panel: str) -> dict[str, Any]:
        seats = self.seats[panel]
        standing = [name for name in self.open_for(panel) if name not in seats]
        return {"id": panel, "members": seats, "reserve": standing[: self.raw.get("reserve", 2)]}

    def fill(self, panel: str) -> None:
        seats, wanted = self.seats.setdefault(panel, []), self.panels[panel]
        for field in sorted(wanted["fields"]):
            while len(self.having(seats, field)) < wanted["fields"][field]:
                self.place(panel, len(seats), [field])
        while len(seats) < wanted["size"]:
            self.place(panel, len(seats), [])

    def replace(self, panel: str, expert: str) -> None:
        seats, fields = self.seats[panel], self.panels[panel]["fields"]
        at = seats.index(expert)
        seats.remove(expert)
        self.gone[panel].add(expert)
        self.place(
            panel, at, [name for name in sorted(fields) if len(self.having(seats, name)) < fields[name]]
        )

    def place(self, panel: str, at: int, fields: list[str]) -> None:
        able, seats = self.open_for(panel), self.seats[panel]
        fit = [
            name for name in able if name not in seats and all(self.having([name], field) for field in fields)
        ]
        if fit:
            seats.insert(at, fit[0])
        elif fields:
            wanted = self.panels[panel]["fields"][fields[0]]
            raise Short(panel, fields[0], wanted, len(self.having(able, fields[0])))
        else:
            raise Short(panel, None, self.panels[panel]["size"], len(able))

    def having(self, names: list[str], field: str) -> list[str]:
        return [name for name in names if field in self.people[name].get("fields", ())]

    def open_for(self, panel: str) -> list[str]:
        able = [name for name in self.people if self.is_free(name, panel) and self.has_time(name, panel)]
        return sorted(
            (name for name in able if name not in self.gone[panel]), key=lambda each: self.ticket(panel, each)
        )

    def is_free(self, name: str, panel: str) -> bool:
        units, each = self.panels[panel]["units"], self.people[name]
        ties = [each.get("employer"), *each.get("declared", ())]
        ties += each.get("last_year", ()) if self.raw.get("no_repeat") else ()
        return not any(unit in ties for unit in units)

    def has_time(self, name: str, panel: str) -> bool:
        elsewhere = [other for other, who in self.seats.items() if other != panel and name in who]
        days = [self.panels[other].get("date") for other in elsewhere if "date" in self.panels[other]]
        return self.panels[panel].get("date") not in days and len(elsewhere) < self.raw.get("max_load", 1000)

    def ticket(self, panel: str, expert: str) -> str:
        return hashlib.sha256("\n".join((self.raw["seed"], self.digest, panel, expert)).encode()).hexdigest()


some = st.lists(st.sampled_from(UNITS), unique=True, max_size=2)
people = st.fixed_dictionaries(
    {},
    optional={
        "employer": st.sampled_from([*UNITS, "示例协会"]),
        "fields": st.lists(st.sampled_from(FIELDS), unique=True),
        "last_year": some,
        "declared": some,
    },
)


@st.composite
def lots(draw_: st.DrawFn) -> dict[str, Any]:
    experts_ = draw_(st.lists(people, min_size=1, max_size=10))
    wanted = []
    for number in range(draw_(st.integers(1, 3))):
        size = draw_(st.integers(1, 4))
        fields = {field: draw_(st.integers(0, 1)) for field in draw_(st.sets(st.sampled_from(FIELDS)))}
        fields = fields if sum(fields.values()) <= size else {}
        panel = {"id": f"P{number}", "units": draw_(some), "size": size, "fields": fields}
        if day := draw_(st.sampled_from(["", *DAYS])):
            panel["date"] = day
        wanted.append(panel)
    names = [f"E{number}" for number in range(len(experts_))]
    refused = st.fixed_dictionaries(
        {"panel": st.sampled_from([each["id"] for each in wanted]), "expert": st.sampled_from(names)}
    )
    raw = {
        "seed": draw_(st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)),
        "experts": [{"id": name, **each} for name, each in zip(names, experts_, strict=True)],
        "panels": wanted,
        "refused": draw_(st.lists(refused, max_size=3)),
    }
    extra = {"reserve": st.integers(0, 3), "max_load": st.integers(1, 3), "no_repeat": st.booleans()}
    return raw | draw_(st.fixed_dictionaries({}, optional=extra))


@given(lots())
def test_a_draw_is_what_the_rule_says_told_a_second_time(raw: dict[str, Any]) -> None:
    told = Retelling(raw).told()
    if "errors" in told:
        assert [each["where"] for each in draw(raw)["errors"]] == [told["errors"]]
    else:
        assert draw(raw) == told


def test_the_digest_is_known_before_the_seed_and_does_not_move_with_it() -> None:
    raw = asked(refused=[])
    listed = {key: value for key, value in raw.items() if key not in ("seed", "refused")}
    assert list_digest(listed) == {"digest": draw(raw)["digest"]} == {"digest": digest_of(raw)}
    assert draw(raw | {"seed": "另一个"})["digest"] == draw(raw)["digest"]
    assert draw(raw | {"reserve": 1})["digest"] != draw(raw)["digest"]


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"seed": " "}, "seed"),
        ({"seed": 7}, "seed"),
        ({"sed": "x"}, "sed"),
        ({"reserve": 16}, "reserve"),
        ({"reserve": -1}, "reserve"),
        ({"reserve": True}, "reserve"),
        ({"max_load": 0}, "max_load"),
        ({"no_repeat": "yes"}, "no_repeat"),
        ({"experts": {}}, "experts"),
        ({"experts": [{}]}, "experts.0.id"),
        ({"experts": [{"id": "A", "fields": "finance"}]}, "experts.0.fields"),
        ({"experts": [{"id": "A", "declared": ["x", 1]}]}, "experts.0.declared.1"),
        ({"experts": [{"id": "A", "unit": "x"}]}, "experts.0.unit"),
        ({"panels": [{"id": "P", "size": 3}, {"id": "P", "size": 1}]}, "panels.1.id"),
        ({"panels": [{"id": "P", "size": 0}]}, "panels.0.size"),
        ({"panels": [{"id": "P", "size": 16}]}, "panels.0.size"),
        ({"panels": [{"id": "P"}]}, "panels.0.size"),
        ({"panels": [{"id": "P", "size": 1, "date": "5月12日"}]}, "panels.0.date"),
        ({"panels": [{"id": "P", "size": 1, "fields": {"a": 1, "b": 1}}]}, "panels.0.fields"),
        ({"panels": [{"id": "P", "size": 1, "fields": {"a": -1}}]}, "panels.0.fields.a"),
        ({"refused": [{"panel": "Q", "expert": "E00"}]}, "refused.0"),
        ({"refused": [{"panel": "P"}]}, "refused.0.expert"),
        ({"refused": [{"panel": "P", "expert": "E00", "why": "x"}]}, "refused.0.why"),
    ],
)
def test_bad_input_is_named_by_its_place(more: dict[str, Any], where: str) -> None:
    assert where in [each["where"] for each in draw(asked(**more))["errors"]]


def test_who_leaves_may_be_drawn_elsewhere_and_gives_the_load_back() -> None:
    raw = asked(experts=experts(4), panels=[{"id": "P", "size": 2}, {"id": "Q", "size": 2}], max_load=1)
    first = draw(raw)["panels"][0]["members"][0]
    assert draw(raw | {"refused": [{"panel": "P", "expert": first}]}) == {
        "unfilled": {"panel": "P", "field": None, "wanted": 2, "open": 1}
    }


def test_a_list_that_no_machine_draws_in_time_is_refused() -> None:
    panels = [{"id": f"P{number}", "size": 1} for number in range(2000)]
    (fault,) = draw(asked(experts=experts(1001), panels=panels))["errors"]
    assert (fault["where"], "分批" in fault["message"]) == ("panels", True)
