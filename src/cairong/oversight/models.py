"""What authorities know of financing outside the platform, and letters of urging (一(二) 三)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
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
from cairong.oversight.states import URGING
from cairong.policy.statistics import TITLES
from cairong.policy.targets import FIRST_OUTSIDE
from cairong.policy.urging import VERDICTS, WAYS


class OutsidePaper(Paper):
    """The paper that a figure of outside the platform rests on. Never changed."""

    id = uuid7_key()
    city = city_key()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["city", "sha256"], name="oversight_paper_once"),
            hash_holds("oversight_paper_hash"),
        ]
        triggers = [append_only()]


class OutsideAmount(models.Model):
    """Principal drawn in a year outside the platform (平台外), at one level. Never changed.

    `region` is a county's code, or the city's own for 市本级; `institution` is None where the
    paper does not tell them apart. A correction is a row of its own that `revises` the one before.
    """

    id = uuid7_key()
    city = city_key()
    year = models.SmallIntegerField()
    region = models.CharField(max_length=12)
    institution = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    amount_fen = models.BigIntegerField()
    loans = models.IntegerField()
    paper = models.ForeignKey(OutsidePaper, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=300)
    revises = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="revised_by"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["city", "year", "region", "institution"],
                condition=Q(revises=None),
                nulls_distinct=False,
                name="oversight_outside_once",
            ),
            CheckConstraint(
                condition=Q(year__gte=FIRST_OUTSIDE, amount_fen__range=(0, 10**15), loans__gte=0)
                & (Q(amount_fen=0, loans=0) | Q(amount_fen__gt=0, loans__gt=0)),
                name="oversight_outside_range",
            ),
        ]
        triggers = [append_only()]


class MonthlyFigures(models.Model):
    """The figures at the end of a month against the lines, as it was published. Never changed.

    `document` holds the RFC 8785 text, `sha256` the hash of its bytes. Where a month turns out
    otherwise later, a further `version` says so beside the first, with the reason.
    """

    id = uuid7_key()
    city = city_key()
    month = models.DateField()
    version = models.SmallIntegerField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=200, blank=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["city", "month", "version"], name="oversight_month_once"),
            CheckConstraint(
                condition=Q(version__gte=1, month__day=1)
                & (Q(version=1, reason="") | Q(version__gt=1) & ~Q(reason="")),
                name="oversight_month_plain",
            ),
        ]
        triggers = [append_only()]

    @property
    def key(self) -> str:
        """The month as addresses have it: 2026-10."""
        return self.month.isoformat()[:7]

    @property
    def word(self) -> str:
        """The month as people read it."""
        return f"{self.month.year}年{self.month.month}月"


class Statistic(models.Model):
    """An official table with its number: what it showed when it was issued. Never changed.

    `document` holds the RFC 8785 text, `sha256` the hash of its bytes. The same question (kind,
    scope, year, cut-off) is answered by the same table, as long as the figures are the same; where
    they turned out otherwise, the next one `revises` it. `region` is the scope: a county's code or
    the city's. `word`, `year` and `number` make its number: 采融统〔2026〕3号.
    """

    id = uuid7_key()
    city = city_key()
    kind = CodeField(max_length=20, choices=TITLES.items())
    region = models.CharField(max_length=6)
    of_year = models.SmallIntegerField()
    cut_off = models.DateField()
    word = models.CharField(max_length=12)
    year = models.SmallIntegerField()
    number = models.IntegerField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    revises = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="revised_by"
    )
    issued_at = models.DateTimeField()
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["city", "word", "year", "number"],
                name="oversight_statistic_number_once",
            ),
            UniqueConstraint(
                fields=["city", "kind", "region", "of_year", "cut_off"],
                condition=Q(revises=None),
                name="oversight_statistic_once",
            ),
            CheckConstraint(
                condition=Q(cut_off__year=F("of_year"), number__gte=1),
                name="oversight_statistic_plain",
            ),
        ]
        triggers = [append_only()]

    @property
    def no(self) -> str:
        """The number as people write it."""
        return f"{self.word}〔{self.year}〕{self.number}号"


class UrgingPaper(Paper):
    """A paper of an answer, a dispute or a service by hand, of who uploaded it. Never changed."""

    id = uuid7_key()
    city = city_key()
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            UniqueConstraint(fields=["organisation", "sha256"], name="oversight_urging_paper_once"),
            hash_holds("oversight_urging_paper_hash"),
        ]
        triggers = [append_only()]


class Urging(models.Model):
    """One letter of urging of the bureau to one organisation, at one of its desks.

    `region` is the county all of its duties lie in, else the city. `word`, `year` and `number` make
    its number: 洛财督〔2026〕3号. Its facts never change; only what became of it does.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = (
        "state", "received_at", "received_by_id", "verdict", "finding", "closed_at",
    )  # fmt: skip

    id = uuid7_key()
    city = city_key()
    region = models.CharField(max_length=6)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    desk = CodeField(max_length=40)
    word = models.CharField(max_length=12)
    year = models.SmallIntegerField()
    number = models.IntegerField()
    demand = models.CharField(max_length=500)
    answer_on = models.DateField()
    issued_at = models.DateTimeField()
    state = StateField(max_length=10, choices=URGING.choices, default="issued")
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    verdict = CodeField(max_length=10, choices=VERDICTS.items(), blank=True)
    finding = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_known(URGING),
            UniqueConstraint(
                fields=["city", "word", "year", "number"], name="oversight_urging_number_once"
            ),
            CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(verdict="")
                | ~Q(state="closed") & Q(closed_at=None, verdict="", finding=""),
                name="oversight_urging_closed",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="oversight_urging_held")]

    @property
    def no(self) -> str:
        """The number as people write it."""
        return f"{self.word}〔{self.year}〕{self.number}号"


class Urged(models.Model):
    """One duty that a letter urges, as it was when the letter was issued.

    `open` as long as the letter is, `upheld` where a dispute about it was: a trigger says both.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ()

    id = uuid7_key()
    letter = models.ForeignKey(Urging, on_delete=models.PROTECT, related_name="items")
    duty = models.ForeignKey("clocks.Duty", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=40)
    obligation = models.CharField(max_length=20)
    due_on = models.DateField()
    due_law_on = models.DateField(null=True)
    late_days = models.IntegerField()
    open = models.BooleanField(default=True)
    upheld = models.BooleanField(default=False)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["duty"], condition=Q(open=True), name="oversight_urged_once"),
            UniqueConstraint(fields=["letter", "duty"], name="oversight_urged_apart"),
            CheckConstraint(condition=Q(late_days__gte=0), name="oversight_urged_late"),
        ]


class UrgingAnswer(models.Model):
    """What the holder's desk answered a letter, once; `disputed` names the duties it disputes."""

    id = uuid7_key()
    letter = models.OneToOneField(Urging, on_delete=models.PROTECT, related_name="answer")
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField(max_length=2000)
    disputed = ArrayField(models.UUIDField(), default=list)
    paper = models.ForeignKey(UrgingPaper, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = [append_only()]


class UrgingService(models.Model):
    """That a letter was served on paper: how, on whom, on which day. Never changed."""

    id = uuid7_key()
    letter = models.ForeignKey(Urging, on_delete=models.PROTECT, related_name="services")
    way = CodeField(max_length=10, choices=WAYS.items())
    receiver = models.CharField(max_length=60)
    on = models.DateField()
    paper = models.ForeignKey(UrgingPaper, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["letter", "way", "receiver", "on"], name="oversight_urging_service_once"
            ),
        ]
        triggers = [append_only()]
