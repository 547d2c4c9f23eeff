"""A proposal: an act that waits for its second person, or what became of it."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cairong.audit.columns import StateField, city_key, state_known, uuid7_key
from cairong.parties.states import PROPOSAL


class Proposal(models.Model):
    """An act prepared by one person and waiting for another (D19).

    The other is of the same organisation, or of the `decider`, before which it is put.
    """

    id = uuid7_key()
    city = city_key()
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="proposals"
    )
    decider = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    region = models.CharField(max_length=6)
    act = models.CharField(max_length=80)
    approves = models.CharField(max_length=40)
    about = ArrayField(models.UUIDField(), default=list)
    arguments = models.JSONField(default=dict)
    before: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    after: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    basis = ArrayField(models.CharField(max_length=40), default=list)
    state = StateField(max_length=12, choices=PROPOSAL.choices(), default="waiting")
    prepared_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    carried_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            state_known(PROPOSAL),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(decided_by=F("prepared_by")),
                name="parties_proposal_two_persons",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "approves"],
                name="parties_proposal_waiting",
                condition=Q(state="waiting"),
            ),
            models.Index(
                fields=["decider"],
                name="parties_proposal_decider",
                condition=Q(decider__isnull=False),
            ),
            models.Index(
                fields=["decided_at"],
                name="parties_proposal_decided",
                condition=Q(state="approved"),
            ),
        ]
