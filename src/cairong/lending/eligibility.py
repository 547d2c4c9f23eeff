"""What an institution judges of whom it is asked to lend to, criterion by criterion. 二(五)-1"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cairong.audit.columns import CodeField, append_only, city_key, uuid7_key
from cairong.policy.eligibility import CRITERIA, RESULTS


class EligibilityMark(models.Model):
    """A judgement on one criterion, with its source and day. Never changed; the newest counts."""

    id = uuid7_key()
    city = city_key()
    application = models.ForeignKey(
        "lending.Application", on_delete=models.PROTECT, related_name="eligibility"
    )
    criterion = CodeField(
        max_length=10, choices=[(key, each.word) for key, each in CRITERIA.items()]
    )
    result = CodeField(max_length=5, choices=list(RESULTS.items()))
    source = models.CharField(max_length=200)
    on = models.DateField()
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(source="") & Q(result__in=sorted(RESULTS)) & ~Q(criterion="size"),
                name="lending_eligibility_sourced",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["application", "criterion", "-at"], name="lending_eligibility_new")
        ]
        triggers: ClassVar[list[object]] = [append_only()]
