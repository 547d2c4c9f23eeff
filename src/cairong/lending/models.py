"""Intents and consents, applications and their checks, offers, loans and what was repaid."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from cairong.audit.columns import (
    StateField,
    append_only,
    city_key,
    state_known,
    uuid7_key,
)
from cairong.lending.asked import Asked
from cairong.lending.background import BackgroundCheck
from cairong.lending.counted import LoansCounted, LoansHere
from cairong.lending.eligibility import EligibilityMark
from cairong.lending.entries import LoanEntry
from cairong.lending.given import GivenPaper
from cairong.lending.inquiries import Inquiry
from cairong.lending.lenders import LenderPaper
from cairong.lending.lookups import DataConsent, Lookup
from cairong.lending.on_paper import PaperForm
from cairong.lending.outside import OutsideLoan
from cairong.lending.overdue import (
    Forgiveness,
    Overdue,
    OverdueContact,
    RepaymentPlan,
    WriteOff,
)
from cairong.lending.starts import StartDispute
from cairong.lending.states import APPLICATION, CHOSEN_OFFERS, INTENT, LIVE_OFFERS, LOAN, OFFER
from cairong.lending.years import YearBorrower, YearDrawn
from cairong.policy.cost import METHOD_WORDS, REVOLVING

__all__ = [
    "Application", "BackgroundCheck", "Consent", "DataConsent", "EligibilityMark", "Forgiveness",
    "GivenPaper", "Inquiry", "Instalment", "Intent", "LenderPaper", "Loan", "LoanEntry", "Lookup",
    "Offer", "OutsideLoan", "Overdue", "OverdueContact",
    "PaperForm", "RepaymentPlan", "StartDispute", "Verification", "WriteOff", "YearBorrower",
    "YearDrawn",
]  # fmt: skip


def _organisation() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")


class Intent(models.Model):
    """One intent of a supplier to borrow on one contract, or on an award before its contract.

    `method` is the way of repaying that is wished for, empty for any.
    `reserved_fen` is what this intent holds of the headroom: its largest live offer, after
    acceptance the accepted one, less what was drawn of it (D9).
    """

    id = uuid7_key()
    city = city_key()
    no = models.CharField(max_length=20)
    supplier = _organisation()
    award = models.ForeignKey(
        "contracts.Award", null=True, on_delete=models.PROTECT, related_name="intents"
    )
    contract = models.ForeignKey(
        "contracts.Contract", null=True, on_delete=models.PROTECT, related_name="intents"
    )
    receivable = models.ForeignKey(
        "treasury.Receivable", null=True, on_delete=models.PROTECT, related_name="intents"
    )
    region = models.CharField(max_length=6)
    amount_fen = models.BigIntegerField()
    days = models.IntegerField()
    method = models.CharField(
        max_length=20, choices=list(METHOD_WORDS.items()), blank=True, db_default=""
    )
    purpose = models.CharField(max_length=300, blank=True)
    broadcast = models.BooleanField(default=False)
    state = StateField(max_length=12, choices=INTENT.choices(), default="open")
    reserved_fen = models.BigIntegerField(default=0)
    registered_at = models.DateTimeField()
    lapses_on = models.DateField()

    class Meta:
        constraints = [
            state_known(INTENT),
            models.UniqueConstraint(fields=["city", "no"], name="lending_intent_no_once"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, days__gt=0), name="lending_intent_amount"
            ),
            models.CheckConstraint(
                condition=Q(reserved_fen__gte=0), name="lending_intent_reserved"
            ),
            models.CheckConstraint(
                condition=Q(method__in=["", *METHOD_WORDS]), name="lending_intent_method"
            ),
            models.CheckConstraint(
                condition=Q(award__isnull=False) | Q(contract__isnull=False),
                name="lending_intent_of_something",
            ),
            models.CheckConstraint(
                condition=Q(reserved_fen=0) | Q(receivable__isnull=False),
                name="lending_intent_reserves_somewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "state"], name="lending_intent_supplier"),
            models.Index(fields=["city", "registered_at"], name="lending_intent_registered"),
            models.Index(fields=["city", "state", "lapses_on"], name="lending_intent_lapsing"),
        ]


class Consent(models.Model):
    """A supplier lets one institution read its contact data for one intent, until a day."""

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("withdrawn_at",)

    id = uuid7_key()
    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, related_name="consents")
    institution = _organisation()
    scope = models.CharField(max_length=100, default="联系人及电话")
    given_at = models.DateTimeField()
    until = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["intent", "institution"],
                name="lending_consent_once",
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]


class Application(models.Model):
    """What one institution makes of one intent. `complete_on` is the day clock A starts (D14)."""

    id = uuid7_key()
    city = city_key()
    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, related_name="applications")
    institution = _organisation()
    region = models.CharField(max_length=6)
    state = StateField(max_length=12, choices=APPLICATION.choices(), default="submitted")
    submitted_at = models.DateTimeField()
    complete_on = models.DateField(null=True)
    by_silence = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True)
    reject_code = models.CharField(max_length=40, blank=True)
    reject_words = models.CharField(max_length=500, blank=True)
    reject_curable = models.BooleanField(default=False)

    class Meta:
        constraints = [
            state_known(APPLICATION),
            models.UniqueConstraint(
                fields=["intent", "institution"], name="lending_application_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | (~Q(reject_code="") & ~Q(reject_words="")),
                name="lending_rejection_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "state"], name="lending_application_desk"),
            models.Index(
                fields=["city", "submitted_at"],
                name="lending_application_silent",
                condition=Q(state="submitted"),
            ),
            models.Index(
                fields=["city", "state", "decided_at"],
                include=["region", "reject_code"],
                name="lending_application_watched",
            ),
        ]


class Verification(models.Model):
    """One check of the contract's authenticity: our receipt, and the province's reference."""

    id = uuid7_key()
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="verifications"
    )
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField()
    content_hash = models.CharField(max_length=64)
    receipt = models.BinaryField()
    provincial_reference = models.CharField(max_length=100, blank=True)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["application", "-at"], name="lending_verification_new")]
        triggers = [append_only()]


class Offer(Asked):
    """An institution's terms for one application; figures as they were shown (D16, D17)."""

    id = uuid7_key()
    city = city_key()
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="offers")
    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, related_name="offers")
    receivable = models.ForeignKey(
        "treasury.Receivable", on_delete=models.PROTECT, related_name="offers"
    )
    institution = _organisation()
    product_version = models.ForeignKey(
        "products.ProductVersion", on_delete=models.PROTECT, related_name="+"
    )
    verification = models.ForeignKey(Verification, on_delete=models.PROTECT, related_name="+")
    background = models.ForeignKey(
        BackgroundCheck, null=True, on_delete=models.PROTECT, related_name="+"
    )
    days = models.IntegerField()
    tenor = models.CharField(max_length=2)
    lpr_bp = models.IntegerField()
    lpr_on = models.DateField()
    spread_bp = models.IntegerField()
    rate_bp = models.IntegerField()
    day_count = models.SmallIntegerField()
    cap_percent = models.SmallIntegerField()
    instalments = models.SmallIntegerField()
    fee_fen = models.BigIntegerField()
    hold_until_due = models.BooleanField(default=False)
    amount_reason = models.CharField(max_length=500, blank=True, db_default="")
    term_reason = models.CharField(max_length=500, blank=True, db_default="")
    grade = models.CharField(max_length=1, blank=True, db_default="")
    grade_reason = models.CharField(max_length=500, blank=True, db_default="")
    interest_fen = models.BigIntegerField()
    simple_percent = models.DecimalField(null=True, max_digits=14, decimal_places=4)
    irr_percent = models.DecimalField(null=True, max_digits=14, decimal_places=4)
    schedule = models.JSONField(default=list)
    state = StateField(max_length=16, choices=OFFER.choices(), default="offered")
    offered_at = models.DateTimeField()
    valid_until = models.DateField()
    accepted_at = models.DateTimeField(null=True)
    lock = models.ForeignKey(
        "treasury.Lock", null=True, on_delete=models.PROTECT, related_name="offers"
    )
    registration_no = models.CharField(max_length=60, blank=True)
    service_order = models.IntegerField(null=True)

    class Meta:
        constraints = [
            state_known(OFFER),
            *Asked.KEPT,
            models.UniqueConstraint(
                fields=["intent"],
                name="lending_one_offer_accepted",
                condition=Q(state__in=OFFER.ordered(CHOSEN_OFFERS)),
            ),
            models.UniqueConstraint(
                fields=["application"],
                name="lending_one_live_offer",
                condition=Q(state__in=OFFER.ordered(LIVE_OFFERS)),
            ),
            models.UniqueConstraint(
                fields=["receivable", "service_order"], name="lending_service_order_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, days__gt=0, rate_bp__gt=0, fee_fen__gte=0),
                name="lending_offer_terms",
            ),
            models.CheckConstraint(
                condition=Q(drawn_fen__gte=0)
                & (Q(drawn_fen__lte=F("amount_fen")) | Q(method=REVOLVING)),
                name="lending_drawn_within_offer",
            ),
            models.CheckConstraint(
                condition=Q(grade__in=["", "A", "B", "C"]), name="lending_offer_grade"
            ),
        ]
        indexes = [
            models.Index(
                fields=["city", "valid_until"],
                name="lending_offer_lapsing",
                condition=Q(state="offered"),
            ),
        ]


class Loan(models.Model):
    """One draw of an offer, or what was left of a loan lent outside the platform (`outside`).

    Its sums are kept by the trigger `lending_entry_applied` alone. What counts or compares loans
    reads `counted`, what promises them `here`; `objects` are all, as headroom, books and money take
    them. `refinanced_fen` of the principal had been lent before on the same receivable and was
    repaid with other money within days of this draw (`years.sql`).
    `accrued_on` is the day up to which interest was worked out, `accrued_fen` all interest
    worked out so far; unpaid interest is its difference to `interest_paid_fen`.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ()

    id = uuid7_key()
    city = city_key()
    no = models.CharField(max_length=20)
    offer = models.ForeignKey(Offer, null=True, on_delete=models.PROTECT, related_name="loans")
    outside = models.OneToOneField(
        OutsideLoan, null=True, on_delete=models.PROTECT, related_name="loan"
    )
    receivable = models.ForeignKey(
        "treasury.Receivable", on_delete=models.PROTECT, related_name="loans"
    )
    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.PROTECT, related_name="loans"
    )
    institution = _organisation()
    supplier = _organisation()
    region = models.CharField(max_length=6)
    principal_fen = models.BigIntegerField()
    refinanced_fen = models.BigIntegerField(db_default=0)
    fee_fen = models.BigIntegerField(default=0)
    rate_bp = models.IntegerField()
    day_count = models.SmallIntegerField()
    method = models.CharField(max_length=20)
    hold_until_due = models.BooleanField(default=False)
    service_order = models.IntegerField()
    drawn_on = models.DateField()
    due_on = models.DateField()
    outstanding_fen = models.BigIntegerField(default=0)
    accrued_fen = models.BigIntegerField(default=0)
    accrued_on = models.DateField()
    interest_paid_fen = models.BigIntegerField(default=0)
    principal_paid_fen = models.BigIntegerField(default=0)
    fee_paid_fen = models.BigIntegerField(default=0)
    state = StateField(max_length=12, choices=LOAN.choices(), default="repaying")
    settled_on = models.DateField(null=True)

    objects = models.Manager["Loan"]()
    here = LoansHere()
    counted = LoansCounted()

    class Meta:
        constraints = [
            state_known(LOAN),
            models.CheckConstraint(
                condition=Q(offer__isnull=True) ^ Q(outside__isnull=True),
                name="lending_loan_of_one",
            ),
            models.UniqueConstraint(fields=["city", "no"], name="lending_loan_no_once"),
            models.CheckConstraint(
                condition=Q(outstanding_fen__gte=0)
                & Q(outstanding_fen__lte=F("principal_fen"))
                & Q(principal_paid_fen__lte=F("principal_fen")),
                name="lending_principal_within_loan",
            ),
            models.CheckConstraint(
                condition=Q(interest_paid_fen__gte=0) & Q(interest_paid_fen__lte=F("accrued_fen")),
                name="lending_interest_within_accrued",
            ),
            models.CheckConstraint(
                condition=Q(fee_paid_fen__lte=F("fee_fen")), name="lending_fee_within_loan"
            ),
        ]
        indexes = [
            models.Index(
                fields=["receivable", "service_order"],
                name="lending_loan_running",
                condition=Q(state="repaying"),
            ),
            models.Index(fields=["city", "drawn_on", "region"], name="lending_loan_drawn"),
            models.Index(fields=["institution", "state"], name="lending_loan_desk"),
        ]


class Instalment(models.Model):
    """One row of a loan's schedule as fixed at the draw. Never changed."""

    id = models.BigAutoField(primary_key=True)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="instalments")
    position = models.SmallIntegerField()
    due_on = models.DateField()
    principal_fen = models.BigIntegerField()
    interest_fen = models.BigIntegerField()
    left_fen = models.BigIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "position"], name="lending_instalment_once"),
        ]
        triggers = [append_only()]
