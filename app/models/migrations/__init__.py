"""Scripts that lead a database from version to version. Run by alembic, imported by nobody."""
