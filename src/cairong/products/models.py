"""Products in versions, of which a running case keeps its own; business rules in versions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cairong.audit.columns import (
    CodeField,
    StateField,
    append_only,
    city_key,
    state_known,
    uuid7_key,
)
from cairong.policy.lpr import TENOR_WORDS
from cairong.products.liaisons import Liaison
from cairong.products.states import PRODUCT

__all__ = ["BusinessRules", "Liaison", "Product", "ProductVersion"]

TENORS = list(TENOR_WORDS.items())


class Product(models.Model):
    """One product of an institution; its terms stand in its versions, the newest is in force."""

    id = uuid7_key()
    city = city_key()
    institution = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="products"
    )
    name = models.CharField(max_length=80)
    state = StateField(max_length=12, choices=PRODUCT.choices(), default="published")
    version = models.SmallIntegerField(default=1)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            state_known(PRODUCT),
            models.UniqueConstraint(
                fields=["city", "institution", "name"], name="products_product_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProductVersion(models.Model):
    """The terms of a product from one publication to the next. Never changed.

    The rate is the LPR of `tenor` plus `spread_bp`; `cap_percent` bounds the financed part of
    the receivable; `hold_until_due` bars early repayment (D10). The rate is fixed for the life of
    a loan (D16). An empty `collateral` means none is asked for.
    `wanted` says which papers are to be read, and why (`policy/wanted`).
    """

    id = uuid7_key()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="versions")
    number = models.SmallIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    tenor = CodeField(max_length=2, choices=TENORS)
    spread_bp = models.IntegerField()
    cap_percent = models.SmallIntegerField()
    day_count = models.SmallIntegerField()
    methods = ArrayField(models.CharField(max_length=20))
    fee_fen = models.BigIntegerField(default=0)
    max_days = models.IntegerField()
    min_fen = models.BigIntegerField(default=0)
    max_fen = models.BigIntegerField(null=True)
    regions = ArrayField(models.CharField(max_length=6))
    sizes = ArrayField(models.CharField(max_length=10))
    collateral = models.CharField(max_length=200, blank=True)
    collateral_ground = models.CharField(max_length=300, blank=True)
    hold_until_due = models.BooleanField(default=False)
    preferences = models.JSONField(default=list)
    wanted = models.JSONField(default=list, db_default=[])
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="products_version_once"),
            models.CheckConstraint(
                condition=Q(cap_percent__range=(1, 100)), name="products_version_cap"
            ),
            models.CheckConstraint(
                condition=Q(day_count__in=[360, 365]), name="products_version_day_count"
            ),
            models.CheckConstraint(
                condition=Q(fee_fen__gte=0, min_fen__gte=0, max_days__range=(1, 3660)),
                name="products_version_bounds",
            ),
            models.CheckConstraint(
                condition=Q(max_fen__isnull=True) | Q(max_fen__gte=F("min_fen")),
                name="products_version_amounts",
            ),
            models.CheckConstraint(
                condition=Q(collateral="") | ~Q(collateral_ground=""),
                name="products_collateral_has_ground",
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.product.name} 第{self.number}版"


class BusinessRules(models.Model):
    """How an institution does this business, in its own words, until its next version (二(四)-2).

    Never changed. What the bureau wrote for it before stands in its profile until its first one.
    """

    id = uuid7_key()
    city = city_key()
    institution = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="business_rules"
    )
    number = models.SmallIntegerField()
    text = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "number"], name="products_business_rules_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="products_business_rules_said"),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"业务规范 第{self.number}版"
