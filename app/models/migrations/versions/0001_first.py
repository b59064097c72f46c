"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.models.guards import set_guards

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table of the first version and guard what is append-only."""
    _authorities()
    _exports()
    _people()
    _received()
    _schemes()
    _settings()
    _tasks()
    _trusts()
    _visits()
    _evidence()
    _places()
    _streams()
    _verdicts()
    _entries()
    set_guards(op.get_bind())


def _authorities() -> None:
    op.create_table(
        "authorities",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_authorities"),
    )


def _exports() -> None:
    op.create_table(
        "exports",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("visit_id", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("exported_at", sa.String(27), nullable=False),
        sa.Column("acknowledged_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_exports"),
    )
    op.create_index("ix_exports_visit_id", "exports", ["visit_id"])


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
        sa.Column("public", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("has_pin", sa.Boolean(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("enrolment", sa.LargeBinary(), nullable=True),
        sa.Column("credential", sa.LargeBinary(), nullable=True),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.String(27), nullable=True),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )


def _received() -> None:
    op.create_table(
        "received",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("batch_id", sa.String(200), nullable=False),
        sa.Column("visit_id", sa.String(200), nullable=True),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("received_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_received"),
    )
    op.create_index("ix_received_visit_id", "received", ["visit_id"])


def _schemes() -> None:
    op.create_table(
        "schemes",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("scheme_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_schemes"),
    )


def _settings() -> None:
    op.create_table(
        "settings",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_settings"),
    )


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("batch_id", sa.String(200), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_tasks"),
    )


def _trusts() -> None:
    op.create_table(
        "trusts",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_trusts"),
    )


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("batch_id", sa.String(200), nullable=False),
        sa.Column("task_sha256", sa.String(64), nullable=True),
        sa.Column("scheme_id", sa.Text(), nullable=False),
        sa.Column("scheme_version", sa.Text(), nullable=False),
        sa.Column("scheme_digest", sa.String(64), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("project", sa.Text(), nullable=False),
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("assignments", sa.Text(), nullable=False),
        sa.Column("self_assessment", sa.Text(), nullable=False),
        sa.Column("date_from", sa.String(10), nullable=False),
        sa.Column("date_to", sa.String(10), nullable=False),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["scheme_digest"], ["schemes.digest"], name="fk_visits_scheme_digest"),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
    )


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("visit_id", sa.String(200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("personal", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_evidence_visit_id"),
        sa.PrimaryKeyConstraint("sha256", "visit_id", name="pk_evidence"),
    )


def _places() -> None:
    op.create_table(
        "places",
        sa.Column("visit_id", sa.String(200), nullable=False),
        sa.Column("person_id", sa.String(200), nullable=False),
        sa.Column("criterion", sa.String(200), nullable=False),
        sa.Column("field", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_places_visit_id"),
        sa.PrimaryKeyConstraint("visit_id", "person_id", name="pk_places"),
    )


def _streams() -> None:
    op.create_table(
        "streams",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("visit_id", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("person_id", sa.String(200), nullable=True),
        sa.Column("origin", sa.String(64), nullable=False, server_default=""),
        sa.Column("locked_digest", sa.String(64), nullable=True),
        sa.Column("locked_at", sa.String(27), nullable=True),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_streams_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_streams"),
        sa.UniqueConstraint(
            "visit_id", "kind", "person_id", "origin", name="uq_streams_visit_id_kind_person_id_origin"
        ),
    )


def _verdicts() -> None:
    op.create_table(
        "verdicts",
        sa.Column("visit_id", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("frozen", sa.String(64), nullable=False),
        sa.Column("short_code", sa.String(32), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("pdf_sha256", sa.String(64), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_verdicts_visit_id"),
        sa.PrimaryKeyConstraint("visit_id", "version", name="pk_verdicts"),
    )


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("stream_id", sa.String(200), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("on_behalf", sa.String(200), nullable=True),
        sa.Column("kind", sa.String(200), nullable=False),
        sa.Column("criterion", sa.String(200), nullable=True),
        sa.Column("field", sa.String(200), nullable=True),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("prev", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["stream_id"], ["streams.id"], name="fk_entries_stream_id"),
        sa.PrimaryKeyConstraint("stream_id", "seq", name="pk_entries"),
        sqlite_with_rowid=False,
    )
