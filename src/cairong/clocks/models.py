"""Duties with their due days, and the append-only marks that moved them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from cairong.audit.columns import CodeField, StateField, append_only, city_key, uuid7_key
from cairong.policy.clock import Reading


class Duty(models.Model):
    """Who must do what by when, by which obligation.

    The row is made once; what a mark changes (due days, done, cancelled, paused) only the trigger
    `clocks_mark_applied` may write. `counted` lists the days counted, one by one; `paused_days` are
    those that did not count, in the duty's own unit, once a pause is over. Each of `pauses` says
    `since` and `until` when (while it is not `ended`: at the latest), and the `reason`.
    """

    class State(models.TextChoices):
        RUNNING = "running", "进行中"
        PAUSED = "paused", "暂停"
        DONE = "done", "已履行"
        CANCELLED = "cancelled", "已取消"

    APP_UPDATES: ClassVar[tuple[str, ...]] = ()

    id = uuid7_key()
    city = city_key()
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    about = ArrayField(models.UUIDField(), default=list)
    holder_organisation = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    holder_role = models.CharField(max_length=40)
    region = models.CharField(max_length=6)
    title = models.CharField(max_length=300)
    start_on = models.DateField()
    days = models.IntegerField()
    unit = models.CharField(max_length=10)
    due_on = models.DateField()
    due_law_on = models.DateField(null=True)
    counted = models.JSONField(default=list)
    provisional = models.BooleanField(default=False)
    calendar_version = models.CharField(max_length=40)
    state = StateField(max_length=10, choices=State.choices, default=State.RUNNING)
    paused_on = models.DateField(null=True)
    paused_days = models.IntegerField(default=0)
    pauses = models.JSONField(default=list, db_default=[])
    done_on = models.DateField(null=True)
    cancelled_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "kind"], name="clocks_duty_subject"),
            GinIndex(fields=["about"], name="clocks_duty_about"),
            models.Index(
                fields=["city", "kind", "start_on"],
                include=["due_on", "due_law_on", "done_on", "cancelled_on", "state", "region"],
                name="clocks_duty_judged",
            ),
            models.Index(fields=["city", "state", "kind", "due_on"], name="clocks_duty_open"),
            models.Index(
                fields=["city", "holder_organisation", "start_on"],
                include=["id", "region", "done_on", "state", "subject_id"],
                name="clocks_duty_paying",
                condition=Q(kind="pay"),
            ),
        ]


class Mark(models.Model):
    """One thing that befell a duty. Never changed; its trigger moves the duty.

    A pause ends at the latest `until`; what resumes says how many days it took (`paused_days`),
    what is counted anew may begin on another day (`start_on`).
    """

    class Kind(models.TextChoices):
        OPENED = "opened", "起算"
        PAUSED = "paused", "暂停"
        RESUMED = "resumed", "恢复"
        RECOUNTED = "recounted", "重新计算"
        DONE = "done", "履行"
        CANCELLED = "cancelled", "取消"

    id = models.BigAutoField(primary_key=True)
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="marks")
    kind = CodeField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    at = models.DateTimeField()
    start_on = models.DateField(null=True)
    until = models.DateField(null=True)
    paused_days = models.IntegerField(null=True)
    due_on = models.DateField(null=True)
    due_law_on = models.DateField(null=True)
    counted = models.JSONField(null=True)
    provisional = models.BooleanField(null=True)
    calendar_version = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["duty"],
                name="clocks_duty_ends_once",
                condition=Q(kind__in=["done", "cancelled"]),
            ),
        ]
        triggers = [append_only()]


class ClockWatch(models.Model):
    """How a machine's clock was read in a city, and since when it is not believed.

    `at`, `boot` and `up` are the first reading of this start of the machine, or since an operator's
    word; `seen_at` the newest time that was read. `confirmations` counts how often an operator said
    that it is right again.
    """

    city = models.OneToOneField(
        "parties.City", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(null=True)
    boot = models.CharField(max_length=40, blank=True)
    up = models.DurationField(null=True)
    seen_at = models.DateTimeField(null=True)
    doubted_at = models.DateTimeField(null=True)
    expected_at = models.DateTimeField(null=True)
    confirmations = models.IntegerField(default=0)

    @property
    def reading(self) -> Reading | None:
        """The reading to hold others against; none since an operator's word."""
        if self.at is None or self.up is None:
            return None
        return Reading(at=self.at, boot=self.boot, up=self.up)


class DailyRun(models.Model):
    """One day's run of one scheduled piece of work, kept so that it runs once a day.

    Once more after each word that the clock is right again (`confirmation`, their count): what a
    wrong clock took for that day is no run of it.
    """

    city = city_key()
    name = models.CharField(max_length=60)
    on = models.DateField()
    at = models.DateTimeField()
    touched = models.IntegerField()
    confirmation = models.IntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "name", "on", "confirmation"], name="clocks_daily_run_once"
            ),
        ]
        triggers = [append_only()]
