"""The list that lies beside the packages: what each is, its SHA-256, and the versions of what is inside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.packaging.archives import digest
from tools.packaging.lock import needed
from tools.packaging.wheels import LINUX, WINDOWS
from tools.packaging.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Made:
    """A package that was made; inside: the SHA-256 over names and contents of what it holds."""

    name: str
    inside: str
    remark: str = ""


def path_of(workshop: Workshop) -> Path:
    """Where the list lies."""
    return workshop.out / f"xianping-{workshop.version}-packages.txt"


def write(workshop: Workshop, made: Sequence[Made]) -> Path:
    """Write the list anew: these, and those made before that still lie there."""
    goal, noted = path_of(workshop), workshop.work / "made.json"
    before = json.loads(noted.read_text(encoding="utf-8")) if noted.is_file() else []
    all_made = {each.name: each for each in (*(Made(**each) for each in before), *made)}
    lying = [each for each in all_made.values() if (workshop.out / each.name).is_file()]
    noted.write_text(json.dumps([asdict(each) for each in lying], ensure_ascii=False), encoding="utf-8")
    goal.write_text("\n".join(_lines(workshop, lying)) + "\n", encoding="utf-8")
    return goal


def _lines(workshop: Workshop, made: Sequence[Made]) -> Iterator[str]:
    yield f"现评 {workshop.version}"
    for each in made:
        yield ""
        path = workshop.out / each.name
        yield each.name
        yield f"  大小      {path.stat().st_size / 1_000_000:.1f} MB"
        yield f"  SHA-256   {digest(path)}"
        yield f"  内容      {each.inside}"
        if each.remark:
            yield f"  备注      {each.remark}"
    lock = (workshop.home / "requirements.lock").read_text(encoding="utf-8")
    for target in (WINDOWS, LINUX):
        yield ""
        yield f"{target.name}（Python {target.python}）所含组件："
        yield from (f"  {each.name} {each.version}" for each in needed(lock, target.markers))
