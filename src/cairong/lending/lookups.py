"""What is read of a supplier at outside sources, and the consents it is read by. 二(五)-1"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cairong.audit.columns import CodeField, StateField, city_key, state_known, uuid7_key
from cairong.lending.states import LOOKUP
from cairong.policy.lookups import KINDS, RESULT_WORDS

SOURCES = [(code, kind.word) for code, kind in KINDS.items()]


class DataConsent(models.Model):
    """A supplier lets one institution have one source read for one intent, until a day."""

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("withdrawn_at",)

    id = uuid7_key()
    city = city_key()
    intent = models.ForeignKey(
        "lending.Intent", on_delete=models.PROTECT, related_name="data_consents"
    )
    institution = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    source = CodeField(max_length=10, choices=SOURCES)
    given_at = models.DateTimeField()
    until = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["intent", "institution", "source"],
                name="lending_data_consent_once",
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(source__in=sorted(KINDS)), name="lending_data_consent_source"
            ),
        ]


class Lookup(models.Model):
    """One look into a source by consent: asked by an officer, answered by the source, or not.

    A value stands with who provided it, under which number of its own, and of which day; `facts`
    are what the result was worked out of, by the rules of the day `rules`. One without an answer
    has no value. `attempts`, `not_before` and `why` say how often it was tried and when again.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = (
        "state", "attempts", "not_before", "why", "ended_at", "provider", "reference", "facts",
        "value", "result", "rules", "of_on",
    )  # fmt: skip

    id = uuid7_key()
    city = city_key()
    application = models.ForeignKey(
        "lending.Application", on_delete=models.PROTECT, related_name="lookups"
    )
    consent = models.ForeignKey(DataConsent, on_delete=models.PROTECT, related_name="lookups")
    source = CodeField(max_length=10, choices=SOURCES)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = StateField(max_length=10, choices=LOOKUP.choices(), default="asked")
    attempts = models.SmallIntegerField(default=0)
    not_before = models.DateTimeField()
    why = models.CharField(max_length=100, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    provider = models.CharField(max_length=60, blank=True, default="")
    reference = models.CharField(max_length=60, blank=True, default="")
    facts = models.JSONField(default=dict)
    value = models.CharField(max_length=300, blank=True, default="")
    result = CodeField(max_length=10, choices=list(RESULT_WORDS.items()), blank=True, default="")
    rules = models.CharField(max_length=10, blank=True, default="")
    of_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            state_known(LOOKUP),
            models.UniqueConstraint(
                fields=["application", "source"],
                name="lending_lookup_one_open",
                condition=Q(state="asked"),
            ),
            models.CheckConstraint(
                condition=Q(state="asked") ^ Q(ended_at__isnull=False),
                name="lending_lookup_ended",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="answered", of_on__isnull=False, result__in=sorted(RESULT_WORDS))
                    & ~Q(value="")
                    & ~Q(provider="")
                    & ~Q(reference="")
                    & ~Q(rules="")
                )
                | (
                    Q(value="", provider="", reference="", result="", rules="", facts={})
                    & Q(of_on__isnull=True)
                    & ~Q(state="answered")
                ),
                name="lending_lookup_no_value",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["city", "not_before"],
                name="lending_lookup_due",
                condition=Q(state="asked"),
            ),
        ]
