"""Disputes about a size class, what each side said and handed in, and what was decided."""

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
from cairong.policy.size import SIZE_WORDS
from cairong.policy.sizing import is_here
from cairong.sizing.states import DISPUTE, OPEN, SETTLED


class SizePaper(Paper):
    """A paper that one side keeps for what it says. Never changed."""

    id = uuid7_key()
    city = city_key()
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            UniqueConstraint(fields=["organisation", "sha256"], name="sizing_paper_once"),
            hash_holds("sizing_paper_hash"),
        ]
        triggers = [append_only()]


class Dispute(models.Model):
    """One question after a firm's class, with what it declared when it was asked.

    `place` is the region of the authority that registered the firm. `letter_no` is the finance
    department's, `word`, `year` and `number` make that of the authority's own letter to whom it is
    `addressed`; `figures` is what the authority found, `answer_no` what came from elsewhere.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = (
        "state", "word", "year", "number", "addressed", "sent_at", "size", "tied", "figures",
        "answer_no", "answered_on", "ended_at",
    )  # fmt: skip

    id = uuid7_key()
    city = city_key()
    no = models.CharField(max_length=20)
    supplier = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="size_disputes"
    )
    authority = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    asker = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    letter_no = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=6)
    claimed = CodeField(max_length=10, choices=SIZE_WORDS.items())
    declared = models.JSONField()
    asked_at = models.DateTimeField()
    heard_until = models.DateField()
    state = StateField(max_length=10, choices=DISPUTE.choices, default="open")
    word = models.CharField(max_length=12, blank=True)
    year = models.SmallIntegerField(null=True)
    number = models.IntegerField(null=True)
    addressed = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(null=True)
    size = CodeField(max_length=10, choices=SIZE_WORDS.items(), blank=True)
    tied = models.BooleanField(default=False)
    figures = models.JSONField(default=dict)
    answer_no = models.CharField(max_length=60, blank=True)
    answered_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_known(DISPUTE),
            UniqueConstraint(fields=["city", "no"], name="sizing_dispute_no_once"),
            UniqueConstraint(fields=["city", "word", "year", "number"], name="sizing_number_once"),
            UniqueConstraint(
                fields=["supplier", "asker"], condition=Q(state__in=OPEN), name="sizing_open_once"
            ),
            CheckConstraint(
                condition=Q(state="open", size="", number=None, ended_at=None)
                | Q(state="forwarded", size="", number__isnull=False, ended_at=None)
                & ~Q(addressed="")
                | Q(state__in=SETTLED, size__in=list(SIZE_WORDS), number__isnull=False)
                & Q(ended_at__isnull=False, ended_at__gte=F("asked_at"))
                & (Q(state="decided") | ~Q(answer_no="") & Q(answered_on__isnull=False))
                | Q(state="withdrawn", size="", ended_at__isnull=False),
                name="sizing_ended_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["asker", "state"], name="sizing_dispute_asked"),
            models.Index(fields=["supplier", "ended_at"], name="sizing_dispute_firm"),
        ]

    @property
    def here(self) -> bool:
        """Whether this city registered the firm."""
        return is_here(self.city_id, self.place)

    @property
    def letter(self) -> str:
        """The number of the authority's letter as people write it; empty while there is none."""
        return f"{self.word}〔{self.year}〕{self.number}号" if self.number else ""


class Saying(models.Model):
    """What was said to a dispute, by whom, with its paper or none. Never changed."""

    class Kind(models.TextChoices):
        ASKED = "asked", "提出异议"
        HEARD = "heard", "企业陈述"
        DECIDED = "decided", "认定理由"
        ANSWERED = "answered", "外地答复"
        WITHDRAWN = "withdrawn", "撤回理由"

    id = models.BigAutoField(primary_key=True)
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="sayings")
    kind = CodeField(max_length=10, choices=Kind.choices)
    words = models.CharField(max_length=500)
    paper = models.ForeignKey(
        SizePaper, null=True, on_delete=models.PROTECT, related_name="sayings"
    )
    at = models.DateTimeField()
    by = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [CheckConstraint(condition=~Q(words=""), name="sizing_saying_said")]
        triggers = [append_only()]
