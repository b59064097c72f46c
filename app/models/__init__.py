"""Tables, the database behind them, its migrations and backups. SQLite on site, PostgreSQL at a large bureau.

Knows scoring and common only in their types; may not import services, reports, exchange, signing or ui.
Rows leave this room as plain tuples and mappings, database errors as ``EnvironmentTrouble``.
"""
