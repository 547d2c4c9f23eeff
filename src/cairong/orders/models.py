"""Orders, keys of persons, signatures, instructions: the gateway's role alone writes them."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cairong.audit.columns import (
    CodeField,
    StateField,
    append_only,
    city_key,
    state_known,
    uuid7_key,
)
from cairong.orders.doubts import Doubt
from cairong.orders.states import INSTRUCTION, PERSON_KEY
from cairong.orders.watching import GatewayWatch

__all__ = ["Doubt", "GatewayWatch", "Instruction", "Order", "PersonKey", "Signature"]

ADDS = ("SELECT", "INSERT")


def _to(target: str, related_name: str = "+") -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(target, on_delete=models.PROTECT, related_name=related_name)


class Order(models.Model):
    """What is signed: the exact text, its digest and short code. Never changed.

    It is about one record (`about_id`: payment, payee version, key) and chained by `previous` to
    the order of its kind before it on the same subject. `signers` are the two persons who decided
    it; empty where any two of the treasury desk may sign.
    """

    class Kind(models.TextChoices):
        PAY = "pay", "支付"
        PAYEE = "payee", "回款账户"
        KEY = "key", "登记签名钥匙"
        END_KEY = "end_key", "停用签名钥匙"

    APP_INSERTS: ClassVar[bool] = False
    GATEWAY: ClassVar[tuple[str, ...]] = ADDS

    id = uuid7_key()
    city = city_key()
    kind = CodeField(max_length=10, choices=Kind.choices)
    number = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    about_id = models.UUIDField()
    proposal = models.ForeignKey(
        "parties.Proposal", null=True, on_delete=models.PROTECT, related_name="+"
    )
    signers = ArrayField(models.UUIDField(), default=list)
    previous = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=9)
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "number"], name="orders_number_once"),
            models.UniqueConstraint(
                fields=["kind", "subject_id", "previous"], name="orders_order_chain"
            ),
        ]
        indexes = [models.Index(fields=["about_id"], name="orders_order_about")]
        triggers = [append_only()]


class Ceremony(models.Model):
    """A ceremony the operator held: whose keys are made in it, and which end by it.

    The database's owner alone writes it: neither web, worker nor gateway can hold one. Where one
    other person holds a key still (`signed_by`), they sign the new key's order; where nobody does,
    the keys are `founding`.
    """

    APP_INSERTS: ClassVar[bool] = False
    GATEWAY: ClassVar[tuple[str, ...]] = ("SELECT",)

    id = uuid7_key()
    city = city_key()
    persons = ArrayField(models.UUIDField())
    ends = ArrayField(models.UUIDField(), default=list)
    signed_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    origin = models.CharField(max_length=200)
    held_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        triggers = [append_only()]


class PersonKey(models.Model):
    """A key that one person has in hand; its public half, and at which site it was made.

    Those of a ceremony (`founding`) are registered at once; every other by an order that two
    others sign, or one where nobody else holds a key.
    """

    APP_INSERTS: ClassVar[bool] = False
    APP_UPDATES: ClassVar[tuple[str, ...]] = ()
    GATEWAY: ClassVar[tuple[str, ...]] = (
        *ADDS, "UPDATE (state)", "UPDATE (registered_at)", "UPDATE (ended_at)",
    )  # fmt: skip

    id = uuid7_key()
    city = city_key()
    person = _to("parties.Person")
    algorithm = models.CharField(max_length=20)
    credential = models.TextField()
    public_key = models.TextField()
    fingerprint = models.CharField(max_length=64)
    site = models.CharField(max_length=200)
    origin = models.CharField(max_length=200)
    founding = models.BooleanField(default=False)
    ceremony = models.ForeignKey(Ceremony, null=True, on_delete=models.PROTECT, related_name="keys")
    made_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    state = StateField(max_length=12, choices=PERSON_KEY.choices(), default="asked")

    class Meta:
        constraints = [
            state_known(PERSON_KEY),
            models.UniqueConstraint(fields=["fingerprint"], name="orders_key_fingerprint"),
            models.UniqueConstraint(
                fields=["ceremony", "person"], name="orders_key_once_a_ceremony"
            ),
        ]


class Signature(models.Model):
    """One person's signature of one order by one key, as the key gave it. Never changed."""

    APP_INSERTS: ClassVar[bool] = False
    GATEWAY: ClassVar[tuple[str, ...]] = ADDS

    id = uuid7_key()
    order = _to("Order", "signatures")
    key = _to("PersonKey", "signatures")
    person = _to("parties.Person")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "person"], name="orders_signature_once"),
        ]
        triggers = [append_only()]


class Instruction(models.Model):
    """What is sent to the treasury for one order, under the order's number, and what it answers.

    It is `leaving` from before the treasury could read it: nothing takes it back from then on.
    `reason` is why the treasury did not pay.
    """

    APP_INSERTS: ClassVar[bool] = False
    APP_UPDATES: ClassVar[tuple[str, ...]] = ()
    GATEWAY: ClassVar[tuple[str, ...]] = (
        *ADDS, "UPDATE (state)", "UPDATE (left_at)", "UPDATE (sent_at)", "UPDATE (answered_at)",
        "UPDATE (serial)", "UPDATE (arrived_on)", "UPDATE (reason)", "UPDATE (closed_at)",
    )  # fmt: skip

    id = uuid7_key()
    city = city_key()
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="instruction")
    made_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    serial = models.CharField(max_length=40, blank=True)
    arrived_on = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True, db_default="")
    closed_at = models.DateTimeField(null=True)
    state = StateField(max_length=12, choices=INSTRUCTION.choices(), default="queued")

    class Meta:
        constraints = [state_known(INSTRUCTION)]
