"""Letters of credit guidance (信贷指导函) at each institution, shortages of funds, the roster."""

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
from cairong.guidance.states import ENTRY, GUIDED, PUSH, SHORTAGE
from cairong.policy.guidance import VERDICTS
from cairong.policy.relending import INSTRUMENTS, MOST_MONTHS


class Guidance(models.Model):
    """One letter of the People's Bank to one or more institutions. Never changed.

    `word`, `year` and `number` make its number: 洛银导〔2026〕3号.
    """

    id = uuid7_key()
    city = city_key()
    authority = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    word = models.CharField(max_length=12)
    year = models.SmallIntegerField()
    number = models.IntegerField()
    subject = models.CharField(max_length=100)
    demand = models.CharField(max_length=1000)
    answer_on = models.DateField()
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["city", "word", "year", "number"], name="guidance_number_once")
        ]
        triggers = [append_only()]

    @property
    def no(self) -> str:
        """The number as people write it."""
        return f"{self.word}〔{self.year}〕{self.number}号"


class Guided(models.Model):
    """A letter as it went to one institution, with that one's figures as they were then."""

    APP_UPDATES: ClassVar[tuple[str, ...]] = (
        "state", "received_at", "received_by_id", "verdict", "finding", "closed_at",
    )  # fmt: skip

    id = uuid7_key()
    city = city_key()
    letter = models.ForeignKey(Guidance, on_delete=models.PROTECT, related_name="guided")
    institution = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    figures = models.JSONField()
    state = StateField(max_length=10, choices=GUIDED.choices, default="sent")
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    verdict = CodeField(max_length=10, choices=VERDICTS.items(), blank=True)
    finding = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_known(GUIDED),
            UniqueConstraint(fields=["letter", "institution"], name="guidance_guided_once"),
            CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(verdict="")
                | ~Q(state="closed") & Q(closed_at=None, verdict="", finding=""),
                name="guidance_guided_closed",
            ),
        ]
        indexes = [models.Index(fields=["institution", "state"], name="guidance_guided_held")]


class GuidanceAnswer(models.Model):
    """What an institution answered: measures, the amount it promises to lend, until when. Once."""

    id = uuid7_key()
    guided = models.OneToOneField(Guided, on_delete=models.PROTECT, related_name="answer")
    words = models.CharField(max_length=2000)
    promised_fen = models.BigIntegerField()
    by_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(promised_fen__range=(0, 10**15)) & ~Q(words=""),
                name="guidance_answer_plain",
            ),
        ]
        triggers = [append_only()]


class Shortage(models.Model):
    """A shortage of funds that a local institution declared, and what the People's Bank answered.

    `granted_fen` and `instrument` stand where support was granted, `words` why it was not, or what
    goes with the grant. What was declared never changes, nor an answer.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = (
        "state", "instrument", "granted_fen", "words", "answered_at",
    )  # fmt: skip

    id = uuid7_key()
    city = city_key()
    no = models.CharField(max_length=20)
    institution = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    authority = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    amount_fen = models.BigIntegerField()
    months = models.SmallIntegerField()
    purpose = models.CharField(max_length=500)
    declared_at = models.DateTimeField()
    state = StateField(max_length=10, choices=SHORTAGE.choices, default="open")
    instrument = CodeField(max_length=12, choices=INSTRUMENTS.items(), blank=True)
    granted_fen = models.BigIntegerField(null=True)
    words = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_known(SHORTAGE),
            UniqueConstraint(fields=["city", "no"], name="guidance_shortage_no_once"),
            UniqueConstraint(
                fields=["institution"],
                condition=Q(state="open"),
                name="guidance_shortage_open_once",
            ),
            CheckConstraint(
                condition=Q(amount_fen__range=(1, 10**15), months__range=(1, MOST_MONTHS))
                & ~Q(purpose=""),
                name="guidance_shortage_amount",
            ),
            CheckConstraint(
                condition=Q(
                    state="granted",
                    granted_fen__gte=1,
                    granted_fen__lte=F("amount_fen"),
                    instrument__in=list(INSTRUMENTS),
                    answered_at__isnull=False,
                )
                | Q(state="open", granted_fen=None, instrument="", words="", answered_at=None)
                | Q(
                    state__in=["refused", "withdrawn"],
                    granted_fen=None,
                    instrument="",
                    answered_at__isnull=False,
                )
                & ~Q(words=""),
                name="guidance_shortage_within",
            ),
        ]


class Participation(models.Model):
    """A firm that took part in a procurement without having to win it, as its purchaser entered it.

    Never changed. It is known by its code, registered or not.
    """

    id = uuid7_key()
    city = city_key()
    award = models.ForeignKey(
        "contracts.Award", on_delete=models.PROTECT, related_name="participations"
    )
    uscc = models.CharField(max_length=18)
    name = models.CharField(max_length=200)
    by = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["award", "uscc"], name="guidance_participation_once"),
        ]
        indexes = [models.Index(fields=["city", "uscc"], name="guidance_took_part")]
        triggers = [append_only()]


class RosterEntry(models.Model):
    """A supplier in the «百千万» roster, by its own consent, as long as that stands."""

    APP_UPDATES: ClassVar[tuple[str, ...]] = (
        "state", "region", "private", "consented_at", "withdrawn_at",
    )  # fmt: skip

    id = uuid7_key()
    city = city_key()
    supplier = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=6)
    private = models.BooleanField()
    state = StateField(max_length=10, choices=ENTRY.choices(), default="listed")
    consented_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_known(ENTRY),
            UniqueConstraint(fields=["city", "supplier"], name="guidance_entry_once"),
            CheckConstraint(
                condition=Q(state="listed", withdrawn_at=None)
                | Q(state="withdrawn", withdrawn_at__gte=F("consented_at")),
                name="guidance_entry_plain",
            ),
        ]


class RosterPush(models.Model):
    """One firm of the roster at one institution, and what that one answered of it.

    `done_on` is the day of the visit or the credit. `loan_id` is no foreign key: a case frozen as a
    secret takes its loans away, not the answer.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = (
        "state", "pushed_at", "done_on", "words", "answered_at", "loan_id",
    )  # fmt: skip

    id = uuid7_key()
    city = city_key()
    entry = models.ForeignKey(RosterEntry, on_delete=models.PROTECT, related_name="pushes")
    institution = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    state = StateField(max_length=10, choices=PUSH.choices(), default="waiting")
    pushed_at = models.DateTimeField()
    done_on = models.DateField(null=True)
    words = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    loan_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            state_known(PUSH),
            UniqueConstraint(fields=["entry", "institution"], name="guidance_push_once"),
            CheckConstraint(
                condition=Q(state__in=["waiting", "closed"], answered_at=None, loan_id=None)
                | Q(
                    state__in=["visited", "credited", "declined"],
                    answered_at__isnull=False,
                    done_on__isnull=False,
                    loan_id=None,
                )
                & ~Q(words="")
                | Q(state="lent", answered_at__isnull=False, loan_id__isnull=False),
                name="guidance_push_plain",
            ),
        ]
        indexes = [models.Index(fields=["institution", "state"], name="guidance_push_desk")]
