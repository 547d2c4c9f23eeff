"""Who holds the ball of a thing now, in the words of `by`; read as the pages read it."""

from uuid import UUID

from django.db.models import Model

from cairong.contracts.models import Award, Contract
from cairong.contracts.states import AWARD
from cairong.driving.situation import Absent
from cairong.driving.stories.people import words_for
from cairong.driving.stories.stage import Stage
from cairong.kernel.actor import BUREAU, INSTITUTION, PURCHASER, Role
from cairong.kernel.states import StateTable
from cairong.lending.ball import balls_of
from cairong.lending.models import Application, Intent, Loan, Offer
from cairong.lending.reads import ball_of
from cairong.lending.states import APPLICATION, LOAN
from cairong.treasury.models import Lock, PayeeChange, Payment
from cairong.treasury.states import LOCK, PAYEE_CHANGE, PAYMENT

NOBODY = "nobody"
TABLES: dict[type[Model], StateTable] = {
    Award: AWARD,
    Application: APPLICATION,
    Loan: LOAN,
    Lock: LOCK,
    Payment: PAYMENT,
    PayeeChange: PAYEE_CHANGE,
}
Held = tuple[Role | None, UUID | None]


def holder(thing: Model, stage: Stage) -> str:
    """Name who has to act next on a thing, `nobody` where nothing is awaited."""
    role, organisation_id = _held(thing, stage)
    if role is None:
        return NOBODY
    if role in BUREAU:
        return words_for("bureau", role)
    for name, party in stage.parties.items():
        if party.pk == organisation_id:
            return words_for(name, role)
    return words_for("?", role)


def _held(thing: Model, stage: Stage) -> Held:
    if isinstance(thing, Contract):
        balls = balls_of(stage.system, thing)
        first = next((ball for ball in balls if ball.state.holder), None)
        if first is None:
            return None, None
        return first.state.holder, first.holder.pk if first.holder else None
    if isinstance(thing, Intent):
        ball = ball_of(thing, thing.offers.select_related("lock"))
        return ball.holder, ball.organisation_id or _asked(thing, ball.holder)
    if isinstance(thing, Offer):
        return _of_offer(thing)
    table = TABLES.get(type(thing))
    if table is None:
        raise Absent(f"{type(thing).__name__} 没有轮到谁办的说法")
    role = table.states[getattr(thing, "state", "")].holder
    return role, _organisation(thing, role)


def _of_offer(offer: Offer) -> Held:
    if offer.intent.state == "chosen" or offer.state == "offered":
        ball = ball_of(offer.intent, [offer])
        return ball.holder, ball.organisation_id
    return None, None


def _asked(intent: Intent, role: Role | None) -> UUID | None:
    """Name the first institution asked, where an intent waits for any of them."""
    if role not in INSTITUTION:
        return None
    first = intent.applications.order_by("pk").first()
    return first.institution_id if first else None


def _organisation(thing: Model, role: Role | None) -> UUID | None:
    found: UUID | None = None
    if role in INSTITUTION and isinstance(thing, Application | Lock | Loan):
        found = thing.institution_id
    elif role in PURCHASER:
        found = _purchaser(thing)
    elif isinstance(thing, Application):
        found = thing.intent.supplier_id
    elif isinstance(thing, Lock | Payment):
        found = thing.receivable.supplier_id
    return found


def _purchaser(thing: Model) -> UUID | None:
    found: UUID | None = None
    if isinstance(thing, Award):
        found = thing.purchaser_id
    elif isinstance(thing, Loan):
        found = thing.contract.purchaser_id
    elif isinstance(thing, Lock | Payment | PayeeChange):
        found = thing.receivable.contract.purchaser_id
    return found
