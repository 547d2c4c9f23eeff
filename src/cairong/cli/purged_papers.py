"""The bytes of papers that nothing names any more: removed when a purge is over, written over."""

from datetime import datetime

from django.db import connections

from cairong.papers import store
from cairong.papers.reads import named

NAMED_BY_NOTHING = """
    DELETE FROM papers_content c
    WHERE NOT EXISTS (SELECT FROM papers_paper p WHERE p.content_id = c.id)
    AND NOT EXISTS (
        SELECT FROM audit_sealed s
        WHERE s.of_table = 'papers_paper' AND s.facts ->> 'content_id' = c.id::text)
    RETURNING c.sha256"""


def remove_unnamed_papers(*, now: datetime) -> None:
    """Remove what no paper names, also what a purge that was cut short has left a day ago."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE papers_content DISABLE TRIGGER USER")
        cursor.execute(NAMED_BY_NOTHING)
        gone = [name for (name,) in cursor.fetchall()]
        cursor.execute("ALTER TABLE papers_content ENABLE TRIGGER USER")
    for name in gone:
        store.remove(store.place_of(name))
    store.sweep("*", now=now, named=named)
