"""Receipts as a bureau writes them in tests."""

from __future__ import annotations

from pathlib import Path

from app.exchange.package import read_package
from app.exchange.proof import Expectation
from app.exchange.receipt import Receipt, read_receipt
from app.services.bureau.arrivals import Intake
from app.services.bureau.receipts import receipt_of, write_receipt
from app.signing.authority import Authority
from tests.chain import Chain


def receipt(chain: Chain, *intakes: Intake, name: str = "回执.xpack", by: Authority | None = None) -> Path:
    path = chain.out / name
    write_receipt(path, by or chain.authority, receipt_of(intakes, chain.clock))
    return path


def read(chain: Chain, path: Path) -> Receipt:
    with read_package(path, chain.trust, (), Expectation(kinds=("xpack",))) as package:
        return read_receipt(package)
