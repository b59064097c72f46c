"""What a bureau signed of a task: kept beside it, so that nobody changes it behind the program's back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the signed manifest and its signature; a task taken in before is asked for once more."""
    op.add_column("tasks", sa.Column("statement", sa.LargeBinary(), nullable=True))
    op.add_column("tasks", sa.Column("signature", sa.LargeBinary(), nullable=True))
