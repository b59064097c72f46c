"""Column types of our own: JSON that is stored in its one canonical form, on every database alike."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from app.common.canon import canonical


class CanonicalJson(TypeDecorator[Any]):
    """JSON without floats as canonical text: what is read has the digest of what was written."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002  SQLAlchemy's signature
        """Python value to text; None is SQL's NULL."""
        return None if value is None else canonical(value).decode("utf-8")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002  SQLAlchemy's signature
        """Text to Python value."""
        return None if value is None else json.loads(value)
