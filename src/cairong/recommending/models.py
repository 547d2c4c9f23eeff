"""Recommendations with their grounds, who is asked to answer, and what the supplier says."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from cairong.audit.columns import (
    CodeField,
    StateField,
    append_only,
    city_key,
    state_known,
    uuid7_key,
)
from cairong.audit.papers import Paper, hash_holds
from cairong.policy.recommending import GROUNDS, WHY_NOT
from cairong.recommending.states import ASK, RECOMMENDATION


class GroundPaper(Paper):
    """The paper that a ground rests on. Never changed."""

    id = uuid7_key()
    city = city_key()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["city", "sha256"], name="recommending_paper_once"),
            hash_holds("recommending_paper_hash"),
        ]
        triggers = [append_only()]


class Recommendation(models.Model):
    """One supplier that two persons of the SME authority recommend until a day.

    `shares_contact` says whether the supplier lets the institutions asked see whom to call.
    """

    id = uuid7_key()
    city = city_key()
    no = models.CharField(max_length=20)
    supplier = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="recommendations"
    )
    authority = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    region = models.CharField(max_length=6)
    until = models.DateField()
    state = StateField(max_length=12, choices=RECOMMENDATION.choices(), default="open")
    shares_contact = models.BooleanField(default=False)
    recommended_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            state_known(RECOMMENDATION),
            UniqueConstraint(fields=["city", "no"], name="recommending_no_once"),
            UniqueConstraint(
                fields=["city", "supplier"],
                condition=Q(state="open"),
                name="recommending_one_open",
            ),
            CheckConstraint(
                condition=Q(state="open", ended_at=None)
                | ~Q(state="open") & Q(ended_at__gte=F("recommended_at")),
                name="recommending_ended_when_over",
            ),
            CheckConstraint(
                condition=Q(shares_contact=False) | Q(state="open"),
                name="recommending_contact_while_open",
            ),
        ]


class Ground(models.Model):
    """Why a supplier is recommended: one ground, in a version. Never changed."""

    id = models.BigAutoField(primary_key=True)
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="grounds"
    )
    version = models.SmallIntegerField()
    kind = CodeField(max_length=12, choices=GROUNDS.items())
    words = models.CharField(max_length=300)
    paper = models.ForeignKey(
        GroundPaper, null=True, on_delete=models.PROTECT, related_name="grounds"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["recommendation", "version", "kind"], name="recommending_ground_once"
            ),
            CheckConstraint(
                condition=Q(version__gte=1, kind__in=list(GROUNDS)) & ~Q(words=""),
                name="recommending_ground_said",
            ),
        ]
        triggers = [append_only()]


class Ask(models.Model):
    """One institution that is asked about a recommended supplier, and what it answered.

    Offered or lent it has only with the offer or the loan itself, which the program finds; what it
    answered in words stays beside them. `offer_id` and `loan_id` are no foreign keys: a case frozen
    as a secret takes its offers and loans away (docs/decisions/secrets.md), not the answer.
    """

    id = uuid7_key()
    city = city_key()
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="asks"
    )
    institution = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    state = StateField(max_length=12, choices=ASK.choices(), default="waiting")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    code = CodeField(
        max_length=20, choices=[(key, each.word) for key, each in WHY_NOT.items()], blank=True
    )
    words = models.CharField(max_length=300, blank=True)
    offer_id = models.UUIDField(null=True)
    loan_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            state_known(ASK),
            UniqueConstraint(
                fields=["recommendation", "institution"], name="recommending_ask_once"
            ),
            CheckConstraint(
                condition=Q(state__in=["waiting", "closed"], answered_at=None)
                | Q(state__in=["explained", "offered", "lent"], answered_at__gte=F("asked_at")),
                name="recommending_answered_when_said",
            ),
            CheckConstraint(
                condition=Q(code="", words="") & ~Q(state="explained") | ~Q(code="") & ~Q(words=""),
                name="recommending_reason_in_words",
            ),
            CheckConstraint(
                condition=Q(state="offered", offer_id__isnull=False)
                | Q(state="lent", loan_id__isnull=False)
                | Q(state__in=["waiting", "explained", "closed"], offer_id=None, loan_id=None),
                name="recommending_offer_backed",
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "state"], name="recommending_ask_desk"),
        ]


class Saying(models.Model):
    """What a supplier said to its recommendation, and what the authority replied. Never changed."""

    class Kind(models.TextChoices):
        SHARED = "shared", "允许机构查看联系方式"
        KEPT = "kept", "不再让机构查看联系方式"
        CORRECTION = "correction", "请求更正"
        REPLY = "reply", "主管部门答复"
        REFUSED = "refused", "谢绝推荐"

    id = models.BigAutoField(primary_key=True)
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="sayings"
    )
    kind = CodeField(max_length=12, choices=Kind.choices)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(kind__in=["shared", "kept"]) | ~Q(words=""),
                name="recommending_saying_said",
            ),
        ]
        triggers = [append_only()]
