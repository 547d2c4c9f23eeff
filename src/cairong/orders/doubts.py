"""Payments of which the rows do not know whether they left: nothing of them is decided unasked."""

from typing import ClassVar

from django.db import models

from cairong.audit.columns import city_key, uuid7_key


class Doubt(models.Model):
    """That a payment (`about_id`) may have been sent, whatever the rows say. The gateway's own.

    A restore raises it, and so does whoever settles the folder. It stands until the treasury says
    that it did not pay, or a named person of the desk says so of this payment (`ended_at`).
    """

    APP_INSERTS: ClassVar[bool] = False
    APP_UPDATES: ClassVar[tuple[str, ...]] = ()
    GATEWAY: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT", "UPDATE (ended_at)")

    id = uuid7_key()
    city = city_key()
    about_id = models.UUIDField()
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about_id"],
                condition=models.Q(ended_at=None),
                name="orders_doubt_once",
            ),
        ]
