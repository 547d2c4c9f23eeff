"""Of what somebody is to be reminded on a day: duties, offers and locks that end soon, or did.

What hangs on whose turn it is in a whole case is listed above (`cases/reminding.py`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model

from cairong.audit.recording import Tell
from cairong.audit.rows import anything
from cairong.clocks.holders import holder_ids
from cairong.clocks.models import Duty
from cairong.contracts.models import Award, Contract
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.lending.models import Intent
from cairong.lending.reads import offers_of
from cairong.outreach.models import Reminder
from cairong.parties.deciding import deciding_bureau
from cairong.policy.counties import TREASURY
from cairong.policy.duties import DUTIES
from cairong.policy.outreach import Mark, mark_of, soon
from cairong.rulebook.reads import calendar_of
from cairong.treasury.models import Lock, Receivable
from cairong.treasury.states import PENDING
from cairong.treasury.steps.tellings import purchaser, supplier, treasury_desk

SINCE = timedelta(days=7)  # of what ended longer ago nothing is listed here
OF_DUTY: Mapping[Mark, str] = {
    "half": "outreach.reminded.half",
    "most": "outreach.reminded.most",
    "last": "outreach.reminded.last",
}
HEADS: Mapping[Role, Role] = {
    Role.PURCHASER_OFFICER: Role.PURCHASER_APPROVER,
    Role.INSTITUTION_OFFICER: Role.INSTITUTION_MANAGER,
    Role.PROCUREMENT_OFFICER: Role.PROCUREMENT_APPROVER,
    Role.TREASURY_OFFICER: Role.TREASURY_APPROVER,
}
OFFERED = """
    SELECT FROM lending_offer
    WHERE city_id = %s AND state = 'offered' AND valid_until BETWEEN %s AND %s"""
LOCKING = """
    SELECT FROM treasury_lock
    WHERE city_id = %s AND state = ANY(%s) AND lapses_on BETWEEN %s AND %s"""
AMOUNTS = (Intent.objects, Receivable.objects, Contract.objects, Award.objects)


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """One reminder that is due: its event's type, of what, for which day, whom, and why."""

    type: str
    mark: str
    subject: Model
    until: date
    about: Sequence[UUID | None]
    facts: Mapping[str, Any]
    tell: Sequence[Tell]
    basis: str


type Listed = Callable[[Actor, date, date], Iterable[Occasion]]


def occasions(actor: Actor, today: date, *others: Listed) -> Iterator[Occasion]:
    """List the reminders that are due in the actor's city and were not given yet.

    `others` list what rooms above remind of, between today and the last day that ends soon.
    """
    since = today - SINCE
    rows = Reminder.objects.filter(city_id=actor.city, until__gte=since)
    given = set(rows.values_list("subject_id", "mark", "until"))
    duties = [
        (duty, mark)
        for duty, mark in _duties(actor, today)
        if (duty.pk, mark, duty.due_on) not in given
    ]
    yield from _of_duties(actor, duties, today)
    ends = soon(today, calendar_of(actor.city))
    for listed in (_offers, _locks, *others):
        for due in listed(actor, today, ends):
            if (due.subject.pk, due.mark, due.until) not in given:
                yield due


def _duties(actor: Actor, today: date) -> Iterator[tuple[Duty, Mark]]:
    """List the running duties that have come to a mark, with it."""
    running = Duty.objects.filter(
        city_id=actor.city, state="running", due_on__gte=today, start_on__lte=today
    )
    for duty in running.order_by("pk"):
        mark = mark_of([date.fromisoformat(day) for day in duty.counted], duty.due_on, today)
        if mark is not None:
            yield duty, mark


def _of_duties(
    actor: Actor, duties: Iterable[tuple[Duty, Mark]], today: date
) -> Iterator[Occasion]:
    listed = list(duties)
    amounts = amounts_of({pk for duty, _ in listed for pk in duty.about})
    holder = holder_ids(actor.city, today)
    for duty, mark in listed:
        kind = DUTIES[duty.kind]
        yield Occasion(
            type=OF_DUTY[mark],
            mark=mark,
            subject=duty,
            until=duty.due_on,
            about=duty.about,
            facts={
                "title": duty.title,
                "word": kind.word,
                "holder": duty.holder_role,
                "amount_fen": amount_of(duty, amounts),
            },
            tell=holders(duty, holder(duty)),
            basis=kind.obligation,
        )


def holders(duty: Duty, organisation: UUID) -> list[Tell]:
    """Tell the desk that holds a duty, a county's clerk beside the procurement's."""
    roles = [Role(duty.holder_role)]
    if roles[0] is Role.PROCUREMENT_OFFICER and duty.region != duty.city_id:
        roles.append(Role.COUNTY_CLERK)
    return [tell_of(duty, organisation, role) for role in roles]


def tell_of(duty: Duty, organisation: UUID, role: Role) -> Tell:
    """Tell a role of an organisation of a duty, a desk of the bureau that of the duty's region."""
    return Tell(
        organisation_id=organisation,
        role=role,
        region=duty.region if role in BUREAU else "",
        subject_id=duty.subject_id,
    )


def _offers(actor: Actor, today: date, ends: date) -> Iterator[Occasion]:
    if not anything(OFFERED, actor.city, today, ends):
        return
    for offer in offers_of(actor).filter(state="offered", valid_until__range=(today, ends)):
        intent = offer.intent
        title = intent.contract.title if intent.contract else intent.no
        yield Occasion(
            type="outreach.reminded.offer",
            mark=offer.state,
            subject=offer,
            until=offer.valid_until,
            about=[offer.application_id, intent.pk, intent.contract_id],
            facts={"title": title, "amount_fen": offer.amount_fen},
            tell=[Tell(organisation_id=intent.supplier_id, role=Role.SUPPLIER)],
            basis="二(一)-5",
        )


def _locks(actor: Actor, today: date, ends: date) -> Iterator[Occasion]:
    """Remind whoever has to take the next step before the lock is active."""
    if not anything(LOCKING, actor.city, list(PENDING), today, ends):
        return
    pending = Lock.objects.filter(
        city_id=actor.city, state__in=PENDING, lapses_on__range=(today, ends)
    )
    for lock in pending.select_related("receivable__contract"):
        receivable = lock.receivable
        told = {
            "requested": supplier(receivable),
            "supplier_consented": purchaser(receivable),
            "purchaser_acknowledged": treasury_desk(
                receivable, deciding_bureau(lock.city_id, receivable.region, TREASURY, today)
            ),
        }[lock.state]
        yield Occasion(
            type="outreach.reminded.lock",
            mark=lock.state,
            subject=lock,
            until=lock.lapses_on,
            about=[receivable.contract_id, receivable.pk],
            facts={"title": receivable.contract.title},
            tell=[told],
            basis="二(三)-3",
        )


def amounts_of(about: Collection[UUID]) -> list[dict[UUID, int | None]]:
    """Read the amounts at stake, of each kind of record by itself."""
    if not about:
        return []
    return [dict(rows.filter(pk__in=about).values_list("pk", "amount_fen")) for rows in AMOUNTS]


def amount_of(duty: Duty, amounts: Iterable[Mapping[UUID, int | None]]) -> int | None:
    """Find the amount at stake: what is asked for, the share that is owed, or the contract's."""
    return next((of[pk] for of in amounts for pk in duty.about if pk in of), None)
