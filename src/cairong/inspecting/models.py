"""Inspections, each case that was looked at for one, and the bundles that were taken."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint, Value
from django.db.models.lookups import Exact

from cairong.audit.columns import append_only, city_key, uuid7_key
from cairong.policy.inspecting import LONGEST


class Inspection(models.Model):
    """A matter for which a body of inspection reads a region for a time, granted by two persons.

    `region` is a county's code, or the city's own for all of it. It ends by itself after `until`,
    or early (`ended_at`). What it is about never changes.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("ended_at", "ended_reason")

    id = uuid7_key()
    city = city_key()
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    region = models.CharField(max_length=6)
    letter_no = models.CharField(max_length=80)
    matter = models.CharField(max_length=300)
    since = models.DateField()
    until = models.DateField()
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["organisation", "letter_no", "region"],
                condition=Q(ended_at=None),
                name="inspecting_letter_once",
            ),
            CheckConstraint(
                condition=Q(until__gte=F("since"), until__lte=F("since") + timedelta(days=LONGEST)),
                name="inspecting_span",
            ),
            CheckConstraint(
                condition=Q(ended_at=None, ended_reason="")
                | Q(ended_at__isnull=False) & ~Q(ended_reason=""),
                name="inspecting_ended_why",
            ),
        ]


class Look(models.Model):
    """That a person opened a case for an inspection. Never changed."""

    id = uuid7_key()
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="looks")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["inspection", "at"], name="inspecting_look_at")]


class Bundle(models.Model):
    """Everything of one case as it was given out for an inspection. Never changed.

    `content` is the ZIP without the proof that joins it at each download; `manifest_sha256` stands
    in the event of its making, which the signed heads cover.
    """

    id = uuid7_key()
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="bundles")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    manifest_sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Exact(
                    F("sha256"),
                    Func(
                        Func(F("content"), function="sha256"),
                        Value("hex"),
                        function="encode",
                        output_field=models.CharField(),
                    ),
                ),
                name="inspecting_bundle_hash",
            ),
        ]
        triggers = [append_only()]
