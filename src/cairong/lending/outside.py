"""A loan that an institution lent before its contract came here (平台外贷款), and who said so."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cairong.audit.columns import StateField, city_key, state_known, uuid7_key
from cairong.lending.states import OUTSIDE

DAY_COUNTS = (360, 365)


class OutsideLoan(models.Model):
    """What two of an institution say still runs on a receivable, until its supplier answers.

    `outstanding_fen` is the principal left on `counted_on`; interest runs here from that day.
    `words` are why the supplier does not know it, or why the institution took it back. Its id is
    what stands under the lock, as an offer's id does (`treasury.LockOperation.offer_id`).
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("state", "words", "answered_at")

    id = uuid7_key()
    city = city_key()
    receivable = models.ForeignKey(
        "treasury.Receivable", on_delete=models.PROTECT, related_name="outside_loans"
    )
    institution = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    agreement_no = models.CharField(max_length=60)
    original_fen = models.BigIntegerField()
    outstanding_fen = models.BigIntegerField()
    counted_on = models.DateField()
    drawn_on = models.DateField()
    due_on = models.DateField()
    rate_bp = models.IntegerField()
    lpr_bp = models.IntegerField(null=True)
    day_count = models.SmallIntegerField()
    evidence = models.CharField(max_length=500)
    entered_at = models.DateTimeField()
    state = StateField(max_length=10, choices=OUTSIDE.choices(), default="entered")
    words = models.CharField(max_length=500, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            state_known(OUTSIDE),
            models.UniqueConstraint(
                fields=["receivable", "institution", "agreement_no"],
                name="lending_outside_once",
                condition=Q(state__in=["entered", "standing"]),
            ),
            models.CheckConstraint(
                condition=Q(outstanding_fen__gt=0, rate_bp__gt=0, day_count__in=DAY_COUNTS)
                & Q(outstanding_fen__lte=F("original_fen"))
                & Q(drawn_on__lte=F("counted_on"))
                & Q(due_on__gt=F("drawn_on")),
                name="lending_outside_range",
            ),
        ]
