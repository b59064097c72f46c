"""Every door for strangers' bytes, with files to begin with. A parser returns, or raises XianpingError."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from pathlib import Path

from PIL import Image

from app.common.errors import Refusal
from app.decoding.decoder import Decoder, NotShownError
from app.exchange.kinds import KINDS
from app.exchange.package import read_package
from app.scoring import answer, join_panel, score_visit
from app.services.authoring.declared import declared_scheme
from app.services.authoring.self_assessment import read_self_assessment, self_assessment_book
from app.services.authoring.workbooks.scheme_book import read_scheme_book, write_book
from app.services.bureau.batch_spec import read_spec
from app.services.store.schemes import SchemeLibrary
from app.signing.pdf import verify
from app.signing.trust import Trust
from tests.exchange.samples import clear, identities, package
from tests.signing.bureau import signed_pdf, world

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "scoring"
PICTURES = ("png", "jpeg", "gif", "bmp", "webp", "tiff")


@dataclass(frozen=True, slots=True)
class Parser:
    """seeds: good files of its kind; parse: reads one."""

    seeds: Callable[[], list[bytes]]
    parse: Callable[[bytes], object]


@cache
def _library() -> SchemeLibrary:
    return SchemeLibrary()


@cache
def decoder() -> Decoder:
    return Decoder()


def _schemes() -> list[bytes]:
    return [
        _library().source(name) for name in ("tianjin-studio-acceptance", "national-studio", "hubei-effect")
    ]


def _golden(name: str) -> list[bytes]:
    cases = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return [json.dumps(case["input"], ensure_ascii=False).encode() for case in cases[:4]]


def _books() -> list[bytes]:
    return [write_book(_library().source("tianjin-studio-acceptance"))]


def _forms() -> list[bytes]:
    return [self_assessment_book(_library()["tianjin-base-acceptance"])]


def _pictures() -> list[bytes]:
    made = []
    for form in PICTURES:
        held = BytesIO()
        Image.new("RGB", (64, 48), (200, 90, 30)).save(held, form)
        made.append(held.getvalue())
    return made


def _shown(deed: Callable[[bytes], object], data: bytes) -> object:
    try:
        return deed(data)
    except NotShownError as told:
        raise Refusal.because(told.why) from None


def _packed(kind: str) -> list[bytes]:
    return [package(kind), clear(kind)]


def _package(kind: str, data: bytes) -> None:
    read_package(data, world().trust, identities(kind)).close()


BATCH_FILE: bytes = json.dumps(
    {
        "batch": {"name": "批次（示例）", "issuer": "示例局", "year": 2026, "notice": "通知第 1 号"},
        "scheme": "tianjin-base-acceptance",
        "policy": {"pass_mark": "75"},
        "panel": [{"person": "a-1", "role": "leader", "scores": False}, {"person": "b-2", "role": "expert"}],
        "visits": [
            {
                "project": {"name": "项目（示例）", "unit": "示例学院"},
                "profile": {"unit_type": "enterprise"},
                "date_from": "2026-05-12",
                "date_to": "2026-05-12",
                "assignments": {"1.1": ["b-2"]},
                "self_assessment": {"1.1": "2"},
            }
        ],
    },
    ensure_ascii=False,
).encode()
DECLARED_FILE: bytes = json.dumps(
    {
        "project": "示例学院",
        "project_kind": "base",
        "level": "provincial",
        "indicators": [
            {"item": "年培训量", "kind": "basic", "unit": "人次", "weight": "50", "target": "2000"},
            {"item": "竞赛", "kind": "individual", "unit": "次", "weight": "50", "target": "4"},
        ],
    },
    ensure_ascii=False,
).encode()
PARSERS: dict[str, Parser] = {
    "scheme": Parser(_schemes, lambda data: _library().from_bytes(data)),
    "visit": Parser(
        lambda: [*_golden("tianjin-base"), *_golden("hubei-effect")],
        lambda data: answer(data, partial(score_visit, _library())),
    ),
    "panel": Parser(
        lambda: _golden("tianjin-panel"), lambda data: answer(data, partial(join_panel, _library()))
    ),
    "batch": Parser(lambda: [BATCH_FILE], read_spec),
    "declared": Parser(lambda: [DECLARED_FILE], declared_scheme),
    "scheme-book": Parser(_books, read_scheme_book),
    "self-book": Parser(
        _forms, lambda data: read_self_assessment(_library()["tianjin-base-acceptance"], data)
    ),
    "trust": Parser(lambda: [world().trust.data], Trust.parse),
    "pdf": Parser(lambda: [signed_pdf()], lambda data: verify(data, world().trust)),
    "picture": Parser(_pictures, lambda data: _shown(decoder().picture, data)),
    "pages": Parser(lambda: [signed_pdf()], lambda data: _shown(decoder().pages, data)),
    **{
        f"package-{kind}": Parser(
            partial(_packed, kind),
            partial(_package, kind),
        )
        for kind in KINDS
    },
}
