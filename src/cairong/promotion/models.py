"""Events, whom they were told to, who signed up and came, what was asked and said of them."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from cairong.audit.columns import (
    CodeField,
    StateField,
    append_only,
    city_key,
    state_known,
    uuid7_key,
)
from cairong.audit.papers import Paper, hash_holds
from cairong.policy.promotion import KINDS, MARKS, MOST_PLACES, PLANS, SEGMENTS
from cairong.promotion.states import OUTREACH_EVENT


class OutreachEvent(models.Model):
    """One event of an authority: what, when, where, for whom, how many, and what came of it.

    `door` is the secret part of the address at the door; it is in no event of the chain.
    """

    id = uuid7_key()
    city = city_key()
    no = models.CharField(max_length=20)
    host = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=6)
    kind = CodeField(max_length=10, choices=KINDS.items())
    title = models.CharField(max_length=60)
    programme = models.CharField(max_length=1000)
    meant_for = models.CharField(max_length=120)
    place = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.IntegerField()
    state = StateField(max_length=12, choices=OUTREACH_EVENT.choices(), default="draft")
    door = models.CharField(max_length=43, blank=True)
    drafted_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    summary = models.CharField(max_length=1000, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            state_known(OUTREACH_EVENT),
            UniqueConstraint(fields=["city", "no"], name="promotion_no_once"),
            CheckConstraint(
                condition=Q(kind__in=list(KINDS)) & Q(ends_at__gt=F("starts_at"))
                & Q(capacity__gte=1, capacity__lte=MOST_PLACES),
                name="promotion_event_said",
            ),
            CheckConstraint(
                condition=Q(state="draft", announced_at=None, held_at=None, ended_at=None)
                | Q(state="announced", announced_at__isnull=False, held_at=None, ended_at=None)
                | Q(state="held", held_at__gte=F("starts_at"), ended_at=None)
                | Q(state="summed", held_at__gte=F("starts_at"), ended_at__gte=F("ends_at"))
                & ~Q(summary="")
                | Q(state="called_off", held_at=None, ended_at__isnull=False) & ~Q(reason=""),
                name="promotion_times",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["city", "-starts_at"], name="promotion_event_days")]


class EventPaper(Paper):
    """What is handed out at an event, for anybody until its host withdraws it. Kept for good."""

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("withdrawn_at",)

    id = uuid7_key()
    city = city_key()
    event = models.ForeignKey(OutreachEvent, on_delete=models.PROTECT, related_name="papers")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["event", "sha256"], name="promotion_paper_once"),
            hash_holds("promotion_paper_hash"),
        ]


class Invitation(models.Model):
    """One organisation that was invited, as one of which segment. Never changed."""

    id = uuid7_key()
    event = models.ForeignKey(OutreachEvent, on_delete=models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    segment = CodeField(max_length=12, choices=SEGMENTS.items())
    at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["event", "organisation"], name="promotion_invited_once"),
            CheckConstraint(condition=Q(segment__in=list(SEGMENTS)), name="promotion_invited_as"),
        ]
        triggers = [append_only()]


class SignUp(models.Model):
    """One organisation that signed up, with an account or by its name and a contact, and came.

    The contact of a guest goes by rule some days after the event; that it signed up and came stays.
    """

    class How(models.TextChoices):
        DOOR = "door", "现场扫码"
        HOST = "host", "主办单位补记"

    id = uuid7_key()
    event = models.ForeignKey(OutreachEvent, on_delete=models.PROTECT, related_name="sign_ups")
    organisation = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    contact = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    attended_at = models.DateTimeField(null=True)
    how = CodeField(max_length=4, choices=How.choices, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["event", "organisation"],
                condition=Q(taken_back_at=None),
                name="promotion_signed_up_once",
            ),
            UniqueConstraint(
                fields=["event", "contact"],
                condition=Q(taken_back_at=None) & ~Q(contact=""),
                name="promotion_guest_once",
            ),
            CheckConstraint(
                condition=~Q(name="")
                & (
                    Q(organisation__isnull=False, contact="", erased_at=None)
                    | Q(organisation=None, erased_at=None) & ~Q(contact="")
                    | Q(organisation=None, contact="", erased_at__isnull=False)
                ),
                name="promotion_contact_of_guests",
            ),
            CheckConstraint(
                condition=Q(attended_at=None, how="")
                | Q(attended_at__isnull=False, taken_back_at=None) & ~Q(how=""),
                name="promotion_attended_how",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "attended_at"], name="promotion_came"),
        ]


class Question(models.Model):
    """What was asked of an event, by whom, and what the host answered."""

    id = uuid7_key()
    event = models.ForeignKey(OutreachEvent, on_delete=models.PROTECT, related_name="questions")
    organisation = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField(max_length=300)
    at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=~Q(words="")
                & (Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__gte=F("at"))),
                name="promotion_answered_in_words",
            ),
        ]


class Feedback(models.Model):
    """What one organisation that came says of an event, in a few questions. Never changed."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(OutreachEvent, on_delete=models.PROTECT, related_name="feedback")
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    useful = models.SmallIntegerField(choices=MARKS.items())
    clear = models.SmallIntegerField(choices=MARKS.items())
    plan = CodeField(max_length=8, choices=PLANS.items())
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["event", "organisation"], name="promotion_feedback_once"),
            CheckConstraint(
                condition=Q(
                    useful__gte=1, useful__lte=5, clear__gte=1, clear__lte=5, plan__in=list(PLANS)
                ),
                name="promotion_feedback_said",
            ),
        ]
        triggers = [append_only()]
