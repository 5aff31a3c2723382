"""Queries that run fifty times a second: the ORM writes their SQL once."""

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
        """Make the query with `query(keys)`, which depends on nothing else that changes."""
        self._query = query
        self._sql_of = lru_cache(maxsize=32)(self._write)

    def __call__(self, keys: Collection[int]) -> list[tuple[Any, ...]]:
        """Return the rows of these keys, which must all differ."""
        if not keys:
            return []
        sql, parameters = self._sql_of(connection.vendor, len(keys))
        ahead = iter(keys)
        values = [next(ahead) if one is _KEY else one for one in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())

    def _write(self, _vendor: str, n_keys: int) -> tuple[str, list[Any]]:
        """Write the SQL and its parameters, with `_KEY` in the place of a key."""
        places = range(-n_keys, 0)
        sql, parameters = self._query(places).query.sql_with_params()
        return sql, [_KEY if one in places else one for one in parameters]


_KEY = object()
