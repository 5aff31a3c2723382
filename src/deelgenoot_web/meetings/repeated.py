"""Queries asked fifty times a second: the ORM writes them once, then they are only asked."""

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Repeated:
    """A query by keys. Writing its SQL takes several times as long as getting the answer.

    Rows come as the database gives them: JSON is text.
    """

    def __init__(self, query: Callable[[Sequence[int]], QuerySet[Any, tuple[Any, ...]]]) -> None:
        """`query` makes it for some keys; besides these it holds nothing that changes."""
        self._query = query
        self._written = lru_cache(maxsize=32)(self._write)

    def __call__(self, keys: Collection[int]) -> list[tuple[Any, ...]]:
        """The rows of these keys. Each once, or it would be another number of keys."""
        if not keys:
            return []
        sql, given = self._written(connection.vendor, len(keys))
        ahead = iter(keys)
        filled = [next(ahead) if one is _KEY else one for one in given]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            return list(cursor.fetchall())

    def _write(self, _vendor: str, n_keys: int) -> tuple[str, list[Any]]:
        """The SQL and its parameters, with `_KEY` where a key goes."""
        places = range(-n_keys, 0)
        sql, given = self._query(places).query.sql_with_params()
        return sql, [_KEY if one in places else one for one in given]


_KEY = object()
