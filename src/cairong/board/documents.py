"""Policy documents and what each takes the place of."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from cairong.audit.columns import StateField, append_only, city_key, state_known, uuid7_key
from cairong.audit.papers import hash_holds
from cairong.board.columns import desk_code, moment, person_key
from cairong.board.states import DOCUMENT


class Document(models.Model):
    """One policy document: its number, whose it is, its days, its file.

    Somebody entered it, another of the same authority looked it over.

    What was wrong in one is put right by another that `corrects` names. The file may be missing.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("state", "checked_by_id", "checked_at", "reason")

    id = uuid7_key()
    city = city_key()
    no = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    issuer = models.CharField(max_length=120)
    issued_on = models.DateField()
    effective_on = models.DateField()
    until_on = models.DateField(null=True)
    kind = models.CharField(max_length=4, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    content = models.BinaryField(null=True)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    desk = desk_code()
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    entered_by = person_key()
    entered_at = models.DateTimeField()
    state = StateField(max_length=10, choices=DOCUMENT.choices(), default="entered")
    checked_by = person_key(null=True)
    checked_at = moment()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            state_known(DOCUMENT),
            UniqueConstraint(
                fields=["city", "no"], condition=Q(state="listed"), name="board_document_once"
            ),
            UniqueConstraint(
                fields=["city", "no"],
                condition=Q(state="entered"),
                name="board_document_entered_once",
            ),
            CheckConstraint(
                condition=Q(effective_on__gte=F("issued_on"))
                & (Q(until_on=None) | Q(until_on__gte=F("effective_on"))),
                name="board_document_days",
            ),
            CheckConstraint(
                condition=Q(state="entered", checked_by=None, checked_at=None)
                | ~Q(state="entered") & Q(checked_by__isnull=False, checked_at__isnull=False)
                & ~Q(checked_by=F("entered_by")),
                name="board_document_two",
            ),
            CheckConstraint(
                condition=Q(content=None, sha256="", kind="")
                | Q(content__isnull=False) & ~Q(sha256="") & ~Q(kind=""),
                name="board_document_file",
            ),
            hash_holds("board_document_hash"),
        ]  # fmt: skip


class Supersession(models.Model):
    """That one document takes the place of another, from its own first day. Never changed."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="supersedes")
    old = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="superseded_by")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["document", "old"], name="board_superseded_once"),
            CheckConstraint(condition=~Q(document=F("old")), name="board_superseded_other"),
        ]
        triggers = [append_only()]
