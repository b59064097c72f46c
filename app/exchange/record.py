"""``.xprecord``: the issued document with the record it is drawn from, for the experts who are to sign it.

A document by itself proves nothing of the numbers it prints. With the panel's ledger beside it, each expert's
device draws it again before a signature is set.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from app.exchange.content import Content, inconsistent, refuse_strays
from app.exchange.kinds import Kind
from app.exchange.package import Package
from app.exchange.sheet import Entries, check_entries
from app.signing.fields import Hex64, Id

PDF = "verdict.pdf"


class Record(Content):
    """The content of ``record.json``. entries: the panel's ledger; pdf_sha256: of ``verdict.pdf``."""

    KIND: ClassVar[Kind] = "xprecord"
    MEMBER: ClassVar[str] = "record.json"

    format: Literal[1] = 1
    visit: Id
    scheme_digest: Hex64
    entries: Entries
    pdf_sha256: Hex64

    def members(self, pdf: bytes) -> Mapping[str, bytes]:
        """The members of its package."""
        return {self.MEMBER: self.data, PDF: pdf}


def read_record(package: Package) -> Record:
    """The record in a proven package: the document there, the ledger chained. Raises Refusal."""
    record = Record.read(package)
    refuse_strays(package, [Record.MEMBER, PDF])
    if package.manifest.visit != record.visit:
        raise inconsistent("待签文件的考核与清单不符")
    if package.members.sha256(PDF) != record.pdf_sha256:
        raise inconsistent("结论文件与待签文件写明的不是同一份", PDF)
    check_entries(record.entries)
    return record
