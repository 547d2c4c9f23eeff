"""What the bureau decided about an institution: admitted, reviewed, suspended, resumed."""

from django.db import models
from django.db.models import CheckConstraint, Q

from cairong.audit.columns import CodeField, append_only, city_key, uuid7_key
from cairong.policy.admission import DECISIONS


class Decision(models.Model):
    """One decision of two persons of the bureau, on papers or with a reason. Never changed.

    `papers` are kinds, numbers and last days as they were shown. `draws_stopped` says of a
    suspension that what was accepted and not drawn ends too. How an institution stands now is its
    newest decision, and beside it the profile's columns (parties.InstitutionProfile).
    """

    id = uuid7_key()
    city = city_key()
    institution = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="decisions"
    )
    kind = CodeField(max_length=12, choices=DECISIONS.items())
    words = models.CharField(max_length=500)
    papers = models.JSONField(default=list)
    draws_stopped = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(kind__in=sorted(DECISIONS))
                & ~Q(words="")
                & (Q(draws_stopped=False) | Q(kind="suspended")),
                name="admission_decision_plain",
            ),
        ]
        indexes = [models.Index(fields=["institution", "-at"], name="admission_decision_new")]
        triggers = [append_only()]
