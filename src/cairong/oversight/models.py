"""What authorities know of financing beside what went through the platform (一(二))."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from cairong.audit.columns import append_only, city_key, uuid7_key
from cairong.audit.papers import Paper, hash_holds
from cairong.policy.targets import FIRST_OUTSIDE


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
