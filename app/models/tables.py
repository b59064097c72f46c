"""Every table, for a site's device and for a bureau alike.

Points are integer hundredths, times UTC text as ``app.common.clock.stamp`` writes it, identities UUID text,
digests lower-case hex. ``entries`` is append-only: ``app.models.guards`` makes the database itself refuse.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from app.models.columns import CanonicalJson

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)


def _id(name: str = "id", *, primary: bool = True) -> Column[str]:
    return Column(name, String(200), primary_key=primary, nullable=False)


def _digest(name: str, *, primary: bool = False, nullable: bool = False) -> Column[str]:
    return Column(name, String(64), primary_key=primary, nullable=nullable)


def _time(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, String(27), nullable=nullable)


def _json(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, CanonicalJson, nullable=nullable)


def _visit(*, primary: bool = False) -> Column[str]:
    return Column("visit_id", String(200), ForeignKey("visits.id"), primary_key=primary, nullable=False)


people = Table(
    "people",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("keys", LargeBinary, nullable=False),  # locked by the PIN
    _json("public"),
    Column("fingerprint", Text, nullable=False),
    Column("has_pin", Boolean, nullable=False),
    Column("sample", Boolean, nullable=False),
    Column("enrolment", LargeBinary),
    Column("credential", LargeBinary),
    Column("wrong_tries", Integer, nullable=False),
    _time("next_try_at", nullable=True),
    _time("created_at"),
)

trusts = Table(
    "trusts",
    metadata,
    Column("fingerprint", Text, primary_key=True),
    Column("bureau", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    _time("confirmed_at", nullable=True),
)

authorities = Table(
    "authorities",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("keys", LargeBinary, nullable=False),
    Column("fingerprint", Text, nullable=False),
    _time("created_at"),
)

tasks = Table(
    "tasks",
    metadata,
    _digest("sha256", primary=True),
    _id("batch_id", primary=False),
    Column("data", LargeBinary, nullable=False),
    _time("received_at"),
    Column(
        "statement", LargeBinary
    ),  # the manifest that the bureau signed; null: taken in before it was kept
    Column("signature", LargeBinary),
)

schemes = Table(
    "schemes",
    metadata,
    _digest("digest", primary=True),
    Column("scheme_id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

visits = Table(
    "visits",
    metadata,
    _id(),
    _id("batch_id", primary=False),
    _digest("task_sha256", nullable=True),
    Column("scheme_id", Text, nullable=False),
    Column("scheme_version", Text, nullable=False),
    Column("scheme_digest", String(64), ForeignKey("schemes.digest"), nullable=False),
    _json("policy"),
    _json("profile"),
    _json("project"),
    _json("panel"),
    _json("assignments"),
    _json("self_assessment"),
    Column("date_from", String(10), nullable=False),
    Column("date_to", String(10), nullable=False),
    Column("form", String(16), nullable=False),
    Column("sample", Boolean, nullable=False),
    Column("stage", String(32), nullable=False),
    _time("created_at"),
    Column("round", String(16), nullable=False, server_default="first"),
)

# A person's own sheet has the origin ""; a copy taken from a package carries that package's digest,
# so that two differing copies of one sheet can lie side by side until a person chooses.
streams = Table(
    "streams",
    metadata,
    _id(),
    _visit(),
    Column("kind", String(16), nullable=False),  # "sheet" or "panel"
    Column("person_id", String(200)),
    Column("origin", String(64), nullable=False, server_default=""),
    _digest("locked_digest", nullable=True),
    _time("locked_at", nullable=True),
    _time("created_at"),
    UniqueConstraint("visit_id", "kind", "person_id", "origin"),
)

# before and after hold canonical JSON as text: the chain is checked on the very bytes that were digested.
entries = Table(
    "entries",
    metadata,
    Column("stream_id", String(200), ForeignKey("streams.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _id(primary=False),
    _time("at"),
    Column("author", String(200), nullable=False),
    Column("on_behalf", String(200)),
    Column("kind", String(200), nullable=False),
    Column("criterion", String(200)),
    Column("field", String(200)),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("why", Text),
    _digest("prev"),
    _digest("digest"),
    sqlite_with_rowid=False,  # one tree, so a keystroke writes one page
)

evidence = Table(
    "evidence",
    metadata,
    _digest("sha256", primary=True),
    _visit(primary=True),
    Column("size", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("personal", Boolean, nullable=False),
    _time("added_at"),
)

# The key of a content's file, wrapped for one reader (an age recipient). key_id: as the file's header has it.
evidence_keys = Table(
    "evidence_keys",
    metadata,
    _digest("sha256", primary=True),
    Column("key_id", String(32), primary_key=True, nullable=False),
    Column("reader", String(200), primary_key=True, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)

received = Table(
    "received",
    metadata,
    _digest("sha256", primary=True),
    Column("kind", String(32), nullable=False),
    _id("batch_id", primary=False),
    Column("visit_id", String(200)),
    Column("sender", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("state", String(16), nullable=False),  # "taken" or "set_aside"
    Column("reason", Text),
    Column("data", LargeBinary),
    Column("path", Text),
    _time("received_at"),
    Index(None, "visit_id"),
)

exports = Table(
    "exports",
    metadata,
    _id(),
    Column("visit_id", String(200), nullable=False),
    Column("kind", String(32), nullable=False),
    _digest("sha256"),
    Column("path", Text, nullable=False),
    _time("exported_at"),
    _time("acknowledged_at", nullable=True),
    Index(None, "visit_id"),
)

verdicts = Table(
    "verdicts",
    metadata,
    _visit(primary=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    _digest("frozen"),
    Column("short_code", String(32), nullable=False),
    _json("report"),
    Column("pdf", LargeBinary),
    _digest("pdf_sha256", nullable=True),
    Column("state", String(16), nullable=False),  # "frozen", "signed" or "voided"
    _time("at"),
)

places = Table(
    "places",
    metadata,
    _visit(primary=True),
    Column("person_id", String(200), primary_key=True),
    Column("criterion", String(200), nullable=False),
    Column("field", String(200), nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("key", String(200), primary_key=True),
    _json("value"),
)
