"""Freezes: who froze a case when; nothing tells what the case was."""

from django.db import models

from cairong.audit.columns import StateField, city_key, state_known, uuid7_key
from cairong.secrecy.states import FREEZE


class Freeze(models.Model):
    """One case that was frozen as a state secret: its own number, by whom, and when.

    `rows` and `events` count what stands apart. What it was of is known on paper alone.
    """

    id = uuid7_key()
    city = city_key()
    no = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()
    rows = models.IntegerField(default=0)
    events = models.IntegerField(default=0)
    state = StateField(max_length=10, choices=FREEZE.choices(), default="frozen")

    class Meta:
        constraints = [
            state_known(FREEZE),
            models.UniqueConstraint(fields=["city", "no"], name="secrecy_freeze_no_once"),
        ]
