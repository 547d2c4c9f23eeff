"""Approve an application with terms: an offer, within product and headroom, on proved facts."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from cairong.audit.recording import Tell, record
from cairong.clocks.steps.duties import fulfil_duties
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.kernel.text import clean_text
from cairong.lending.models import Application, BackgroundCheck, Intent, Offer, Verification
from cairong.lending.reads import obliged_to_province
from cairong.lending.record import grade_of
from cairong.lending.states import APPLICATION, OFFER
from cairong.lending.steps.background import newest_background, still_checked
from cairong.lending.steps.bindings import borrower_of
from cairong.lending.steps.holding import follow_offers, hold, locked_application
from cairong.lending.steps.inquiring import drop_open
from cairong.lending.steps.named import named
from cairong.lending.steps.terms import offer_until
from cairong.lending.steps.verification import newest_verification, still_proved
from cairong.parties.four_eyes import DATED, two_person
from cairong.policy import lending as rules
from cairong.policy.answering import answers_what_was_asked
from cairong.policy.cost import Cost, Method, cost, kept_percent
from cairong.policy.preferring import Price, fair_to_grade
from cairong.policy.products import Borrower
from cairong.policy.rule import Answer, require
from cairong.products.bettered import Bettered, bettered
from cairong.products.models import ProductVersion
from cairong.products.reads import is_for, product_for, version_in_force
from cairong.products.states import PRODUCT
from cairong.rulebook.reads import calendar_of, lpr_on, parameter
from cairong.treasury.arithmetic import fits_headroom, headroom_fen
from cairong.treasury.expected import outlook_of
from cairong.treasury.models import Receivable

SAID = ("amount_reason", "term_reason", "grade", "grade_reason")


@two_person(
    Role.INSTITUTION_OFFICER,
    word="批准融资报价",
    free={"lpr_on": DATED, "valid_until": DATED},
    of=(OFFER, APPLICATION),
    fulfils="decide_application",
)
def approve_offer(
    *,
    actor: Actor,
    now: datetime,
    application_id: UUID,
    product_id: UUID,
    amount_fen: Annotated[int, Field(gt=0, le=10**15)],
    days: Annotated[int, Field(gt=0, le=3660)],
    spread_bp: int,
    method: Method,
    instalments: Annotated[int, Field(gt=0)] = 1,
    fee_fen: Annotated[int, Field(ge=0)] = 0,
    amount_reason: str = "",
    term_reason: str = "",
    grade_reason: str = "",
) -> Offer:
    """Approve an application: the offer stands, and the intent holds its largest (D9).

    The LPR is the last one published before this moment (D16), the yearly cost by D17. A term that
    does not fit the payment, less than was asked, a price above a lower grade's need a reason.
    Raises NotFound, WrongState, Invalid, and PolicyBreach with every rule that is not met.
    Writes: lending.Offer, Application, Inquiry, Intent, treasury.Entry, clocks.Mark.
    Source: 二(一)-2, 二(四)-3, 二(五)-2…4, 二(五)-6, 二(五)-7, 一(一)-1, D21.
    """
    application, intent, receivable = locked_application(actor, application_id)
    state = APPLICATION.after(application.state, "approve")
    assert receivable is not None
    product = _graded(actor, product_id, intent, now)
    rules.check_instalments(method=method, instalments=instalments, days=days)
    terms = rules.Terms(
        amount_fen=amount_fen, days=days, spread_bp=spread_bp, fee_fen=fee_fen,
        method=method, instalments=instalments,
        **_cleaned(amount_reason=amount_reason, term_reason=term_reason, grade_reason=grade_reason),
    )  # fmt: skip
    check, background = newest_verification(application.pk), newest_background(application.pk)
    cap = min(product.cap_percent, receivable.cap_percent)
    require(
        *_proved(application, check, background, now),
        *allowed(terms, product, borrower_of(intent)),
        fits_headroom(receivable, amount_fen, cap_percent=cap, own_fen=intent.reserved_fen),
        decides_asked(terms, intent, receivable, product, today=day_of(now)),
        outlook_of(receivable, day_of(now)).fits(terms),
    )
    offer = _offer(
        application, receivable, product, (check, background), terms, cap_percent=cap, now=now
    )
    _decided(application, intent, state, now)
    hold(intent, receivable, max(intent.reserved_fen, amount_fen), cap_percent=cap, now=now)
    _record(actor, now, offer, intent)
    return offer


def _cleaned(**reasons: str) -> dict[str, str]:
    """Read the reasons that an offer gives. Raises Invalid."""
    return {
        name: clean_text(said, field=name, most=500, lines=True) for name, said in reasons.items()
    }


def _decided(application: Application, intent: Intent, state: str, now: datetime) -> None:
    """Write down that an application is decided; what was asked about it needs no answer more."""
    application.state, application.decided_at = state, now
    application.save(update_fields=["state", "decided_at"])
    drop_open(application, now=now)
    fulfil_duties(subject_id=application.pk, on=day_of(now), now=now, reason="给出报价")
    follow_offers(intent)


def _record(actor: Actor, now: datetime, offer: Offer, intent: Intent) -> None:
    record(
        actor=actor,
        now=now,
        type="lending.application.approved",
        subject=offer,
        about=[offer.application_id, intent.pk, offer.receivable.contract_id],
        visible_to=[intent.supplier_id],
        before={**named(intent), "state": "complete"},
        after={**named(intent), **shown_terms(offer)},
        basis=["二(四)-3", "二(五)-4", "二(五)-7", "一(一)-1"],
        tell=[Tell(organisation_id=intent.supplier_id, role=Role.SUPPLIER)],
    )


def shown_terms(offer: Offer) -> dict[str, object]:
    """List an offer's terms as plain values, for its event and for the second person."""
    return {
        "product": offer.product_version.product.name,
        "state": offer.state,
        "amount_fen": offer.amount_fen,
        "days": offer.days,
        "tenor": offer.tenor,
        "lpr_bp": offer.lpr_bp,
        "lpr_on": offer.lpr_on,
        "spread_bp": offer.spread_bp,
        "rate_bp": offer.rate_bp,
        "day_count": offer.day_count,
        "method": offer.method,
        "instalments": offer.instalments,
        "fee_fen": offer.fee_fen,
        "hold_until_due": offer.hold_until_due,
        "background": offer.background.shown if offer.background else "",
        **{name: said for name in SAID if (said := getattr(offer, name))},
        "interest_fen": offer.interest_fen,
        "simple_percent": offer.simple_percent,
        "irr_percent": offer.irr_percent,
        "cap_percent": offer.cap_percent,
        "valid_until": offer.valid_until,
    }


def _graded(actor: Actor, product_id: UUID, intent: Intent, now: datetime) -> Bettered:
    """Find the terms in force of a product on the shelf, as the supplier's grade gets them."""
    grade = grade_of(actor.city, intent.supplier_id, now)
    return bettered(_open_version(actor, product_id), grade)


def _open_version(actor: Actor, product_id: UUID) -> ProductVersion:
    product = product_for(actor, product_id)
    if product.state != "published":
        raise WrongState(
            "lending.product_not_open",
            "二(一)-2",
            product=product.name,
            state=PRODUCT.states[product.state].word,
        )
    return version_in_force(product)


def _proved(
    application: Application,
    check: Verification | None,
    background: BackgroundCheck | None,
    now: datetime,
) -> list[Answer]:
    hours = parameter(application.city_id, "receipt_hours", on=day_of(now))
    checked_at = None if check is None else check.at
    answers = [rules.receipt_fresh(checked_at=checked_at, now=now, hours=hours)]
    if check is not None:
        obliged = obliged_to_province(application.institution_id)
        answers.append(
            rules.province_checked(obliged=obliged, reference=check.provincial_reference)
        )
        answers.append(still_proved(check))
    answers.append(still_checked(application, background))
    return answers


def allowed(terms: rules.Terms, product: Bettered, borrower: Borrower) -> list[Answer]:
    """Hold terms and borrower against what a product is published with and for, by its grade."""
    version = product.version
    bounds = rules.Bounds(
        product=version.product.name,
        least_fen=version.min_fen,
        most_fen=version.max_fen,
        days=product.max_days,
        spread_bp=product.spread_bp,
        fee_fen=version.fee_fen,
        methods=version.methods,
    )
    return [
        is_for(version, borrower),
        rules.within_product(terms=terms, bounds=bounds),
        rules.priced_as_published(terms=terms, bounds=bounds),
        rules.repaid_as_offered(terms=terms, bounds=bounds),
        rules.fee_below_draw(amount_fen=terms.amount_fen, fee_fen=terms.fee_fen),
        _fair(terms, product),
    ]


def _fair(terms: rules.Terms, product: Bettered) -> Answer:
    """Hold a price against what the product was last offered at to a lower grade."""
    if not product.grade:
        return None
    lower = Offer.objects.filter(product_version=product.version, grade__gt=product.grade)
    last = lower.order_by("-offered_at", "-pk").first()
    return fair_to_grade(
        grade=product.grade,
        price=Price(spread_bp=terms.spread_bp, fee_fen=terms.fee_fen),
        lower_grade=last.grade if last else "",
        lower=Price(spread_bp=last.spread_bp, fee_fen=last.fee_fen) if last else None,
        reason=terms.grade_reason,
    )


def most_fen(receivable: Receivable, product: Bettered, *, own_fen: int) -> int:
    """Work out the most that product and contract let an offer be; below zero where none can."""
    room = headroom_fen(receivable, product.cap_percent, own_fen=own_fen)
    most = product.version.max_fen
    return room if most is None else min(room, most)


def decides_asked(
    terms: rules.Terms,
    intent: Intent,
    receivable: Receivable,
    product: Bettered,
    *,
    today: date,
) -> Answer:
    """Hold an amount against what was asked, and what product and contract let it be."""
    return answers_what_was_asked(
        amount_fen=terms.amount_fen,
        asked_fen=intent.amount_fen,
        most_fen=most_fen(receivable, product, own_fen=intent.reserved_fen),
        percent=parameter(intent.city_id, "token_percent", on=today),
        reason=terms.amount_reason,
    )


def _offer(
    application: Application,
    receivable: Receivable,
    product: Bettered,
    proofs: tuple[Verification | None, BackgroundCheck | None],
    terms: rules.Terms,
    *,
    cap_percent: int,
    now: datetime,
) -> Offer:
    city, today, version = application.city_id, day_of(now), product.version
    check, background = proofs
    assert check is not None, "no offer passes without a receipt"
    lpr = lpr_on(city, now)
    lpr_bp = lpr.rate_bp("1Y" if version.tenor == "1Y" else "5Y")
    require(rules.rate_above_zero(lpr_bp=lpr_bp, spread_bp=terms.spread_bp))
    figures = figures_of(terms, lpr_bp + terms.spread_bp, version.day_count)
    return Offer.objects.create(
        city_id=city,
        application=application,
        intent=application.intent,
        receivable=receivable,
        institution=application.institution,
        product_version=version,
        verification=check,
        background=background,
        amount_fen=terms.amount_fen,
        days=terms.days,
        tenor=version.tenor,
        lpr_bp=lpr_bp,
        lpr_on=lpr.published_on,
        spread_bp=terms.spread_bp,
        rate_bp=lpr_bp + terms.spread_bp,
        day_count=version.day_count,
        cap_percent=cap_percent,
        method=terms.method,
        instalments=terms.instalments,
        fee_fen=terms.fee_fen,
        hold_until_due=version.hold_until_due,
        amount_reason=terms.amount_reason,
        term_reason=terms.term_reason,
        grade=product.grade,
        grade_reason=terms.grade_reason,
        interest_fen=figures.interest_fen,
        simple_percent=kept_percent(figures.simple_percent),
        irr_percent=kept_percent(figures.irr_percent),
        schedule=[asdict(row) for row in figures.schedule],
        offered_at=now,
        valid_until=offer_until(city, today, calendar_of(city)),
    )


def figures_of(terms: rules.Terms, rate_bp: int, day_count: int) -> Cost:
    """Work out what terms cost at a yearly rate."""
    return cost(
        principal_fen=terms.amount_fen,
        rate_bp=rate_bp,
        days=terms.days,
        day_count=day_count,
        fee_fen=terms.fee_fen,
        method=terms.method,
        instalments=terms.instalments,
    )
