"""Published versions, never changed; and the projection of what the public sees now."""

from typing import ClassVar

from django.db import models

from cairong.audit.columns import CodeField, append_only, city_key


class PublishedVersion(models.Model):
    """One published version of one notice: its exact bytes, their hash, and its list columns.

    `document` holds the RFC 8785 bytes, `sha256` the hash over 0x00 and them (lower-case hex).
    The list columns are taken from the same document; `search` joins what a search may find.
    """

    class Kind(models.TextChoices):
        ANNOUNCED = "announced", "备案审核中"
        RETURNED = "returned", "备案退回,补正中"
        FILED = "filed", "已备案"
        CORRECTED = "corrected", "已更正"
        SAMPLE = "sample", "样本"

    id = models.BigAutoField(primary_key=True)
    city = city_key()
    no = models.CharField(max_length=20)
    version = models.SmallIntegerField()
    kind = CodeField(max_length=10, choices=Kind.choices)
    contract = models.ForeignKey(
        "contracts.Contract", null=True, on_delete=models.PROTECT, related_name="published"
    )
    award = models.ForeignKey(
        "contracts.Award", null=True, on_delete=models.PROTECT, related_name="published"
    )
    schema = models.CharField(max_length=40)
    document = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=300)
    purchaser_name = models.CharField(max_length=200)
    supplier_names = models.CharField(max_length=600)
    purchaser_no = models.CharField(max_length=100, blank=True)
    project_no = models.CharField(max_length=100, blank=True)
    amount_fen = models.BigIntegerField()
    region = models.CharField(max_length=6, blank=True)
    place = models.CharField(max_length=100)
    method = models.CharField(max_length=40, blank=True)
    dated_on = models.DateField()
    search = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "no", "version"], name="disclosure_version_once"
            ),
        ]
        triggers = [append_only()]


class PublicContract(models.Model):
    """The newest version of each public notice; only the trigger of published.sql writes it."""

    APP_UPDATES: ClassVar[tuple[str, ...]] = ()
    APP_INSERTS: ClassVar[bool] = False

    id = models.BigAutoField(primary_key=True)
    city = city_key()
    no = models.CharField(max_length=20)
    newest = models.ForeignKey(PublishedVersion, on_delete=models.PROTECT, related_name="+")
    version = models.SmallIntegerField()
    kind = CodeField(max_length=10, choices=PublishedVersion.Kind.choices)
    sha256 = models.CharField(max_length=64)
    first_published_at = models.DateTimeField()
    published_at = models.DateTimeField()
    title = models.CharField(max_length=300)
    purchaser_name = models.CharField(max_length=200)
    supplier_names = models.CharField(max_length=600)
    purchaser_no = models.CharField(max_length=100)
    project_no = models.CharField(max_length=100)
    amount_fen = models.BigIntegerField()
    region = models.CharField(max_length=6)
    place = models.CharField(max_length=100)
    method = models.CharField(max_length=40)
    dated_on = models.DateField()
    search = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "no"], name="disclosure_public_once"),
        ]
        indexes = [
            models.Index(fields=["city", "-dated_on", "-no"], name="disclosure_by_day"),
            models.Index(fields=["city", "-amount_fen", "-no"], name="disclosure_by_amount"),
            models.Index(fields=["city", "kind", "-dated_on"], name="disclosure_by_kind"),
            models.Index(fields=["city", "region", "-dated_on"], name="disclosure_by_region"),
        ]
