"""Keys of evidence: contents are encrypted from now on, those stored before stay readable."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the table of wrapped keys."""
    op.create_table(
        "evidence_keys",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("key_id", sa.String(32), nullable=False),
        sa.Column("reader", sa.String(200), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "key_id", "reader", name="pk_evidence_keys"),
    )
