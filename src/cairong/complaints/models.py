"""Complaints with their evidence, what each side said, and the channel of late payments."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Coalesce

from cairong.audit.columns import (
    CodeField,
    StateField,
    append_only,
    city_key,
    state_known,
    uuid7_key,
)
from cairong.audit.papers import Paper, hash_holds
from cairong.complaints.states import COMPLAINT, LIVE
from cairong.kernel.actor import ROLE_NAMES
from cairong.policy.complaining import CASES, KIND_WORDS, OUTCOMES, UPPERS

SINGLE_CASE = Q()
for _word in CASES:
    SINGLE_CASE |= Q(matter=_word) & Q(**{f"{each}__isnull": each != _word for each in CASES})


class ComplaintPaper(Paper):
    """A paper that one side keeps for what it says. Never changed."""

    id = uuid7_key()
    city = city_key()
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            UniqueConstraint(fields=["organisation", "sha256"], name="complaints_paper_once"),
            hash_holds("complaints_paper_hash"),
        ]
        triggers: ClassVar[list[object]] = [append_only()]


def _case(model: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(model, null=True, on_delete=models.PROTECT, related_name="complaints")


class Complaint(models.Model):
    """What a supplier complains of: whose conduct, on which case, by which evidence.

    `matter` says which of award, contract, application and loan it is about, `case_id` is its key;
    `accused` is the other party of it. `evidence` holds the facts of the case and the clocks of
    the accused as of the moment when it was made. `upper` is who settles it, once the accused was
    silent too long (`raised_at`) or the supplier asks for it until `press_until`.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = (
        "state", "raised_at", "press_until", "outcome", "ended_at", "rating", "rating_words",
        "rated_at",
    )  # fmt: skip

    id = uuid7_key()
    city = city_key()
    no = models.CharField(max_length=20)
    supplier = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="complaints"
    )
    accused = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = CodeField(max_length=12, choices=KIND_WORDS.items())
    matter = CodeField(max_length=12, choices=CASES.items())
    award = _case("contracts.Award")
    contract = _case("contracts.Contract")
    application = _case("lending.Application")
    loan = _case("lending.Loan")
    case_id = models.GeneratedField(
        expression=Coalesce("loan_id", "application_id", "contract_id", "award_id"),
        output_field=models.UUIDField(),
        db_persist=True,
    )
    region = models.CharField(max_length=6)
    evidence = models.JSONField()
    upper = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    upper_role = CodeField(
        max_length=24, choices=[(role.value, ROLE_NAMES[role]) for role in UPPERS]
    )
    made_at = models.DateTimeField()
    state = StateField(max_length=10, choices=COMPLAINT.choices(), default="open")
    raised_at = models.DateTimeField(null=True)
    press_until = models.DateField(null=True)
    outcome = CodeField(max_length=10, choices=OUTCOMES.items(), blank=True)
    ended_at = models.DateTimeField(null=True)
    rating = models.SmallIntegerField(null=True)
    rating_words = models.CharField(max_length=300, blank=True)
    rated_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            state_known(COMPLAINT),
            UniqueConstraint(fields=["city", "no"], name="complaints_no_once"),
            UniqueConstraint(
                fields=["supplier", "case_id", "kind"],
                condition=Q(state__in=COMPLAINT.ordered(LIVE)),
                name="complaints_live_once",
            ),
            CheckConstraint(condition=SINGLE_CASE, name="complaints_single_case"),
            CheckConstraint(
                condition=Q(state="open", outcome="", raised_at=None, ended_at=None)
                | Q(state="answered", outcome__in=list(OUTCOMES), ended_at=None)
                & Q(press_until__isnull=False)
                | Q(state="raised", outcome="", raised_at__isnull=False, ended_at=None)
                | Q(state__in=["settled", "closed"], outcome__in=list(OUTCOMES))
                & Q(ended_at__isnull=False)
                | Q(state="withdrawn", outcome="", ended_at__gte=F("made_at")),
                name="complaints_whole",
            ),
            CheckConstraint(
                condition=Q(rating=None, rated_at=None, rating_words="")
                | Q(rating__range=(1, 5), rated_at__isnull=False) & ~Q(state="open"),
                name="complaints_rated",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["supplier", "case_id"], name="complaints_of_case"),
            models.Index(fields=["accused", "made_at"], name="complaints_accused"),
            models.Index(fields=["upper", "state"], name="complaints_desk"),
            models.Index(fields=["city", "made_at"], name="complaints_counted"),
            models.Index(
                fields=["city", "press_until"],
                condition=Q(state="answered"),
                name="complaints_pressing",
            ),
        ]


class Saying(models.Model):
    """What was said to a complaint, by whom, with its paper or none. Never changed."""

    class Kind(models.TextChoices):
        MADE = "made", "投诉"
        ANSWERED = "answered", "被投诉单位答复"
        PRESSED = "pressed", "提请上级处理"
        SETTLED = "settled", "上级部门处理"
        WITHDRAWN = "withdrawn", "撤回理由"

    id = models.BigAutoField(primary_key=True)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="sayings")
    kind = CodeField(max_length=10, choices=Kind.choices)
    outcome = CodeField(max_length=10, choices=OUTCOMES.items(), blank=True)
    words = models.CharField(max_length=1000)
    paper = models.ForeignKey(
        ComplaintPaper, null=True, on_delete=models.PROTECT, related_name="sayings"
    )
    at = models.DateTimeField()
    by = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            UniqueConstraint(fields=["complaint", "kind"], name="complaints_answered_once"),
            CheckConstraint(
                condition=~Q(words="")
                & (
                    Q(kind__in=["answered", "settled"], outcome__in=list(OUTCOMES))
                    | Q(kind__in=["made", "pressed", "withdrawn"], outcome="")
                ),
                name="complaints_said",
            ),
        ]
        triggers: ClassVar[list[object]] = [append_only()]


class Passed(models.Model):
    """Where else a complaint of late payment was handed in (802§24), and what came back."""

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("answer", "answered_on", "told_at", "told_by_id")

    id = uuid7_key()
    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="passed")
    channel = models.CharField(max_length=80)
    outside_no = models.CharField(max_length=60)
    passed_on = models.DateField()
    passed_at = models.DateTimeField()
    passed_by = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(max_length=1000, blank=True)
    answered_on = models.DateField(null=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            CheckConstraint(
                condition=Q(answer="", answered_on=None, told_at=None, told_by=None)
                | ~Q(answer="")
                & Q(answered_on__gte=F("passed_on"), told_at__isnull=False, told_by__isnull=False),
                name="complaints_passed_whole",
            ),
        ]
