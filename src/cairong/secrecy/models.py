"""Freezes: who froze a case when; nothing tells what the case was."""

from django.db import models

from cairong.audit.columns import StateField, city_key, state_known, uuid7_key
from cairong.secrecy.states import FREEZE


class Freeze(models.Model):
    """One case that was frozen as a state secret: its own number, by whom, and when.

    `rows` and `events` count what stands apart. What it was of is known on paper alone. `authority`
    and what follows are of the letter by which the competent authority demands that it be purged,
    or answers that it is no secret; `digest` is of what was purged, by a key that nobody has.
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
    authority = models.CharField(max_length=100, blank=True, db_default="")
    document_no = models.CharField(max_length=60, blank=True, db_default="")
    document_on = models.DateField(null=True)
    signed_by = models.CharField(max_length=60, blank=True, db_default="")
    decided_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)
    digest = models.BinaryField(null=True)
    state = StateField(max_length=10, choices=FREEZE.choices(), default="frozen")

    class Meta:
        constraints = [
            state_known(FREEZE),
            models.UniqueConstraint(fields=["city", "no"], name="secrecy_freeze_no_once"),
        ]
