"""A supplier lets an institution read papers of its vault for one intent. 二(四)-2"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cairong.audit.columns import city_key, uuid7_key


class GivenPaper(models.Model):
    """That a paper of the supplier's vault is given to the institution of an application.

    It is read until the supplier takes it back, and no longer than a case's papers are.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("withdrawn_at",)

    id = uuid7_key()
    city = city_key()
    paper = models.ForeignKey("papers.Paper", on_delete=models.PROTECT, related_name="given")
    application = models.ForeignKey(
        "lending.Application", on_delete=models.PROTECT, related_name="given_papers"
    )
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "paper"],
                name="lending_given_once",
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="lending_given_moments",
            ),
        ]
