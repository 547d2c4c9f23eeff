"""Agreements between purchasers and agencies; procurement files and who obtained them."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from cairong.agencies.states import ENGAGEMENT, FILE, STANDING
from cairong.audit.columns import (
    CodeField,
    StateField,
    append_only,
    city_key,
    state_known,
    uuid7_key,
)
from cairong.policy.agencies import METHODS


class Engagement(models.Model):
    """One written agreement (委托代理协议) by which a purchaser lets an agency act for it.

    Without a `project_no` it is for all the purchaser procures, else for that project alone. It
    holds from `valid_from` to `valid_to`, both days included, once the agency `accepted` it; what
    it says never changes. From `ended_on` it no longer holds.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = (
        "state", "answered_at", "ended_on", "ended_at", "ended_reason",
    )  # fmt: skip

    id = uuid7_key()
    city = city_key()
    purchaser = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="engagements"
    )
    agency = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="engaged"
    )
    no = models.CharField(max_length=80)
    paper = models.CharField(max_length=200)
    project_no = models.CharField(max_length=100, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField()
    state = StateField(max_length=10, choices=ENGAGEMENT.choices(), default="offered")
    recorded_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            state_known(ENGAGEMENT),
            UniqueConstraint(fields=["purchaser", "no"], name="agencies_engagement_once"),
            CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="agencies_engagement_days"
            ),
            CheckConstraint(
                condition=Q(state__in=STANDING, ended_on=None, ended_at=None, ended_reason="")
                | Q(
                    ~Q(state__in=STANDING),
                    ~Q(ended_reason=""),
                    ended_on__gte=F("valid_from"),
                    ended_at__gte=F("recorded_at"),
                ),
                name="agencies_engagement_ended_why",
            ),
            CheckConstraint(
                condition=Q(state="offered", answered_at=None)
                | Q(state="ended")
                | Q(state__in=["accepted", "declined", "returned"], answered_at__isnull=False),
                name="agencies_engagement_answered",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"], name="agencies_engagement_held")]

    def __str__(self) -> str:
        return self.no


class ProcurementFile(models.Model):
    """One procurement file (采购文件) as a purchaser, or an agency for it, issued it.

    `agency` issued it under `engagement`; without one the purchaser did itself.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("state", "cancelled_at", "cancelled_reason")

    id = uuid7_key()
    city = city_key()
    purchaser = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="procurement_files"
    )
    agency = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="issued_files"
    )
    engagement = models.ForeignKey(
        Engagement, null=True, on_delete=models.PROTECT, related_name="files"
    )
    region = models.CharField(max_length=6)
    project_no = models.CharField(max_length=100)
    title = models.CharField(max_length=300)
    budget_fen = models.BigIntegerField()
    sme_reserved = models.BooleanField(default=False)
    method = CodeField(max_length=40, choices=[(each, each) for each in METHODS])
    issued_on = models.DateField()
    state = StateField(max_length=10, choices=FILE.choices(), default="issued")
    recorded_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            state_known(FILE),
            UniqueConstraint(
                fields=["purchaser", "project_no"],
                condition=Q(state="issued"),
                name="agencies_file_once",
            ),
            CheckConstraint(
                condition=Q(budget_fen__gt=0) & ~Q(project_no="") & ~Q(title=""),
                name="agencies_file_plain",
            ),
            CheckConstraint(
                condition=Q(agency=None, engagement=None)
                | Q(agency__isnull=False, engagement__isnull=False),
                name="agencies_file_by_agency",
            ),
            CheckConstraint(
                condition=Q(state="issued", cancelled_at=None, cancelled_reason="")
                | Q(~Q(cancelled_reason=""), state="cancelled", cancelled_at__isnull=False),
                name="agencies_file_cancelled_why",
            ),
        ]
        indexes = [models.Index(fields=["agency", "-issued_on"], name="agencies_file_issued")]

    def __str__(self) -> str:
        return self.title


class Recipient(models.Model):
    """One supplier that obtained a procurement file, as whoever handed it out (`by`) knows it.

    Who they are, and how many, is told to nobody else before the bids are opened (87号令§28).
    Never changed.
    """

    id = uuid7_key()
    city = city_key()
    file = models.ForeignKey(ProcurementFile, on_delete=models.PROTECT, related_name="recipients")
    name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18)
    by = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["file", "uscc"], name="agencies_recipient_once"),
            CheckConstraint(condition=~Q(name="") & ~Q(uscc=""), name="agencies_recipient_named"),
        ]
        triggers = [append_only()]
