"""Put the rows of a case apart, by functions of the database's owner (`sealing.sql`)."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection

from cairong.contracts.models import Award
from cairong.secrecy.models import Freeze


def gather(freeze: Freeze, award: Award) -> list[int]:
    """Copy all that is of an award apart; list the events that speak of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT secrecy_gather(%s, %s)", [freeze.pk, award.pk])
        return [event for (event,) in cursor.fetchall()]


def seal(freeze: Freeze, contents: Mapping[int, bytes]) -> Mapping[str, Any]:
    """Put all that was gathered away; `contents` is what the hash of each event covers.

    Answers the numbers and hashes of the sealed events, the numbers of events that no longer
    speak for digests, and how many rows it was.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT secrecy_seal(%s, %s, %s)",
            [freeze.pk, list(contents), list(contents.values())],
        )
        (told,) = cursor.fetchone()
    return told if isinstance(told, dict) else dict(json.loads(told))
