"""Where money goes: a receivable's accounts, changes of them, and whose word each stands on."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Greatest, Least

from cairong.audit.columns import (
    CodeField,
    StateField,
    append_only,
    city_key,
    state_known,
    uuid7_key,
)
from cairong.treasury.states import PAYEE_CHANGE, SHARED


def _to(target: str, related_name: str = "+") -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(target, on_delete=models.PROTECT, related_name=related_name)


def _of_case() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        "contracts.Contract", null=True, on_delete=models.PROTECT, related_name="+"
    )


# By which two account numbers are compared; `kernel.identifiers.digits_of` says the same.
DIGITS = Func(
    F("account_no"), Value(r"\D"), Value(""), Value("g"),
    function="regexp_replace", output_field=models.CharField(),
)  # fmt: skip


class OwnAccount(models.Model):
    """A supplier's word that an account is its own (D38). Never changed.

    It is about the account, not about a contract: a later filing with the same needs no other.
    `contract` is the one on whose page it was said, and with which it is put out of sight.
    """

    id = uuid7_key()
    city = city_key()
    supplier = _to("parties.Organisation")
    payee = models.CharField(max_length=200)
    account_no = models.CharField(max_length=40)
    bank = models.CharField(max_length=200)
    cnaps = models.CharField(max_length=12)
    person = _to("parties.Person")
    contract = _of_case()
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "account_no", "payee", "bank", "cnaps"],
                name="treasury_own_account_once",
            ),
        ]
        indexes = [models.Index(DIGITS, name="treasury_own_account_digits")]
        triggers = [append_only()]


class DisownedAccount(models.Model):
    """A supplier's word that the account a contract names for it is not its own. Never changed.

    It bars the filing of that contract with that account, until the supplier says otherwise.
    """

    id = uuid7_key()
    city = city_key()
    supplier = _to("parties.Organisation")
    payee = models.CharField(max_length=200)
    account_no = models.CharField(max_length=40)
    bank = models.CharField(max_length=200)
    cnaps = models.CharField(max_length=12)
    person = _to("parties.Person")
    contract = _to("contracts.Contract")
    note = models.CharField(max_length=500, blank=True, default="")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "supplier", "account_no", "payee", "bank", "cnaps"],
                name="treasury_disowned_once",
            ),
        ]
        triggers = [append_only()]


class SharedNumber(models.Model):
    """One account number under the names of two suppliers, and what was found out about it (D38).

    It bars nothing: a mother and a branch may share one. `second` is whose account brought it up,
    on that `contract` if on one.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("state", "finding", "seen_at", "seen_by_id")

    id = uuid7_key()
    city = city_key()
    digits = models.CharField(max_length=40)
    first = _to("parties.Organisation")
    second = _to("parties.Organisation")
    region = models.CharField(max_length=6)
    contract = _of_case()
    found_at = models.DateTimeField()
    state = StateField(max_length=10, choices=SHARED.choices(), default="open")
    finding = models.CharField(max_length=500, blank=True, default="")
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            state_known(SHARED),
            models.UniqueConstraint(
                Least("first", "second"), Greatest("first", "second"), "digits",
                name="treasury_shared_number_once",
            ),
            models.CheckConstraint(
                condition=~Q(first=F("second")), name="treasury_shared_by_two"
            ),
        ]  # fmt: skip


class PayeeChange(models.Model):
    """A change of the receiving account, asked where no lock stands (D8)."""

    id = uuid7_key()
    city = city_key()
    receivable = _to("treasury.Receivable", "payee_changes")
    payee = models.CharField(max_length=200)
    account_no = models.CharField(max_length=40)
    bank = models.CharField(max_length=200)
    cnaps = models.CharField(max_length=12)
    reason = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    state = StateField(max_length=12, choices=PAYEE_CHANGE.choices(), default="asked")

    class Meta:
        constraints = [
            state_known(PAYEE_CHANGE),
            models.UniqueConstraint(
                fields=["receivable"],
                name="treasury_payee_change_one",
                condition=Q(state__in=["asked", "agreed"]),
            ),
        ]


class PayeeConsent(models.Model):
    """One party's consent to one change of payee. Never changed."""

    class Party(models.TextChoices):
        SUPPLIER = "supplier", "供应商"
        PURCHASER = "purchaser", "采购人"

    id = models.BigAutoField(primary_key=True)
    change = _to("treasury.PayeeChange", "consents")
    party = CodeField(max_length=10, choices=Party.choices)
    organisation = _to("parties.Organisation")
    person = _to("parties.Person")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "party"], name="treasury_consent_once"),
        ]
        triggers = [append_only()]


class PayeeVersion(models.Model):
    """Where the money of a receivable goes, from one moment on. Never changed (D8, 二(三)-3)."""

    id = uuid7_key()
    receivable = _to("treasury.Receivable", "payees")
    version = models.SmallIntegerField()
    payee = models.CharField(max_length=200)
    account_no = models.CharField(max_length=40)
    bank = models.CharField(max_length=200)
    cnaps = models.CharField(max_length=12)
    source = models.CharField(max_length=100)
    established_at = models.DateTimeField()
    change = models.OneToOneField(
        PayeeChange, null=True, on_delete=models.PROTECT, related_name="version"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["receivable", "version"], name="treasury_payee_version_once"
            ),
        ]
        indexes = [models.Index(DIGITS, name="treasury_payee_digits")]
        triggers = [append_only()]
