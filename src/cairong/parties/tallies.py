"""Tries counted by what they are of, in PostgreSQL, so that all processes count together."""

import hashlib
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F

from cairong.kernel.actor import Actor
from cairong.parties.models import Tally

COUNT = """
    INSERT INTO parties_tally AS t (key, count, until) VALUES (%(key)s, 1, %(until)s)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN t.until <= %(now)s THEN 1 ELSE t.count + 1 END,
        until = CASE WHEN t.until <= %(now)s THEN %(until)s ELSE t.until END
    RETURNING count, until
"""


def count(key: str, moment: datetime, *, seconds: int) -> tuple[int, int]:
    """Count one more try under a key; return tries in this stretch, seconds until it ends."""
    until = moment + timedelta(seconds=seconds)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": hashed(key), "now": moment, "until": until})
        row = cursor.fetchone()
    assert row is not None
    return int(row[0]), max(1, int((row[1] - moment).total_seconds()))


def forget(key: str) -> None:
    """Begin to count a key anew."""
    Tally.objects.filter(key=hashed(key)).delete()


def give_back(key: str) -> None:
    """Take one try of a key back, which turned out to be none."""
    Tally.objects.filter(key=hashed(key), count__gt=0).update(count=F("count") - 1)


def clear_tallies(*, actor: Actor, now: datetime) -> int:
    """Take away the counts whose stretch is over, whoever's city they came from."""
    del actor
    return Tally.objects.filter(until__lt=now).delete()[0]


def hashed(key: str) -> str:
    """Hide what a key is made of: user names and addresses are not kept."""
    return hashlib.sha256(key.encode()).hexdigest()
