"""Count a procurement that is a state secret, and keep nothing of it."""

from datetime import datetime

from django.db import connection

from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties import reads as parties


@use_case(Role.PURCHASER_OFFICER, word="登记一件涉密采购", silent=True)
def count_secret(*, actor: Actor, now: datetime) -> None:
    """Count one more in this month for one's own organisation; no event tells who, or when.

    Writes: contracts.SecretCount. Source: 二(二)-5, 保密法§29, D37.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contracts_secretcount (city_id, purchaser_id, month, count)"
            " VALUES (%s, %s, %s, 1) ON CONFLICT (purchaser_id, month)"
            " DO UPDATE SET count = contracts_secretcount.count + 1",
            [actor.city, parties.own_organisation(actor), day_of(now).replace(day=1)],
        )
