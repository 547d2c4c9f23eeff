"""Events, the head of their chain, the outbox, and the record of refusals."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from cairong.audit.columns import append_only


class Chain(models.Model):
    """The head of one city's chain of events. Locked last in every transaction (D26)."""

    NOTARY: ClassVar[tuple[str, ...]] = ("SELECT",)
    # Not the whole table: whoever may change all of it may also lock it against readers.
    APP_UPDATES: ClassVar[tuple[str, ...]] = ("seq", "hash")

    city = models.CharField(primary_key=True, max_length=6)
    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField(default=b"")


class Event(models.Model):
    """One thing that happened: who, for whom, what, on what, before and after, on what basis."""

    NOTARY: ClassVar[tuple[str, ...]] = ("SELECT",)

    id = models.BigAutoField(primary_key=True)
    city = models.CharField(max_length=6)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    type = models.CharField(max_length=80)
    schema_version = models.SmallIntegerField(default=1)
    person_id = models.UUIDField(null=True)
    person_name = models.CharField(max_length=60, blank=True)
    organisation_id = models.UUIDField(null=True)
    organisation_name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=40)
    channel = models.CharField(max_length=10)
    request_id = models.UUIDField(null=True)
    asked = models.BinaryField(null=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    about = ArrayField(models.UUIDField(), default=list)
    visible_to = ArrayField(models.UUIDField(), default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    basis = ArrayField(models.CharField(max_length=40), default=list)
    rows = models.BinaryField(null=True)
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "seq"], name="audit_event_one_per_seq"),
            models.UniqueConstraint(
                fields=["city", "request_id"],
                name="audit_event_request_once",
                condition=models.Q(request_id__isnull=False),
            ),
        ]
        indexes = [
            GinIndex(fields=["about"], name="audit_event_about"),
            models.Index(fields=["city", "type", "at"], name="audit_event_type"),
        ]
        triggers = [append_only()]


class RowDigest(models.Model):
    """What an act left a row of fact as: a digest of it, empty where the row is gone.

    Kept by triggers alone (`rows.sql`). `parts` tells the columns apart; `xact` is the transaction
    that may still change it.
    """

    APP_INSERTS: ClassVar[bool] = False
    APP_UPDATES: ClassVar[tuple[str, ...]] = ()

    id = models.BigAutoField(primary_key=True)
    city = models.CharField(max_length=6)
    act = models.UUIDField()
    of_table = models.CharField(max_length=63)
    key = models.CharField(max_length=40)
    digest = models.BinaryField()
    parts = models.BinaryField()
    xact = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["act", "of_table", "key"], name="audit_rowdigest_one_per_act"
            ),
        ]
        indexes = [models.Index(fields=["of_table", "key", "id"], name="audit_rowdigest_newest")]


class Sealed(models.Model):
    """A row that is out of everybody's sight, as it was before.

    Of an event what its hash covers too (`content`). The database's owner alone reads it; the
    signer works hashes out of it. Functions of the owner move it (secrecy/sealing.sql).
    """

    APP_READS: ClassVar[bool] = False
    NOTARY: ClassVar[tuple[str, ...]] = ("SELECT (of_table, key, content)",)

    id = models.BigAutoField(primary_key=True)
    of_case = models.UUIDField()
    of_table = models.CharField(max_length=63)
    key = models.CharField(max_length=40)
    facts: "models.JSONField[Any, Any]" = models.JSONField()
    content = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of_case", "of_table", "key"], name="audit_sealed_once")
        ]
        indexes = [models.Index(fields=["of_table", "key"], name="audit_sealed_row")]


class Outbox(models.Model):
    """One consumer that has to hear of one event. Done in the consumer's own transaction."""

    id = models.BigAutoField(primary_key=True)
    city = models.CharField(max_length=6)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="outbox")
    consumer = models.CharField(max_length=80)
    done_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "consumer"], name="audit_outbox_once"),
        ]
        indexes = [
            models.Index(
                fields=["id"], name="audit_outbox_waiting", condition=models.Q(done_at__isnull=True)
            ),
        ]


class RefusalRecord(models.Model):
    """One act that was refused: who tried what, and why it was answered with «no»."""

    id = models.BigAutoField(primary_key=True)
    city = models.CharField(max_length=6)
    at = models.DateTimeField()
    person_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    role = models.CharField(max_length=40)
    channel = models.CharField(max_length=10)
    act = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=80)
    obligation = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        triggers = [append_only()]
