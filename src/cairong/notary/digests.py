"""Rows of fact against the digests that acts left of them, and these against the chain.

`audit/rows.sql` keeps the digests; an event holds the digest of all that its act left.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from cairong.audit.living import digested
from cairong.policy.catalogue.rows import ROWS

WHOLE, OF_THE_ACT = "整行", "所写各行的摘要"
PART = 4
UNLIKE = """
    SELECT found.key, told.act, told.parts, audit_parts(found.facts)
    FROM (SELECT {key}::text AS key, to_jsonb(t) - %(without)s::text[] AS facts
          FROM {table} AS t {named}) AS found
    LEFT JOIN LATERAL (
        SELECT city, act, digest, parts FROM audit_rowdigest
        WHERE of_table = %(table)s AND key = found.key ORDER BY id DESC LIMIT 1
    ) AS told ON true
    WHERE told.digest IS DISTINCT FROM sha256(convert_to(found.facts::text, 'UTF8'))
        AND coalesce(told.digest, '') IS DISTINCT FROM (
            SELECT sha256(convert_to(jsonb_object_agg(key, value)::text, 'UTF8'))
            FROM jsonb_each(found.facts)
            WHERE position(int4send(hashtext(key)) IN told.parts) > 0)
        AND coalesce(nullif(told.city, ''), %(city)s) = %(city)s
"""
MISSING = """
    SELECT newest.key, newest.act
    FROM (SELECT DISTINCT ON (key) key, act, digest FROM audit_rowdigest
          WHERE of_table = %(table)s AND city = %(city)s {among} ORDER BY key, id DESC) AS newest
    WHERE newest.digest <> ''
        AND NOT EXISTS (SELECT FROM {table} AS t WHERE t.{key}::text = newest.key)
"""
BY_NO_ACT = """
    SELECT of_table, key FROM audit_rowdigest AS d
    WHERE city IN (%(city)s, '') AND NOT EXISTS (
        SELECT FROM audit_event AS e
        WHERE e.city = %(city)s AND substr(e.rows, 1, 16) = uuid_send(d.act))
"""
OF_EVENTS = """
    FROM audit_event AS e WHERE e.city = %(city)s AND e.seq > %(after)s
        AND e.seq <= coalesce(%(upto)s, e.seq) AND e.rows IS NOT NULL
"""
ACT = "encode(substr(e.rows, 1, 16), 'hex')::uuid"
# Acts whose digests a freeze took apart, and kept anew of the rows that it left.
LOOSENED = """
    SELECT said::bigint
    FROM audit_event AS f, jsonb_array_elements_text(f.after -> 'loosened') AS said
    WHERE f.city = %(city)s AND f.type = 'secrecy.case.frozen'
"""
UNSIGNED = f"""
    SELECT e.seq {OF_EVENTS} AND e.rows IS DISTINCT FROM audit_rows_of({ACT})
        AND e.seq NOT IN ({LOOSENED}) ORDER BY 1
"""  # noqa: S608 - our own words
TOUCHED = f"""
    SELECT d.of_table, array_agg(DISTINCT d.key)
    FROM audit_rowdigest AS d WHERE d.act IN (SELECT {ACT} {OF_EVENTS}) GROUP BY 1
"""  # noqa: S608 - our own words
MARKS = "SELECT int4send(hashtext(name)), name FROM unnest(%(columns)s::text[]) AS name"
SEQS = """
    SELECT substr(rows, 1, 16), seq FROM audit_event
    WHERE city = %(city)s AND substr(rows, 1, 16) = ANY(%(acts)s)
"""


@dataclass(frozen=True, kw_only=True)
class Unlike:
    """A row that is not what the chain says: which, in which field, by which event (0: by none)."""

    row: str
    key: str
    field: str
    seq: int = 0


def unlike_digests(city: str, *, after: int = 0, upto: int | None = None) -> Iterator[Unlike]:
    """Compare the rows that a stretch of acts left with what they left them as.

    With the whole chain (`after` is 0) every row of fact is compared, and none may be there, or
    have been changed, that no act of the chain left so.
    """
    span = {"city": city, "after": after, "upto": upto}
    for (seq,) in _asked(UNSIGNED, span):
        yield Unlike(row="审计记录", key=f"第 {seq} 条", field=OF_THE_ACT, seq=seq)
    touched = dict(_asked(TOUCHED, span)) if after else None
    for model, without in digested():
        table = model._meta.db_table
        if touched is None or table in touched:
            keys = None if touched is None else touched[table]
            yield from _unlike(model, city, without, keys)
    if not after:
        tables = {model._meta.db_table: ROWS[model._meta.label] for model, _ in digested()}
        for table, key in _asked(BY_NO_ACT, {"city": city}):
            yield Unlike(row=tables.get(table, table), key=key, field=WHOLE)


def _unlike(
    model: type[Model], city: str, without: Sequence[str], keys: list[str] | None
) -> Iterator[Unlike]:
    """Compare the rows of one table, or those of some keys, with their newest digests."""
    key = model._meta.pk
    assert key is not None
    words = {"table": model._meta.db_table, "key": key.column, "named": "", "among": ""}
    if keys is not None:
        words["named"] = f"WHERE {key.column} = ANY(%(keys)s::{key.db_type(connection)}[])"
        words["among"] = "AND key = ANY(%(keys)s)"
    facts = {"city": city, "table": model._meta.db_table, "without": list(without), "keys": keys}
    apart = _asked(UNLIKE.format(**words), facts)
    names = _names(model) if apart else {}
    found = [
        (row, act, field)
        for row, act, told, stands in apart
        for field in fields_apart(names, told, stands)
    ]
    found += [(row, act, WHOLE) for row, act in _asked(MISSING.format(**words), facts)]
    seqs = _seqs(city, {act for _, act, _ in found if act})
    for row, act, field in found:
        yield Unlike(row=ROWS[model._meta.label], key=row, field=field, seq=seqs.get(act, 0))


def fields_apart(names: Mapping[bytes, str], told: bytes | None, stands: bytes) -> list[str]:
    """Name the columns in which a row is not what was told of it; of a row untold, all of it.

    `names` are the columns by their marks. Where a column is gone since, only the others are
    compared; one that came since was left out of the digest that was compared (UNLIKE).
    """
    before, now = _parts(told or b""), _parts(stands)
    known = before.keys() & now.keys()
    apart = [names.get(mark, WHOLE) for mark in now if mark in known and before[mark] != now[mark]]
    return apart or ([] if known and before.keys() - now.keys() else [WHOLE])


def _parts(kept: bytes) -> Mapping[bytes, bytes]:
    pairs = range(0, len(kept), 2 * PART)
    return {bytes(kept[at : at + PART]): bytes(kept[at + PART : at + 2 * PART]) for at in pairs}


def _names(model: type[Model]) -> Mapping[bytes, str]:
    columns = [field.column for field in model._meta.concrete_fields]
    return {bytes(mark): name for mark, name in _asked(MARKS, {"columns": columns})}


def _seqs(city: str, acts: Iterable[UUID]) -> Mapping[UUID, int]:
    """Find the events of acts."""
    known = {act.bytes: act for act in acts}
    if not known:
        return {}
    rows = _asked(SEQS, {"city": city, "acts": list(known)})
    return {known[bytes(act)]: seq for act, seq in rows}


def _asked(statement: str, facts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return list(cursor.fetchall())
