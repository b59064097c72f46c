"""What a criterion asks of this kind of unit alone, where its words give one variant after another."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.scoring.model.scheme import Criterion, Scheme

BETWEEN, AND = "；", "·"


def wanted_for(scheme: Scheme, criterion: Criterion, profile: Mapping[str, object]) -> str:
    """The short words of a criterion without the variants that are other units'.

    A variant begins with labels of the profile's options, such as ``技能大师工作室·省级：``, and ends with a
    semicolon; what stands before the first holds for all. Words without variants stay as they are.
    """
    labels = {
        option.label: (field.name, option.value) for field in scheme.profile for option in field.options
    }
    if not labels:
        return criterion.wanted
    one = "|".join(map(re.escape, labels))
    headed = re.compile(rf"(?P<lead>.*?)(?P<labels>(?:{one})(?:{AND}(?:{one}))*)：(?P<rest>.*)")
    parts = [headed.fullmatch(part) for part in criterion.wanted.split(BETWEEN)]
    mine = [
        part
        for part in parts
        if part and all(_is(profile, *labels[label]) for label in part["labels"].split(AND))
    ]
    if not mine or None in parts or parts[0] is None:
        return criterion.wanted
    return parts[0]["lead"] + BETWEEN.join(part["rest"] for part in mine)


def _is(profile: Mapping[str, object], name: str, value: str) -> bool:
    return str(profile.get(name)).lower() == value
