"""Whether what was not found is gone because its case was frozen as a state secret."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from cairong.kernel.errors import NotFound, Refusal, WrongState

GONE = """
    SELECT EXISTS (
        SELECT FROM audit_event AS frozen JOIN audit_rowdigest AS gone
            ON gone.act = encode(substr(frozen.rows, 1, 16), 'hex')::uuid
        WHERE frozen.city = %s AND frozen.type = 'secrecy.case.frozen'
            AND gone.key = ANY(%s) AND gone.digest = '')
"""


def told_frozen(refusal: Refusal, city: str, named: Mapping[str, Any]) -> Refusal:
    """Say of what was not found by one of the ids named that it is frozen, where it is.

    The row is nowhere any more; that the act of a freeze took it away stands in its digest.
    Source: 二(二)-5.
    """
    ids = [str(each) for each in _ids(named.values())] if isinstance(refusal, NotFound) else []
    if not ids:
        return refusal
    with connection.cursor() as cursor:
        cursor.execute(GONE, [city, ids])
        if not cursor.fetchone()[0]:
            return refusal
    return WrongState("secrecy.frozen", "二(二)-5")


def _ids(values: Iterable[Any]) -> Iterable[UUID]:
    for value in values:
        if isinstance(value, UUID):
            yield value
        elif isinstance(value, Mapping):
            yield from _ids(value.values())
