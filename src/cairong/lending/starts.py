"""A supplier says that its papers were complete on an earlier day (起算日异议). D14"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cairong.audit.columns import StateField, city_key, state_known, uuid7_key
from cairong.lending.states import START


class StartDispute(models.Model):
    """That clock A began on an earlier day, as the supplier claims, once for an application.

    `start_on` is the day it disputes. The institution answers until `answer_on`, then the bureau
    may decide without it; `reply` is why it does not agree, `words` why the bureau decided so.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = (
        "state", "reply", "answered_at", "words", "decided_at",
    )  # fmt: skip

    id = uuid7_key()
    city = city_key()
    application = models.ForeignKey(
        "lending.Application", on_delete=models.PROTECT, related_name="start_disputes"
    )
    start_on = models.DateField()
    claimed_on = models.DateField()
    ground = models.CharField(max_length=500)
    disputed_at = models.DateTimeField()
    answer_on = models.DateField()
    state = StateField(max_length=10, choices=START.choices(), default="open")
    reply = models.CharField(max_length=500, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=500, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            state_known(START),
            models.UniqueConstraint(fields=["application"], name="lending_start_once"),
            models.CheckConstraint(
                condition=Q(claimed_on__lt=F("start_on")), name="lending_start_earlier"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "agreed"])
                | (Q(state="objected") & ~Q(reply=""))
                | (Q(state__in=["upheld", "refused"], decided_at__isnull=False) & ~Q(words="")),
                name="lending_start_reasoned",
            ),
        ]
