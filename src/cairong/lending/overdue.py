"""A loan that is overdue: since when, what was done, its plan, write-off and forgiveness."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cairong.audit.columns import (
    CodeField,
    StateField,
    append_only,
    city_key,
    state_known,
    uuid7_key,
)
from cairong.lending.states import LIVE_OVERDUE, LIVE_PLANS, OVERDUE, PLAN


class Overdue(models.Model):
    """That a loan is overdue, from the first payment that was not made until all of it is.

    `due_on` is that payment's day in the schedule, `last_on` the last day it was in time; neither
    changes, whatever is planned since. How much and how many days are worked out each day.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("state", "ended_at")

    id = uuid7_key()
    city = city_key()
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="overdues")
    due_on = models.DateField()
    last_on = models.DateField()
    begun_at = models.DateTimeField()
    state = StateField(max_length=12, choices=OVERDUE.choices(), default="open")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            state_known(OVERDUE),
            models.UniqueConstraint(
                fields=["loan"],
                name="lending_overdue_once",
                condition=Q(state__in=OVERDUE.ordered(LIVE_OVERDUE)),
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("due_on"))
                & (Q(state="cleared") ^ Q(ended_at__isnull=True)),
                name="lending_overdue_days",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["city", "last_on"],
                name="lending_overdue_running",
                condition=Q(state__in=OVERDUE.ordered(LIVE_OVERDUE)),
            ),
        ]


class OverdueContact(models.Model):
    """That the institution spoke with a supplier whose loan is overdue. Never changed."""

    class Channel(models.TextChoices):
        PHONE = "phone", "电话"
        VISIT = "visit", "上门"
        LETTER = "letter", "书面函件"
        MESSAGE = "message", "短信或微信"

    id = uuid7_key()
    overdue = models.ForeignKey(Overdue, on_delete=models.PROTECT, related_name="contacts")
    on = models.DateField()
    channel = CodeField(max_length=10, choices=Channel.choices)
    words = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = [append_only()]


class RepaymentPlan(models.Model):
    """How the overdue principal is to be repaid: proposed by the institution, agreed by both.

    `parts` are days and fen, `paid_fen` the loan's principal repaid when it was proposed: what was
    repaid since counts for it. `reason` is why the supplier does not agree.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("state", "reason", "answered_at", "ended_at")

    id = uuid7_key()
    city = city_key()
    overdue = models.ForeignKey(Overdue, on_delete=models.PROTECT, related_name="plans")
    parts = models.JSONField()
    paid_fen = models.BigIntegerField()
    words = models.CharField(max_length=500)
    proposed_at = models.DateTimeField()
    state = StateField(max_length=12, choices=PLAN.choices(), default="proposed")
    reason = models.CharField(max_length=500, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            state_known(PLAN),
            models.UniqueConstraint(
                fields=["overdue"],
                name="lending_plan_once",
                condition=Q(state__in=PLAN.ordered(LIVE_PLANS)),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="lending_plan_reasoned"
            ),
        ]


class WriteOff(models.Model):
    """That two of an institution wrote a loan off its books (核销). Never changed.

    The supplier owes what it owed: what comes in still repays the loan, and its lock stands.
    """

    id = uuid7_key()
    city = city_key()
    overdue = models.ForeignKey(Overdue, on_delete=models.PROTECT, related_name="write_offs")
    loan = models.OneToOneField("lending.Loan", on_delete=models.PROTECT, related_name="write_off")
    principal_fen = models.BigIntegerField()
    interest_fen = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(principal_fen__gte=0, interest_fen__gte=0), name="lending_written_off"
            ),
        ]
        triggers: ClassVar = [append_only()]


class Forgiveness(models.Model):
    """That two of an institution forgave a part of what was overdue (减免). Never changed.

    The entry takes it off the loan; nothing is owed of it any more, whatever money goes back later.
    """

    id = uuid7_key()
    city = city_key()
    overdue = models.ForeignKey(Overdue, on_delete=models.PROTECT, related_name="forgiven")
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="forgiven")
    entry = models.OneToOneField(
        "lending.LoanEntry", on_delete=models.PROTECT, related_name="forgiveness"
    )
    principal_fen = models.BigIntegerField()
    interest_fen = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(principal_fen__gte=0, interest_fen__gte=0)
                & (Q(principal_fen__gt=0) | Q(interest_fen__gt=0)),
                name="lending_forgiven_something",
            ),
        ]
        triggers: ClassVar = [append_only()]
