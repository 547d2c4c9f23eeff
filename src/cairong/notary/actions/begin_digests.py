"""Keep digests of the rows that were there before the first digest."""

from datetime import datetime

from django.db import connection

from cairong.audit.living import digested
from cairong.audit.models import Event, RowDigest
from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.notary.actions.watch import BASIS
from cairong.parties.models import City


def are_wanting() -> bool:
    """Whether there is history here of before the first digest."""
    return Event.objects.exists() and not RowDigest.objects.exists()


@use_case(Role.SYSTEM, word="为已有数据建立摘要")
def begin_digests(*, actor: Actor, now: datetime) -> int:
    """Keep every row of fact as it stands; from then on each act keeps what it leaves.

    Once only: the database refuses it where an act has kept any. Answers how many rows.
    Writes: audit.RowDigest. Source: 二(二)-6.
    """
    count = 0
    with connection.cursor() as cursor:
        for model, without in digested():
            key = model._meta.pk
            assert key is not None
            cursor.execute(
                "SELECT audit_digest_table(%s, %s, %s)",
                [model._meta.db_table, key.column, list(without)],
            )
            count += cursor.fetchone()[0]
    city = City.objects.get(pk=actor.city)
    facts = {"count": count}
    record(actor=actor, now=now, type="notary.rows.begun", subject=city, after=facts, basis=BASIS)
    return count
