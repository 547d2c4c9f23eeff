"""What was paid of a contract that ran before its city opened (期初余额), and who said so."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cairong.audit.columns import StateField, append_only, city_key, state_known, uuid7_key
from cairong.treasury.states import OPEN_OPENINGS, OPENING


class Opening(models.Model):
    """What the purchaser says was paid of a receivable before, until the treasury decides.

    The supplier may object until `object_until`; `reason` is why it did, why the treasury sent it
    back, or why it stands all the same.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("state", "objection", "reason", "answered_at",
                                              "decided_at")  # fmt: skip

    id = uuid7_key()
    city = city_key()
    receivable = models.ForeignKey(
        "treasury.Receivable", on_delete=models.PROTECT, related_name="openings"
    )
    paid_fen = models.BigIntegerField()
    paid_until = models.DateField()
    evidence = models.CharField(max_length=500)
    declared_at = models.DateTimeField()
    object_until = models.DateField()
    state = StateField(max_length=10, choices=OPENING.choices(), default="declared")
    objection = models.CharField(max_length=500, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_known(OPENING),
            models.UniqueConstraint(
                fields=["receivable"],
                name="treasury_opening_one",
                condition=Q(state__in=[*OPEN_OPENINGS, "standing"]),
            ),
            models.CheckConstraint(condition=Q(paid_fen__gte=0), name="treasury_opening_range"),
        ]


class OpeningPart(models.Model):
    """What of an opening was paid for which milestone. Never changed."""

    id = models.BigAutoField(primary_key=True)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="parts")
    milestone = models.CharField(max_length=100)
    paid_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "milestone"], name="treasury_opening_part_once"
            ),
            models.CheckConstraint(condition=Q(paid_fen__gt=0), name="treasury_opening_part_range"),
        ]
        triggers = [append_only()]
