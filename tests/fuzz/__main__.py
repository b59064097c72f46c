"""The long run: ``python -m tests.fuzz SECONDS [PARSER ...] [--seed N]``.

What neither returns nor is refused in a sentence, or takes too long, is kept in ``corpus`` and told.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
import traceback
from pathlib import Path

from app.common.errors import XianpingError
from tests.fuzz.mutation import mutated
from tests.fuzz.parsers import PARSERS, decoder

CORPUS = Path(__file__).with_name("corpus")
PATIENCE = 25.0
"""Seconds: beyond the decoding child's own deadline, a hang and no slowness."""


def trouble(name: str, data: bytes) -> str:
    """What is wrong with how a file was met; empty where it was read or refused in time."""
    began = time.monotonic()
    try:
        PARSERS[name].parse(data)
    except XianpingError as told:
        if not str(told).strip():
            return "refused without a word"
    except BaseException:  # anything else would have ended the program, or a verb
        return traceback.format_exc()
    took = time.monotonic() - began
    return f"took {took:.0f} s" if took > PATIENCE else ""


def main(arguments: list[str]) -> int:
    """A share of the time for every parser."""
    reader = argparse.ArgumentParser(prog="tests.fuzz")
    reader.add_argument("seconds", type=float)
    reader.add_argument("parsers", nargs="*", choices=[[], *PARSERS])
    reader.add_argument("--seed", type=int, default=int(time.time()))
    given = reader.parse_args(arguments)
    names = given.parsers or list(PARSERS)
    found = sum(_fuzzed(name, given.seed, given.seconds / len(names)) for name in names)
    decoder().close()
    return 1 if found else 0


def _fuzzed(name: str, seed: int, seconds: float) -> int:
    lucky, seeds = random.Random(f"{name} {seed}"), PARSERS[name].seeds()
    end, tries, found = time.monotonic() + seconds, 0, set[str]()
    while time.monotonic() < end:
        data, tries = mutated(lucky, seeds), tries + 1
        told = trouble(name, data)
        if told and (kind := told.strip().splitlines()[-1][:120]) not in found:
            found.add(kind)
            _keep(name, data)
            print(f"{name}: {told}", file=sys.stderr)
    print(f"{name}\t{tries} tries\t{len(found)} found", flush=True)
    return len(found)


def _keep(name: str, data: bytes) -> None:
    folder = CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
