"""What stands in the database, table by table: an act that was refused leaves it as it was.

The record of the refusal is left out, and so is a proposal that was made and taken back, with
its events, their deliveries, its digests, and the head of the chain they moved; and the paper that
was uploaded before a return was refused.
"""

from django.db import connection
from psycopg import sql

PROPOSAL_EVENTS = "SELECT id FROM audit_event WHERE type LIKE 'parties.proposal.%%'"
LEFT_OUT = {
    "audit_refusalrecord": "false",
    "audit_chain": "false",
    "audit_rowdigest": "of_table <> 'parties_proposal'",
    "parties_proposal": "false",
    "treasury_returnslip": "false",
    "audit_event": f"id NOT IN ({PROPOSAL_EVENTS})",
    "audit_outbox": f"event_id NOT IN ({PROPOSAL_EVENTS})",
}
Footprint = dict[str, tuple[int, int]]


def footprint() -> Footprint:
    """Count each table's rows and fold their contents into one number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')"
            " ORDER BY tablename"
        )
        tables = [name for (name,) in cursor.fetchall()]
        parts = [
            sql.SQL(
                "SELECT {name}, count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) "
                "FROM {table} t WHERE "
            ).format(name=sql.Literal(table), table=sql.Identifier(table))
            + sql.SQL(LEFT_OUT.get(table, "true"))
            for table in tables
        ]
        cursor.execute(sql.SQL(" UNION ALL ").join(parts).as_string(cursor.cursor), [])
        found = sorted(cursor.fetchall())  # however the database went through them
        return {name: (count, int(content)) for name, count, content in found}


def changed(before: Footprint, after: Footprint) -> list[str]:
    """Name the tables that are not as they were, each with the rows it gained or lost."""
    return [
        f"{table}({after[table][0] - count:+d} 行)"
        for table, (count, content) in before.items()
        if after[table] != (count, content)
    ]
