"""Agreements to share data, in versions, and their parties."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from cairong.audit.columns import CodeField, StateField, city_key, state_known, uuid7_key
from cairong.board.columns import desk_code, moment, person_key
from cairong.board.states import AGREEMENT
from cairong.policy.sharing import WAYS


class Agreement(models.Model):
    """One version of an agreement to share data: what for, which fields, by what, until when.

    A renewal is another row of the same number and the next `version`. What it says never changes.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = (
        "state",
        "agreed_at",
        "warned_at",
        "ended_at",
        "reason",
    )

    id = uuid7_key()
    city = city_key()
    no = models.CharField(max_length=20)
    version = models.SmallIntegerField(default=1)
    title = models.CharField(max_length=80)
    purpose = models.CharField(max_length=500)
    fields = ArrayField(models.CharField(max_length=24))
    ground = models.CharField(max_length=200)
    way = CodeField(max_length=10, choices=WAYS.items())
    from_on = models.DateField()
    until_on = models.DateField()
    drafter = desk_code()
    drafted_at = models.DateTimeField()
    state = StateField(max_length=10, choices=AGREEMENT.choices(), default="proposed")
    agreed_at = moment()
    warned_at = moment()
    ended_at = moment()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            state_known(AGREEMENT),
            UniqueConstraint(fields=["city", "no", "version"], name="board_agreement_once"),
            CheckConstraint(
                condition=Q(until_on__gte=F("from_on"), version__gte=1)
                & ~Q(fields=[]) & Q(way__in=list(WAYS)),
                name="board_agreement_said",
            ),
        ]  # fmt: skip


class Party(models.Model):
    """One that gives or gets data under an agreement, and when its officer agreed.

    `desk` is its desk on the board, or `institution-officer`.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("agreed_at", "agreed_by_id")

    id = uuid7_key()
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    desk = models.CharField(max_length=24)
    gives = models.BooleanField()
    agreed_at = moment()
    agreed_by = person_key(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agreement", "organisation", "desk"], name="board_party_once"),
            UniqueConstraint(fields=["agreement", "agreed_by"], name="board_party_apart"),
            CheckConstraint(
                condition=Q(agreed_at=None, agreed_by=None)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="board_party_plain",
            ),
        ]
