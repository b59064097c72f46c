"""Rounds of visits: those stored before are first examinations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add whether a visit is a re-examination."""
    op.add_column("visits", sa.Column("round", sa.String(16), nullable=False, server_default="first"))
