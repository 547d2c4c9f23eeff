"""Counts and digests of every table, by which two databases are found equal."""

from collections.abc import Mapping

import psycopg
from psycopg import sql

Census = dict[str, dict[str, str]]

TABLES = """
    SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename
"""
ROWS = """
    SELECT count(*)::text, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text
    FROM {} AS t
"""


def take_census(connection: psycopg.Connection) -> Census:
    """Count and digest the rows of every table, in the connection's own transaction."""
    connection.execute("SET LOCAL timezone = 'UTC'")
    connection.execute("SET LOCAL statement_timeout = 0")
    found: Census = {}
    for (table,) in connection.execute(TABLES).fetchall():
        row = connection.execute(sql.SQL(ROWS).format(sql.Identifier(table))).fetchone()
        assert row is not None
        found[table] = {"rows": row[0], "digest": row[1]}
    return found


def differences(wanted: Mapping[str, Mapping[str, str]], found: Census) -> list[str]:
    """Name the tables that are not the same in both."""
    return sorted(t for t in wanted.keys() | found.keys() if wanted.get(t) != found.get(t))
