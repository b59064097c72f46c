"""Triggers by which the database itself refuses to change or drop what is append-only."""

from __future__ import annotations

from sqlalchemy import Connection, text

WORD = "append-only"
_GUARDED = (("entries", "UPDATE"), ("entries", "DELETE"), ("verdicts", "DELETE"))

_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{WORD}'; END $$ LANGUAGE plpgsql
"""


def guard_sql(dialect: str) -> tuple[str, ...]:
    """The statements that set the guards up, for ``sqlite`` or ``postgresql``."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{WORD}'); END"
            for table, verb in _GUARDED
        )
    triggers = (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table, verb in _GUARDED
    )
    return (_POSTGRESQL_FUNCTION, *triggers)


def lift_guards(connection: Connection) -> None:
    """Take the triggers away within a transaction that sets them again before it ends."""
    on = "" if connection.dialect.name == "sqlite" else " ON {table}"
    for table, verb in _GUARDED:
        name = f"{table}_no_{verb.lower()}"
        connection.execute(text(f"DROP TRIGGER {name}{on.format(table=table)}"))


def set_guards(connection: Connection) -> None:
    """Create the triggers in a database that has the tables."""
    for statement in guard_sql(connection.dialect.name):
        connection.execute(text(statement))
