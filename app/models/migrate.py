"""Run migrations. Imported only when one is due: alembic costs a quarter of a second."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from app.models.trouble import damaged


def run_migrations(connection: Connection, scripts: Path, head: str) -> None:
    """Lead the connection's database to ``head`` inside the transaction that is already open."""
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, head)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise damaged()
