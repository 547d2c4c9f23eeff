"""Papers: their bytes once by hash, who keeps each for what, and who read it when."""

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
from cairong.papers.states import PAPER
from cairong.policy.papers import KINDS, WORDS


class Content(models.Model):
    """What lies in the store under a hash, as it was looked into. Never changed.

    `found` are numbers of persons by page, masked; `unread` the pages that hold no text we can
    read; `shown` of how many pages there are pictures.
    """

    id = models.BigAutoField(primary_key=True)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.IntegerField()
    kind = CodeField(max_length=4, choices=KINDS.items())
    pages = models.SmallIntegerField()
    shown = models.SmallIntegerField()
    found = models.JSONField(default=list)
    unread = models.JSONField(default=list)
    scanned = models.BooleanField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$", kind__in=sorted(KINDS), size__gt=0),
                name="papers_content_whole",
            ),
        ]
        triggers = [append_only()]


class Paper(models.Model):
    """One paper an organisation keeps for a purpose: on a contract, or of its vault on none.

    `valid_until` is the last day a paper of the vault holds, none where it holds on.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("state", "handed_at", "withdrawn_at")

    id = uuid7_key()
    city = city_key()
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="papers"
    )
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="papers")
    purpose = CodeField(max_length=20, choices=WORDS.items())
    name = models.CharField(max_length=120)
    contract = models.ForeignKey(
        "contracts.Contract", null=True, on_delete=models.PROTECT, related_name="papers"
    )
    valid_until = models.DateField(null=True)
    number = models.CharField(max_length=20, blank=True)
    state = StateField(max_length=12, choices=PAPER.choices, default="kept")
    kept_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_known(PAPER),
            UniqueConstraint(
                fields=["organisation", "purpose", "contract", "content"],
                condition=~Q(state="withdrawn"),
                nulls_distinct=False,
                name="papers_paper_once",
            ),
            UniqueConstraint(
                fields=["city", "number"],
                condition=~Q(number="") & ~Q(state="withdrawn"),
                name="papers_invoice_once",
            ),
            CheckConstraint(
                condition=Q(state="kept", handed_at=None, withdrawn_at=None)
                | Q(state="handed", handed_at__gte=F("kept_at"), withdrawn_at=None)
                | Q(state="withdrawn", withdrawn_at__gte=F("kept_at")),
                name="papers_paper_moments",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "kept_at"], name="papers_paper_of"),
            models.Index(
                fields=["city", "valid_until"],
                name="papers_paper_lapsing",
                condition=Q(state="handed", contract=None, valid_until__isnull=False),
            ),
        ]


class Reading(models.Model):
    """That somebody of another organisation opened a paper. Never changed."""

    id = models.BigAutoField(primary_key=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="readings")
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["paper", "at"], name="papers_reading_of")]
        triggers = [append_only()]
