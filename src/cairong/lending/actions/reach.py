"""A product that comes on the shelf brings its institution the intents sent to all, if it fits."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from cairong.audit.models import Event
from cairong.audit.recording import Tell, record
from cairong.audit.transaction import consumer, use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import WrongState
from cairong.lending.models import Application, Intent
from cairong.lending.reads import intent_for
from cairong.lending.states import OPEN_INTENTS
from cairong.lending.steps.bindings import borrower_of
from cairong.lending.steps.reaching import apply_at, lenders_for
from cairong.parties.models import Organisation
from cairong.products.models import Product
from cairong.rulebook.reads import calendar_of


def to_reach(actor: Actor, event_id: int) -> Iterator[Callable[..., object]]:
    """List the acts that bring the institution of a product each open intent it can lend on."""
    event = Event.objects.get(pk=event_id)
    yield from acts_for(actor, Product.objects.get(pk=event.subject_id).institution)


def acts_for(actor: Actor, institution: Organisation) -> Iterator[Callable[..., object]]:
    """List the acts that bring an institution each open intent sent to all that it can lend on."""
    intents = Intent.objects.filter(city_id=actor.city, state__in=OPEN_INTENTS, broadcast=True)
    missing = intents.exclude(applications__institution=institution).order_by("registered_at", "pk")
    for intent in missing.select_related("contract", "award"):
        if _can_lend(institution, intent):
            yield partial(reach_institution, intent_id=intent.pk, institution_id=institution.pk)


@use_case(Role.SYSTEM, word="意向送到新上架产品的机构")
def reach_institution(
    *, actor: Actor, now: datetime, intent_id: UUID, institution_id: UUID
) -> Application:
    """Put an intent sent to all before an institution that can offer for it by now; both are told.

    Raises WrongState where it was decided or ended meanwhile, was sent to institutions named, is
    there already, or the product does not fit any more.
    Writes: lending.Application, clocks.Duty. Source: 二(一)-3.
    """
    intent = intent_for(actor, intent_id, lock=True)
    institution = Organisation.objects.get(pk=institution_id, city_id=actor.city)
    known = intent.applications.filter(institution=institution).exists()
    if known or not intent.broadcast or intent.state not in OPEN_INTENTS:
        raise WrongState("lending.not_to_reach", "二(一)-3")
    if not _can_lend(institution, intent):
        raise WrongState("lending.not_to_reach", "二(一)-3")
    on = intent.contract or intent.award
    assert on is not None
    (application,) = apply_at(
        intent, [institution], title=on.title, at=now, now=now, calendar=calendar_of(actor.city)
    )
    record(
        actor=actor,
        now=now,
        type="lending.intent.reached",
        subject=intent,
        about=[intent.contract_id, intent.award_id, application.pk],
        visible_to=[intent.supplier_id, institution.pk],
        after={"no": intent.no, "lender": institution.name, "amount_fen": intent.amount_fen},
        basis=["二(一)-3"],
        tell=[
            Tell(organisation_id=institution.pk, role=Role.INSTITUTION_OFFICER),
            Tell(
                organisation_id=intent.supplier_id,
                role=Role.SUPPLIER,
                saying="lending.intent.reached_one_more",
            ),
        ],
    )
    return application


@consumer("lending.reach", word="意向送到新上架产品的机构", each=to_reach)
def reach(*, actor: Actor, now: datetime, event: Event) -> None:
    """Note that the open intents were held against a product."""
    product = Product.objects.get(pk=event.subject_id)
    record(
        actor=actor,
        now=now,
        type="lending.product.followed",
        subject=product,
        after={"product": product.name},
        basis=["二(一)-3"],
    )


def _can_lend(institution: Organisation, intent: Intent) -> bool:
    return institution in lenders_for(borrower_of(intent)).able
