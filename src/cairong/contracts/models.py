"""Awards and shares; contracts with parties, schedule and withheld items; filings; numbers."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q

from cairong.audit.columns import CodeField, StateField, city_key, state_known, uuid7_key
from cairong.contracts.counters import Numbering, SecretCount
from cairong.contracts.states import AWARD, CONTRACT

__all__ = [
    "Award", "AwardInvitation", "AwardShare", "Contract", "ContractSupplier", "Filing", "Numbering",
    "ScheduleRow", "SecretCount", "WithheldItem",
]  # fmt: skip


def _text(length: int = 200) -> "models.CharField[Any, Any]":
    return models.CharField(max_length=length, blank=True, default="")


def _party(to: str = "parties.Organisation") -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(to, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


def _kept_once_filed() -> pgtrigger.Trigger:
    """Refuse to drop a row of a contract that waits for review, is filed or settled."""
    return pgtrigger.Trigger(
        name="kept_once_filed",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        declare=[("contract_state", "text")],
        func="""
            SELECT state INTO contract_state FROM contracts_contract WHERE id = OLD.contract_id;
            IF contract_state NOT IN ('draft', 'returned') THEN
                RAISE EXCEPTION 'contract % is %', OLD.contract_id, contract_state
                USING ERRCODE = 'check_violation', CONSTRAINT = 'contracts_kept_once_filed';
            END IF;
            RETURN OLD;
        """,
    )


class Award(models.Model):
    """One award notice (中标/成交通知): who won what from whom, for how much, on which day.

    An agency recorded it under `engagement`; it stands on `file` where the platform knows one.
    `place_*` is where it was published, as written there; `region` is a code of the city, empty
    for a sample of elsewhere (D4). `src` and `src_id` know an imported row again.
    """

    id = uuid7_key()
    city = city_key()
    no = models.CharField(max_length=20)
    src = _text(40)
    src_id = _text(200)
    src_hash = _text(64)
    kind = models.CharField(max_length=4, default="中标")
    purchaser = _party()
    purchaser_name = models.CharField(max_length=200)
    purchaser_class = _text(40)
    agency = _text()
    engagement = _party("agencies.Engagement")
    file = _party("agencies.ProcurementFile")
    title = models.CharField(max_length=300)
    project_no = _text(100)
    lot = _text(60)
    industry = _text(40)
    amount_fen = models.BigIntegerField()
    budget_fen = models.BigIntegerField(null=True, blank=True)
    notice_on = models.DateField()
    method = _text(40)
    region = models.CharField(max_length=6, blank=True, default="")
    place_province = _text(20)
    place_city = _text(40)
    place_district = _text(40)
    sample = models.BooleanField(default=False)
    source_site = _text(100)
    source_url = _text(500)
    performance_period = _text(200)
    place_of_work = _text()
    scope = _text(500)
    quality_flag = _text(200)
    state = StateField(max_length=12, choices=AWARD.choices(), default="noticed")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            state_known(AWARD),
            models.UniqueConstraint(fields=["city", "no"], name="contracts_award_no_once"),
            models.UniqueConstraint(
                fields=["city", "src", "src_id"],
                name="contracts_award_source_once",
                condition=~Q(src_id=""),
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="contracts_award_amount"),
            models.CheckConstraint(
                condition=Q(sample=True) | ~Q(region=""), name="contracts_award_region"
            ),
        ]
        indexes = [
            models.Index(fields=["purchaser", "state"], name="contracts_award_purchaser"),
            models.Index(
                fields=["city", "purchaser_name"],
                name="contracts_award_unclaimed",
                condition=Q(purchaser__isnull=True, sample=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AwardShare(models.Model):
    """One winner of an award. `share_fen` stays open where several won and none was stated."""

    id = uuid7_key()
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="shares")
    position = models.SmallIntegerField()
    supplier = _party()
    supplier_name = models.CharField(max_length=200)
    share_fen = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "position"], name="contracts_share_position"),
            models.UniqueConstraint(
                fields=["award", "supplier"],
                name="contracts_share_supplier_once",
                condition=Q(supplier__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(share_fen__isnull=True) | Q(share_fen__gt=0),
                name="contracts_share_amount",
            ),
        ]
        indexes = [models.Index(fields=["supplier_name"], name="contracts_share_name")]

    @property
    def named(self) -> str:
        """The name its supplier bears today, or the one it won under while it is not known."""
        return self.supplier.name if self.supplier else self.supplier_name


class AwardInvitation(models.Model):
    """A link by which the winner of a share registers, once; its token is kept as a hash only.

    `uscc` is the winner's code where the purchaser knows it; `claim` is what the link was used for.
    """

    id = uuid7_key()
    share = models.ForeignKey(AwardShare, on_delete=models.PROTECT, related_name="invitations")
    uscc = _text(18)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    claim = models.OneToOneField(
        "parties.Claim", null=True, on_delete=models.PROTECT, related_name="award_invitation"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["share"],
                name="contracts_invitation_open_once",
                condition=Q(claim__isnull=True, withdrawn_at__isnull=True),
            ),
        ]


class Contract(models.Model):
    """One contract with every item of 二(二)-4 as a column; parties' items in ContractSupplier.

    `no` is the platform's URL-safe number, `purchaser_no` the purchaser's own, as written (D3).
    `sources` says for each prefilled column where its value came from. `revision` counts saves.
    `announced_outside_*` are the number and time of another site where it was announced (D2).
    """

    id = uuid7_key()
    city = city_key()
    no = models.CharField(max_length=20)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="contracts")
    purchaser = _party()
    region = models.CharField(max_length=6, blank=True, default="")
    sample = models.BooleanField(default=False)
    purchaser_no = _text(100)
    title = models.CharField(max_length=300)
    project_no = _text(100)
    method = _text(40)
    purchaser_name = models.CharField(max_length=200)
    purchaser_uscc = _text(18)
    purchaser_address = _text()
    purchaser_contact = _text(100)
    subject_matter = _text(500)
    specification = _text(2000)
    quantity = _text()
    unit_price = _text()
    quality = _text(1000)
    amount_fen = models.BigIntegerField()
    performance_period = _text()
    place = _text()
    manner = _text(500)
    acceptance_terms = _text(1000)
    liability = _text(1000)
    dispute_resolution = _text(500)
    other_terms = _text(2000)
    budget_line = _text(60)
    funding_source = _text(60)
    retention_fen = models.BigIntegerField(default=0)
    prepayment_fen = models.BigIntegerField(default=0)
    sme_reserved = models.BooleanField(default=False)
    signed_on = models.DateField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    announced_outside_no = _text(60)
    announced_outside_at = models.DateTimeField(null=True, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    sources = models.JSONField(default=dict)
    revision = models.IntegerField(default=1)
    state = StateField(max_length=12, choices=CONTRACT.choices(), default="draft")

    class Meta:
        constraints = [
            state_known(CONTRACT),
            models.UniqueConstraint(fields=["city", "no"], name="contracts_contract_no_once"),
            models.UniqueConstraint(
                fields=["award"], name="contracts_one_per_award", condition=~Q(state="cancelled")
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="contracts_amount"),
            models.CheckConstraint(
                condition=Q(retention_fen__gte=0, prepayment_fen__gte=0)
                & Q(retention_fen__lte=models.F("amount_fen"))
                & Q(prepayment_fen__lte=models.F("amount_fen")),
                name="contracts_retention",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"])
                | Q(signed_on__isnull=False, announced_at__isnull=False),
                name="contracts_signed_is_announced",
            ),
        ]
        indexes = [
            models.Index(fields=["purchaser", "state"], name="contracts_purchaser"),
            models.Index(fields=["city", "state", "region"], name="contracts_desk"),
            models.Index(
                fields=["city", "state", "region"],
                name="contracts_counted",
                condition=Q(sample=False),
            ),
            models.Index(fields=["city", "purchaser_no"], name="contracts_purchaser_no"),
        ]

    def __str__(self) -> str:
        return self.title


class ContractSupplier(models.Model):
    """One supplier of a contract: its share, its size fixed at signing, its receiving account."""

    APP_DELETES = True

    id = uuid7_key()
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="suppliers")
    position = models.SmallIntegerField()
    supplier = _party()
    name = models.CharField(max_length=200)
    uscc = _text(18)
    address = _text()
    contact = _text(100)
    individual = models.BooleanField(default=False)
    share_fen = models.BigIntegerField()
    size = _text(10)
    size_inputs = models.JSONField(default=dict)
    payee = _text()
    account_no = _text(40)
    bank = _text()
    cnaps = _text(12)

    class Meta:
        triggers = [_kept_once_filed()]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "position"], name="contracts_supplier_position"
            ),
            models.UniqueConstraint(
                fields=["contract", "supplier"],
                name="contracts_supplier_once",
                condition=Q(supplier__isnull=False),
                include=["size"],
            ),
            models.CheckConstraint(condition=Q(share_fen__gt=0), name="contracts_supplier_share"),
        ]


class ScheduleRow(models.Model):
    """One milestone of payment: what share, within how many days of which unit.

    `agreed_days` is None where the contract agrees none.
    """

    APP_DELETES = True

    id = uuid7_key()
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="schedule")
    position = models.SmallIntegerField()
    milestone = models.CharField(max_length=100)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    agreed_days = models.IntegerField(null=True)
    unit = CodeField(
        max_length=10, choices=[("working", "个工作日"), ("calendar", "日")], default="calendar"
    )

    class Meta:
        ordering = ["position"]
        triggers = [_kept_once_filed()]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "position"], name="contracts_schedule_position"
            ),
            models.UniqueConstraint(
                fields=["contract", "milestone"], name="contracts_schedule_milestone"
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100, agreed_days__gte=0),
                name="contracts_schedule_range",
            ),
        ]


class Filing(models.Model):
    """One round of filing: when submitted, opened, decided, how and why.

    `outside_no` and `outside_at` are the number and time of another site where it was filed (D2).
    Until `confirm_until` the suppliers have time to say that its accounts are their own; accepted
    without a word of one, it keeps why in `unconfirmed_reason` (D38).
    """

    class Verdict(models.TextChoices):
        ACCEPT = "accept", "同意备案"
        RETURN = "return", "退回"
        RECALLED = "recalled", "报送人收回"

    id = uuid7_key()
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="filings")
    round = models.SmallIntegerField()
    submitted_at = models.DateTimeField()
    outside_no = _text(60)
    outside_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    verdict = CodeField(max_length=10, choices=Verdict.choices, blank=True, default="")
    reasons = models.JSONField(default=dict)
    confirm_until = models.DateField(null=True, blank=True)
    unconfirmed_reason = _text(500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "round"], name="contracts_filing_round"),
            models.UniqueConstraint(
                fields=["contract"], name="contracts_filing_open_once", condition=Q(verdict="")
            ),
        ]


class WithheldItem(models.Model):
    """One item kept from the public: on which ground, asked when, assented when, until when.

    While undecided it is withheld too (D1) and may be taken back, which drops it; refused or
    lapsed, it is public (二(二)-5).
    """

    APP_DELETES = True

    id = uuid7_key()
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="withheld")
    item = models.CharField(max_length=40)
    ground = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    assent = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    until = models.DateField()

    class Meta:
        triggers = [_kept_once_filed()]
        constraints = [
            models.UniqueConstraint(fields=["contract", "item"], name="contracts_withheld_once"),
        ]
