"""Slow down who tries too often: counted in PostgreSQL, so that all processes count together."""

import hashlib
from datetime import datetime, timedelta
from typing import ClassVar

from allauth.account.adapter import get_adapter
from django.db import connection
from django.db.models import F
from django.http import HttpRequest

from cairong.doors.actors import moment_of
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Refusal
from cairong.parties.models import Tally


class TooOften(Refusal):
    """Asked too often within a stretch of time."""

    kind: ClassVar[str] = "TooOften"
    status: ClassVar[int] = 429

    def __init__(self, code: str, *, seconds: int) -> None:
        super().__init__(code, seconds=seconds, wait=wait_words(seconds))
        self.seconds = seconds


def wait_words(seconds: int) -> str:
    """Say how long to wait, never too short: in seconds, minutes or hours."""
    for size, unit in ((3600, "小时"), (60, "分钟")):
        if seconds >= 2 * size:
            return f"{-(-seconds // size)} {unit}"
    return f"{seconds} 秒"


def count(key: str, moment: datetime, *, seconds: int) -> tuple[int, int]:
    """Count one more try under a key; return tries in this stretch, seconds until it ends."""
    until = moment + timedelta(seconds=seconds)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO parties_tally AS t (key, count, until) VALUES (%(key)s, 1, %(until)s)"
            " ON CONFLICT (key) DO UPDATE SET"
            " count = CASE WHEN t.until <= %(now)s THEN 1 ELSE t.count + 1 END,"
            " until = CASE WHEN t.until <= %(now)s THEN %(until)s ELSE t.until END"
            " RETURNING count, until",
            {"key": hashed(key), "now": moment, "until": until},
        )
        row = cursor.fetchone()
    assert row is not None
    return int(row[0]), max(1, int((row[1] - moment).total_seconds()))


def limit(
    key: str, moment: datetime, *, most: int, seconds: int, code: str = "doors.too_often"
) -> None:
    """Refuse the try after `most` of a key in a stretch of `seconds`. Raises TooOften."""
    tries, left = count(key, moment, seconds=seconds)
    if tries > most:
        raise TooOften(code, seconds=left)


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


def limit_address(request: HttpRequest, what: str, *, most: int, seconds: int) -> None:
    """Limit what one address asks for. Raises TooOften."""
    limit(f"{what}:{address_of(request)}", moment_of(request), most=most, seconds=seconds)


def address_of(request: HttpRequest) -> str:
    """Read where a request comes from: behind a proxy, as that proxy says."""
    address: str = get_adapter(request).get_client_ip(request)
    return address


def hashed(key: str) -> str:
    """Hide what a key is made of: user names and addresses are not kept."""
    return hashlib.sha256(key.encode()).hexdigest()
