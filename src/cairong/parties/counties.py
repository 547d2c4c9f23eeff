"""What makes a county's bureau decide: the desks it opened, and what the county delegated."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from cairong.audit.columns import CodeField, append_only, city_key, uuid7_key
from cairong.policy.counties import DESK_WORDS

DESKS = list(DESK_WORDS.items())


class OpenedDesk(models.Model):
    """From which day a desk of a county's bureau decides itself, as its two persons declared."""

    id = uuid7_key()
    city = city_key()
    region = models.CharField(max_length=6)
    desk = CodeField(max_length=12, choices=DESKS)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="opened_desks"
    )
    opened_on = models.DateField()
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["city", "region", "desk"], name="parties_desk_opened_once"),
        ]
        triggers = [append_only()]


class Delegation(models.Model):
    """A letter (委托书) by which a county lets the city's bureau decide between two days.

    `organisation` entered it: the county's bureau, or the city's on the county's paper. What it
    says never changes; `ended_on` is the first day on which it no longer holds.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("ended_on", "ended_at", "ended_reason")

    id = uuid7_key()
    city = city_key()
    region = models.CharField(max_length=6)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    no = models.CharField(max_length=80)
    paper = models.CharField(max_length=200)
    filing = models.BooleanField()
    payment = models.BooleanField()
    valid_from = models.DateField()
    valid_to = models.DateField()
    entered_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["city", "region", "no"], name="parties_delegation_once"),
            CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")) & (Q(filing=True) | Q(payment=True)),
                name="parties_delegation_plain",
            ),
            CheckConstraint(
                condition=Q(ended_on=None, ended_at=None, ended_reason="")
                | Q(ended_on__isnull=False, ended_at__isnull=False) & ~Q(ended_reason=""),
                name="parties_delegation_ended_why",
            ),
        ]
