"""Register an intent to borrow on a contract or an award; institutions see it at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.contracts.steps.numbers import next_numbers
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.money import positive
from cairong.kernel.text import clean_text
from cairong.lending.models import Application, Consent, Intent
from cairong.lending.steps.bindings import Ground, ground_of
from cairong.lending.steps.reaching import apply_at, lenders_for
from cairong.lending.steps.tellings import institutions_told
from cairong.lending.steps.terms import intent_until
from cairong.parties import reads as parties
from cairong.parties.models import Organisation
from cairong.policy.lending import financeable_fen, within_headroom
from cairong.policy.opening import opening_first
from cairong.policy.rule import require
from cairong.rulebook.reads import calendar_of, parameter
from cairong.treasury.arithmetic import headroom_fen

SERIES: Final = "YX"
MOST_DAYS: Final = 3660
CONSENT_DAYS: Final = 180


@use_case(Role.SUPPLIER, word="登记融资意向")
def register_intent(
    *,
    actor: Actor,
    now: datetime,
    amount_fen: int,
    days: int,
    contract_id: UUID | None = None,
    award_id: UUID | None = None,
    institution_ids: Sequence[UUID] = (),
    purpose: str = "",
) -> Intent:
    """Register an intent; it reaches the chosen institutions, or all that could offer for it.

    Naming institutions consents to their reading the contact data; a broadcast does not. Raises
    NotFound, Invalid, PolicyBreach where nobody, or not everybody named, has a product for it, and
    above the headroom at the largest cap of those asked, or while it is not known what was paid
    before the contract came here.
    Writes: lending.Intent, Application, Consent, clocks.Duty. Source: 二(一)-3, 一(一)-1.
    """
    supplier_id = parties.own_organisation(actor)
    ground = ground_of(actor, supplier_id, contract_id, award_id, lock=True)
    _check(amount_fen, days)
    lenders = lenders_for(ground.borrower)
    require(lenders.nobody)
    asked = lenders.named(institution_ids) if institution_ids else lenders.able
    owed = ground.receivable
    require(opening_first(opening_known=owed is None or owed.opening_fen is not None))
    headroom, cap = _headroom(actor.city, now, ground, lenders.largest_cap(asked))
    require(within_headroom(amount_fen=amount_fen, headroom_fen=headroom, cap_percent=cap))
    calendar = calendar_of(actor.city)
    intent = Intent.objects.create(
        city_id=actor.city,
        no=next_numbers(actor.city, SERIES, day_of(now).year)[0],
        supplier_id=supplier_id,
        award_id=ground.award_id,
        contract=ground.contract,
        receivable=ground.receivable,
        region=ground.region,
        amount_fen=amount_fen,
        days=days,
        purpose=clean_text(purpose, field="purpose", most=300),
        broadcast=not institution_ids,
        registered_at=now,
        lapses_on=intent_until(actor.city, day_of(now), calendar),
    )
    applications = apply_at(intent, asked, title=ground.title, now=now, calendar=calendar)
    if institution_ids:
        _consent(intent, asked, now)
    _record(actor, now, intent, applications, title=ground.title)
    return intent


def _record(
    actor: Actor, now: datetime, intent: Intent, applications: Sequence[Application], *, title: str
) -> None:
    asked = [application.institution_id for application in applications]
    record(
        actor=actor,
        now=now,
        type="lending.intent.registered",
        subject=intent,
        about=[
            intent.contract_id,
            intent.award_id,
            *(application.pk for application in applications),
        ],
        visible_to=asked,
        after={
            "no": intent.no,
            "amount_fen": intent.amount_fen,
            "days": intent.days,
            "title": title,
        },
        basis=["二(一)-3", "一(一)-1"],
        tell=institutions_told(*asked),
    )


def _check(amount_fen: int, days: int) -> None:
    positive(amount_fen, "amount_yuan")
    if not 0 < days <= MOST_DAYS:
        raise Invalid("invalid.range", field="days", value=days, least=1, most=MOST_DAYS)


def _headroom(city: str, now: datetime, ground: Ground, largest: int) -> tuple[int, int]:
    """Work out the headroom at the largest product's cap, at most the contract's; and that cap."""
    if ground.receivable is not None:
        cap = min(ground.receivable.cap_percent, largest)
        return headroom_fen(ground.receivable, cap), cap
    cap = min(parameter(city, "contract_cap_percent", on=day_of(now)), largest)
    return financeable_fen(base_fen=ground.base_fen, cap_percent=cap), cap


def _consent(intent: Intent, institutions: Sequence[Organisation], now: datetime) -> None:
    until = day_of(now) + timedelta(days=CONSENT_DAYS)
    Consent.objects.bulk_create(
        Consent(intent=intent, institution=institution, given_at=now, until=until)
        for institution in institutions
    )
