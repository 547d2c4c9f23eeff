"""The bytes of papers of purged cases: known before the rows go, removed after, written over."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from cairong.papers import store

OF_PURGED = """
    SELECT DISTINCT (s.facts ->> 'content_id')::bigint FROM audit_sealed s
    JOIN secrecy_freeze f ON f.id = s.of_case AND f.state = 'ordered'
    WHERE s.of_table = 'papers_paper'"""
NAMED_BY_NOTHING = """
    DELETE FROM papers_content c WHERE c.id = ANY(%s)
    AND NOT EXISTS (SELECT FROM papers_paper p WHERE p.content_id = c.id)
    AND NOT EXISTS (
        SELECT FROM audit_sealed s
        WHERE s.of_table = 'papers_paper' AND s.facts ->> 'content_id' = c.id::text)
    RETURNING c.sha256"""


@contextmanager
def papers_purged() -> Iterator[None]:
    """Remove, when what is purged within is gone, the papers that nothing else names."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(OF_PURGED)
        held = [name for (name,) in cursor.fetchall()]
        yield
        cursor.execute("ALTER TABLE papers_content DISABLE TRIGGER USER")
        cursor.execute(NAMED_BY_NOTHING, [held])
        gone = [name for (name,) in cursor.fetchall()]
        cursor.execute("ALTER TABLE papers_content ENABLE TRIGGER USER")
    for name in gone:
        store.remove(store.place_of(name))
