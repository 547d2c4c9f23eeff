"""Alerts (监管预警): what the daily work found in rows that stand, and how each was closed."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from cairong.alerts.states import ALERT
from cairong.audit.columns import (
    CodeField,
    StateField,
    append_only,
    city_key,
    state_known,
    uuid7_key,
)
from cairong.policy.alerts import FINDINGS, KINDS


class Alert(models.Model):
    """One thing to look at, found once by its key; closed once, with a finding in words.

    `key` names the facts it rests on, so that the same facts raise no second one. `figures` are
    the counts and days of that day, with the numbers they were held against.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = (
        "state", "finding", "words", "closed_at", "closed_by_id",
    )  # fmt: skip

    id = uuid7_key()
    city = city_key()
    no = models.CharField(max_length=20)
    kind = CodeField(max_length=10, choices=[(key, each.word) for key, each in KINDS.items()])
    key = models.CharField(max_length=300)
    region = models.CharField(max_length=6)
    figures = models.JSONField()
    raised_at = models.DateTimeField()
    state = StateField(max_length=10, choices=ALERT.choices(), default="open")
    finding = CodeField(max_length=10, choices=FINDINGS.items(), blank=True)
    words = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            state_known(ALERT),
            UniqueConstraint(fields=["city", "no"], name="alerts_no_once"),
            UniqueConstraint(fields=["city", "kind", "key"], name="alerts_key_once"),
            CheckConstraint(condition=Q(kind__in=sorted(KINDS)), name="alerts_kind_known"),
            CheckConstraint(
                condition=Q(
                    state="closed",
                    finding__in=sorted(FINDINGS),
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                )
                & ~Q(words="")
                | Q(state="open", finding="", words="", closed_at=None, closed_by=None),
                name="alerts_closed_in_words",
            ),
        ]
        indexes = [models.Index(fields=["city", "state"], name="alerts_open")]


class AlertThing(models.Model):
    """One record an alert rests on, by its kind and key alone. Never changed.

    No foreign key: a case that is put apart as a secret leaves nothing of itself here.
    """

    id = models.BigAutoField(primary_key=True)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="things")
    position = models.SmallIntegerField()
    label = models.CharField(max_length=40)
    thing_id = models.UUIDField()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints = [
            UniqueConstraint(fields=["alert", "position"], name="alerts_thing_place"),
        ]
        triggers = [append_only()]
