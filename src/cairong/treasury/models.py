"""Receivables with the sums of their books; payees, locks, acceptances, payments, remittances."""

from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, F, Q, Value, When

from cairong.audit.columns import (
    CodeField,
    StateField,
    append_only,
    city_key,
    state_known,
    uuid7_key,
)
from cairong.treasury.chart import FLOWS, ONCE, SOURCES, Account, Kind
from cairong.treasury.openings import Opening, OpeningPart
from cairong.treasury.own_means import OwnMeans
from cairong.treasury.payees import (
    DisownedAccount,
    OwnAccount,
    PayeeChange,
    PayeeConsent,
    PayeeVersion,
    SharedNumber,
)
from cairong.treasury.returns import PaymentReturn, ReturnSlip
from cairong.treasury.states import LIVE, LOCK, OPERATION, PAYMENT, RECEIVABLE

__all__ = [
    "Acceptance", "AcceptanceRecall", "DisownedAccount", "Entry", "Lock", "LockOperation",
    "Opening", "OpeningPart", "OwnAccount", "OwnMeans", "PayeeChange", "PayeeConsent",
    "PayeeVersion", "Payment", "PaymentPart", "PaymentReturn", "Receivable", "Remittance",
    "ReturnSlip", "SharedNumber",
]  # fmt: skip

POSITIVE = [account for account in Account if account not in SOURCES]


def _sum() -> "models.BigIntegerField[int, int]":
    return models.BigIntegerField(default=0)


def _to(target: str, related_name: str = "+") -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(target, on_delete=models.PROTECT, related_name=related_name)


class Receivable(models.Model):
    """What the treasury owes one supplier on one contract, and what is financed on it (D8, D12).

    The `*_fen` sums and `current` are a projection: only the triggers of books.sql and guards.sql
    write them. A source account (contract, transferred, headroom) stands below zero by what was
    taken from it; what can still be financed is `arithmetic.headroom_fen`. `opening_fen` is what
    was paid before the contract came here: of one that ran before the city opened it is not known
    until its opening stands.
    """

    # To lock a row asks for the right to change some column of it: this one nobody can write.
    APP_UPDATES: ClassVar[tuple[str, ...]] = ("state",)

    id = uuid7_key()
    city = city_key()
    contract = _to("contracts.Contract", "receivables")
    supplier = _to("parties.Organisation", "receivables")
    seq = models.SmallIntegerField()
    region = models.CharField(max_length=6)
    amount_fen = models.BigIntegerField()
    retention_fen = models.BigIntegerField(default=0)
    cap_percent = models.SmallIntegerField()
    opening_fen = models.BigIntegerField(null=True, default=0)
    established_at = models.DateTimeField()
    current = models.ForeignKey(
        "PayeeVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    contract_fen = _sum()
    committed_fen = _sum()
    due_fen = _sum()
    requested_fen = _sum()
    in_transit_fen = _sum()
    paid_fen = _sum()
    transferred_fen = _sum()
    received_fen = _sum()
    interest_paid_fen = _sum()
    principal_paid_fen = _sum()
    fee_paid_fen = _sum()
    to_supplier_fen = _sum()
    headroom_fen = _sum()
    reserved_fen = _sum()
    outstanding_fen = _sum()
    state = models.GeneratedField(
        expression=Case(
            When(current__isnull=True, then=Value("standing")),
            When(paid_fen=F("amount_fen"), then=Value("paid")),
            default=Value("payable"),
        ),
        output_field=StateField(max_length=10, choices=RECEIVABLE.choices()),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "supplier"], name="treasury_receivable_once"
            ),
            models.UniqueConstraint(fields=["contract", "seq"], name="treasury_receivable_seq"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, retention_fen__gte=0, cap_percent__range=(1, 100)),
                name="treasury_receivable_range",
            ),
            models.CheckConstraint(
                condition=Q(paid_fen__lte=F("amount_fen") - F("in_transit_fen")),
                name="treasury_paid_within_contract",
            ),
            models.CheckConstraint(
                condition=Q(contract_fen__gte=0 - F("amount_fen")),
                name="treasury_stands_within_contract",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{account}_fen__gte": 0}),
                    name=f"treasury_{account}_not_negative",
                )
                for account in POSITIVE
            ),
        ]
        indexes = [
            models.Index(fields=["supplier"], name="treasury_receivable_supplier"),
            models.Index(fields=["city", "state", "region"], name="treasury_receivable_desk"),
            models.Index(
                fields=["city", "region"],
                include=["due_fen", "paid_fen", "outstanding_fen"],
                name="treasury_receivable_summed",
            ),
        ]


class Lock(models.Model):
    """An institution's lock on the payee version of a receivable (二(三)-3, D8, D11)."""

    id = uuid7_key()
    city = city_key()
    receivable = _to("Receivable", "locks")
    payee_version = _to("PayeeVersion", "locks")
    institution = _to("parties.Organisation", "locks")
    state = StateField(max_length=24, choices=LOCK.choices(), default="requested")
    requested_at = models.DateTimeField()
    lapses_on = models.DateField()
    opened_at = models.DateTimeField(null=True)
    consented_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    active_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            state_known(LOCK),
            models.UniqueConstraint(
                fields=["receivable"], name="treasury_lock_one_active", condition=Q(state="active")
            ),
            models.UniqueConstraint(
                fields=["receivable", "institution"],
                name="treasury_lock_one_live",
                condition=Q(state__in=LIVE),
            ),
        ]
        indexes = [
            models.Index(
                fields=["lapses_on"],
                name="treasury_lock_pending",
                condition=Q(state__in=LIVE) & ~Q(state="active"),
            ),
            models.Index(fields=["institution"], name="treasury_lock_institution"),
        ]


class LockOperation(models.Model):
    """One financing that stands under a lock, until settled or cancelled.

    `offer_id` is its offer's id, or that of a loan that was lent outside the platform.
    """

    id = models.BigAutoField(primary_key=True)
    lock = _to("Lock", "operations")
    offer_id = models.UUIDField()
    state = StateField(max_length=10, choices=OPERATION.choices(), default="open")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_known(OPERATION),
            models.UniqueConstraint(
                fields=["offer_id"], name="treasury_operation_once", condition=Q(state="open")
            ),
        ]


class Acceptance(models.Model):
    """What the purchaser accepted (验收) of a milestone; the period of payment runs from it.

    One that was recorded wrongly stays, with its recall beside it; `STANDING` leaves it out.
    """

    STANDING: ClassVar[Q] = Q(recall__isnull=True)

    id = uuid7_key()
    city = city_key()
    receivable = _to("Receivable", "acceptances")
    milestone = models.CharField(max_length=100)
    amount_fen = models.BigIntegerField()
    accepted_on = models.DateField()
    agreed_days = models.IntegerField()
    agreed_unit = models.CharField(max_length=10)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="treasury_acceptance_range"),
        ]
        triggers = [append_only()]


class AcceptanceRecall(models.Model):
    """An acceptance was recorded wrongly and is taken back (撤回验收). Never changed."""

    id = models.BigAutoField(primary_key=True)
    acceptance = models.OneToOneField(Acceptance, on_delete=models.PROTECT, related_name="recall")
    reason = models.CharField(max_length=500)
    recalled_at = models.DateTimeField()

    class Meta:
        triggers = [append_only()]


class Payment(models.Model):
    """One payment of the treasury: to a payee version, never to an account of its own (I3)."""

    id = uuid7_key()
    city = city_key()
    receivable = _to("Receivable", "payments")
    payee_version = _to("PayeeVersion", "payments")
    amount_fen = models.BigIntegerField()
    voucher_no = models.CharField(max_length=40)
    state = StateField(max_length=12, choices=PAYMENT.choices(), default="requested")
    requested_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    bank_serial = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            state_known(PAYMENT),
            models.UniqueConstraint(fields=["city", "voucher_no"], name="treasury_voucher_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="treasury_payment_range"),
        ]
        indexes = [
            models.Index(fields=["city", "state", "requested_at"], name="treasury_payment_waiting"),
        ]


class PaymentPart(models.Model):
    """What of a payment is for which acceptance, from the moment it is asked for. Never changed."""

    id = models.BigAutoField(primary_key=True)
    payment = _to("Payment", "parts")
    acceptance = _to("Acceptance", "parts")
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payment", "acceptance"], name="treasury_payment_part_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0), name="treasury_payment_part_range"
            ),
        ]
        triggers = [append_only()]


class Remittance(models.Model):
    """Money that arrived on the receiving account. Never changed."""

    id = uuid7_key()
    city = city_key()
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="remittance")
    receivable = _to("Receivable", "remittances")
    amount_fen = models.BigIntegerField()
    bank_serial = models.CharField(max_length=40)
    arrived_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "bank_serial"], name="treasury_serial_once"),
        ]
        triggers = [append_only()]


class Entry(models.Model):
    """One line of one posting: an account of a receivable moves by so many fen. Never changed.

    The entries of a posting come in one statement; the trigger treasury_entries_posted balances
    them, moves the receivable's sums and holds the bounds. `ref_id` names what the posting is of;
    `kept_fen` is what stays reserved of the offer that a draw is of.
    """

    id = models.BigAutoField(primary_key=True)
    posting = models.UUIDField()
    receivable = _to("Receivable", "entries")
    kind = CodeField(max_length=10, choices=Kind.choices)
    account = CodeField(max_length=16, choices=Account.choices)
    delta_fen = models.BigIntegerField()
    ref_id = models.UUIDField()
    at = models.DateTimeField()
    cap_percent = models.SmallIntegerField(null=True)
    kept_fen = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=reduce(
                    or_,
                    (
                        Q(kind=kind, account__in=flow.takes, delta_fen__lt=0)
                        | Q(kind=kind, account__in=flow.gives, delta_fen__gt=0)
                        for kind, flow in FLOWS.items()
                    ),
                ),
                name="treasury_entry_by_chart",
            ),
            models.UniqueConstraint(
                fields=["ref_id", "receivable", "kind", "account"],
                name="treasury_posting_once",
                condition=Q(kind__in=ONCE),
            ),
        ]
        indexes = [
            models.Index(fields=["receivable", "id"], name="treasury_entry_receivable"),
            models.Index(fields=["ref_id"], name="treasury_entry_ref"),
        ]
        triggers = [append_only()]
