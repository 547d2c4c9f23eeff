"""What the People's Bank published of the evaluation, what came of it, and what it earned."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint, Value
from django.db.models.lookups import Exact

from cairong.audit.columns import (
    CodeField,
    StateField,
    append_only,
    city_key,
    state_known,
    uuid7_key,
)
from cairong.audit.papers import Paper, hash_holds
from cairong.evaluation.states import APPEAL, YEAR
from cairong.policy.evaluation import FLAG_WORDS, MEASURE_WORDS
from cairong.policy.incentives import SUPPORT_WORDS


def _person() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")


def _institution() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")


def text_hash_holds(text: str, sha256: str, name: str) -> CheckConstraint:
    """Make the constraint that a column holds the SHA-256 of another's UTF-8 text."""
    octets = Func(F(text), Value("UTF8"), function="convert_to")
    shown = Func(
        Func(octets, function="sha256"), Value("hex"), function="encode",
        output_field=models.CharField(),
    )  # fmt: skip
    return CheckConstraint(condition=Exact(F(sha256), shown), name=name)


class AdoptedScheme(models.Model):
    """A formula that a city's People's Bank published for the years from one on. Never changed.

    `document` holds its canonical text, `sha256` the hash of it.
    """

    id = uuid7_key()
    city = city_key()
    first_year = models.SmallIntegerField()
    version = models.SmallIntegerField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["city", "first_year"], name="evaluation_scheme_once"),
            text_hash_holds("document", "sha256", "evaluation_scheme_hash"),
        ]
        triggers = [append_only()]


class Year(models.Model):
    """A city's year as it was published: provisional, then frozen. Its results are `versions`."""

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("state", "frozen_at")

    id = uuid7_key()
    city = city_key()
    year = models.SmallIntegerField()
    scheme = models.ForeignKey(AdoptedScheme, on_delete=models.PROTECT, related_name="+")
    state = StateField(max_length=12, choices=YEAR.choices(), default="provisional")
    published_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_known(YEAR),
            UniqueConstraint(fields=["city", "year"], name="evaluation_year_once"),
            CheckConstraint(
                condition=Q(state="frozen", frozen_at__isnull=False)
                | ~Q(state="frozen") & Q(frozen_at=None),
                name="evaluation_year_frozen_at",
            ),
        ]


class YearVersion(models.Model):
    """A year's result with the facts it is made of, as they were at `cut_off`. Never changed.

    `facts` is the exported text, deflated; `result` the canonical text. Whoever it changed may
    appeal until `appeal_on`.
    """

    id = uuid7_key()
    of = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="versions")
    number = models.SmallIntegerField()
    cut_off = models.DateTimeField()
    appeal_on = models.DateField()
    facts = models.BinaryField()
    facts_sha256 = models.CharField(max_length=64)
    result = models.TextField()
    sha256 = models.CharField(max_length=64)
    changed = ArrayField(models.UUIDField(), default=list)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["of", "number"], name="evaluation_version_once"),
            UniqueConstraint(fields=["of", "cut_off"], name="evaluation_version_moment"),
            text_hash_holds("result", "sha256", "evaluation_result_hash"),
            CheckConstraint(
                condition=Q(number=1, reason="") | Q(number__gt=1) & ~Q(reason=""),
                name="evaluation_version_reason",
            ),
        ]
        triggers = [append_only()]


class AppealPaper(Paper):
    """The paper of an appeal, of the institution that uploaded it. Never changed."""

    id = uuid7_key()
    city = city_key()
    organisation = _institution()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["organisation", "sha256"], name="evaluation_paper_once"),
            hash_holds("evaluation_paper_hash"),
        ]
        triggers = [append_only()]


class Appeal(models.Model):
    """An institution's appeal against one measure of its result, answered once.

    `facts` names the loans, duties, offers or applications that it is about. Some are not counted
    any more since it was upheld.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("state", "reply", "aside", "answered_at")

    id = uuid7_key()
    version = models.ForeignKey(YearVersion, on_delete=models.PROTECT, related_name="appeals")
    institution = _institution()
    measure = CodeField(max_length=16, choices=MEASURE_WORDS.items())
    facts = ArrayField(models.CharField(max_length=60), default=list)
    words = models.CharField(max_length=1000)
    paper = models.ForeignKey(AppealPaper, null=True, on_delete=models.PROTECT, related_name="+")
    answer_on = models.DateField()
    at = models.DateTimeField()
    by = _person()
    state = StateField(max_length=12, choices=APPEAL.choices(), default="open")
    reply = models.CharField(max_length=1000, blank=True)
    aside = ArrayField(models.CharField(max_length=60), default=list)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_known(APPEAL),
            UniqueConstraint(
                fields=["version", "institution", "measure"], name="evaluation_appeal_once"
            ),
            CheckConstraint(
                condition=Q(state="open", answered_at=None, reply="", aside=[])
                | ~Q(state="open") & Q(answered_at__isnull=False) & ~Q(reply=""),
                name="evaluation_appeal_answered",
            ),
        ]


class ClosedFlag(models.Model):
    """What one of the People's Bank found of a sign to be looked at, `count` of `whole`.

    Where a later version shows other numbers it is to be looked at again. Never changed.
    """

    id = uuid7_key()
    of = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="closed_flags")
    institution = _institution()
    code = CodeField(max_length=16, choices=FLAG_WORDS.items())
    count = models.BigIntegerField()
    whole = models.BigIntegerField()
    words = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = _person()

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["of", "institution", "code", "count", "whole"],
                name="evaluation_flag_once",
            ),
        ]
        triggers = [append_only()]


class Support(models.Model):
    """An incentive that two of the People's Bank granted or declined by a frozen result."""

    id = uuid7_key()
    of = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="supports")
    institution = _institution()
    code = CodeField(max_length=16, choices=SUPPORT_WORDS.items())
    granted = models.BooleanField()
    words = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["of", "institution", "code"], name="evaluation_support_once"),
        ]
        triggers = [append_only()]
