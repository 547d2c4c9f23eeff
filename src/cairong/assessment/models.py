"""The published scheme, the values entered by hand, and what came of a year."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from cairong.assessment.states import OBJECTION, YEAR
from cairong.audit.columns import StateField, append_only, city_key, state_known, uuid7_key
from cairong.evaluation.models import text_hash_holds
from cairong.policy.assessment import NAME_MOST


def _institution() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")


class Scheme(models.Model):
    """What a city's People's Bank published for the years from one on, by its own document.

    `document` holds the canonical text with its indicators. Never changed.
    """

    id = uuid7_key()
    city = city_key()
    first_year = models.SmallIntegerField()
    document_no = models.CharField(max_length=100)
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["city", "first_year"], name="assessment_scheme_once"),
            text_hash_holds("document", "sha256", "assessment_scheme_hash"),
        ]
        triggers = [append_only()]


class Value(models.Model):
    """One value by hand of one institution's year, in hundredths, with where it comes from.

    A correction is a row of its own with its reason; the highest number counts. Never changed.
    """

    id = uuid7_key()
    city = city_key()
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    institution = _institution()
    indicator = models.CharField(max_length=NAME_MOST)
    number = models.SmallIntegerField()
    value = models.BigIntegerField()
    source = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["city", "year", "institution", "indicator", "number"],
                name="assessment_value_once",
            ),
            CheckConstraint(
                condition=(Q(number=1, reason="") | Q(number__gt=1) & ~Q(reason=""))
                & ~Q(source=""),
                name="assessment_value_reason",
            ),
        ]
        triggers = [append_only()]


class Year(models.Model):
    """A city's assessed year: provisional, then frozen. Its results are `versions`."""

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("state", "frozen_at")

    id = uuid7_key()
    city = city_key()
    year = models.SmallIntegerField()
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    state = StateField(max_length=12, choices=YEAR.choices(), default="provisional")
    published_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_known(YEAR),
            UniqueConstraint(fields=["city", "year"], name="assessment_year_once"),
            CheckConstraint(
                condition=Q(state="frozen", frozen_at__isnull=False)
                | ~Q(state="frozen") & Q(frozen_at=None),
                name="assessment_year_frozen_at",
            ),
        ]


class Version(models.Model):
    """A year's result with the facts it is made of, as they were at `cut_off`. Never changed.

    `facts` is the exported text, deflated; `result` the canonical text. Institutions may object to
    it until `object_on`.
    """

    id = uuid7_key()
    of = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="versions")
    number = models.SmallIntegerField()
    cut_off = models.DateTimeField()
    object_on = models.DateField()
    facts = models.BinaryField()
    facts_sha256 = models.CharField(max_length=64)
    result = models.TextField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["of", "number"], name="assessment_version_once"),
            text_hash_holds("result", "sha256", "assessment_result_hash"),
            CheckConstraint(
                condition=Q(number=1, reason="") | Q(number__gt=1) & ~Q(reason=""),
                name="assessment_version_reason",
            ),
        ]
        triggers = [append_only()]


class Objection(models.Model):
    """What an institution says against its result, in words; answered once, by two."""

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("state", "reply", "answered_at")

    id = uuid7_key()
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="objections")
    institution = _institution()
    words = models.CharField(max_length=1000)
    answer_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    state = StateField(max_length=12, choices=OBJECTION.choices(), default="open")
    reply = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_known(OBJECTION),
            UniqueConstraint(fields=["version", "institution"], name="assessment_objection_once"),
            CheckConstraint(
                condition=Q(state="open", answered_at=None, reply="")
                | ~Q(state="open") & Q(answered_at__isnull=False) & ~Q(reply=""),
                name="assessment_objection_answered",
            ),
        ]
