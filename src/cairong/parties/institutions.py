"""What only an institution has: licence, regions, connection, and whether it takes new business."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class InstitutionProfile(models.Model):
    """An institution's licence, its regions and whether it is connected (D20).

    From `suspended_on` on it takes no new business, with `draws_stopped` no new draw either; what
    runs goes on to its end (docs/decisions/admission.md). `rules_text` is what the bureau once
    wrote of its business rules, until it publishes its own (products.BusinessRules).
    """

    organisation = models.OneToOneField(
        "parties.Organisation",
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="institution_profile",
    )
    licence_no = models.CharField(max_length=40, blank=True)
    licence_kind = models.CharField(max_length=40, default="银行")
    regions = ArrayField(models.CharField(max_length=6), default=list)
    connected_on = models.DateField(null=True, blank=True)
    connected_evidence = models.CharField(max_length=200, blank=True)
    local_legal_person = models.BooleanField(default=False)
    rules_text = models.TextField(blank=True)
    suspended_on = models.DateField(null=True)
    draws_stopped = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(draws_stopped=False) | Q(suspended_on__isnull=False),
                name="parties_draws_stopped",
            ),
        ]

    @property
    def connected(self) -> bool:
        """Whether the institution's systems are connected to the province's."""
        return self.connected_on is not None
