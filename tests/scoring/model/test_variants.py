"""A unit is told its own variant of what is asked, and no other unit's."""

from __future__ import annotations

import re

import pytest

from app.scoring.model.variants import wanted_for
from app.services.store.schemes import SchemeLibrary
from tests.filling import profiles_of

LIBRARY = SchemeLibrary()


@pytest.mark.parametrize(
    ("project", "level", "figures"),
    [
        ("base", "national", {"3000", "1000", "90%"}),
        ("base", "provincial", {"2000", "600", "90%"}),
        ("studio", "national", {"10"}),
        ("studio", "provincial", {"8"}),
    ],
)
def test_an_indicator_shows_the_figures_of_this_project_alone(
    project: str, level: str, figures: set[str]
) -> None:
    scheme = LIBRARY["hubei-performance"]
    words = wanted_for(scheme, scheme.criterion("13.1"), {"project": project, "level": level})
    assert set(re.findall(r"\d+%?", words)) == figures
    assert "：" not in words


def test_what_stands_before_the_variants_holds_for_all() -> None:
    scheme = LIBRARY["hubei-studio-acceptance"]
    words = wanted_for(scheme, scheme.criterion("9.3"), {"level": "provincial"})
    assert words == "在相应职业（工种）的等级，技师以上"


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_nothing_is_told_to_nobody(scheme_id: str) -> None:
    scheme = LIBRARY[scheme_id]
    for profile in profiles_of(scheme):
        assert all(wanted_for(scheme, each, profile) for each in scheme.criteria)
    for each in scheme.criteria:
        assert wanted_for(scheme, each, {}) == each.wanted
