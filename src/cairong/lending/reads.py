"""Intents, applications, offers and loans as each actor may see them: not yours is not there."""

from uuid import UUID

from django.db.models import Model, QuerySet

from cairong.kernel.actor import BUREAU, INSTITUTION, OVERSEERS, Actor, Role
from cairong.kernel.errors import NotFound
from cairong.lending.models import Application, Intent, Loan, Offer


def intents_of(actor: Actor) -> QuerySet[Intent]:
    """List the intents an actor may see, newest first; an institution those it was asked on."""
    rows = Intent.objects.filter(city_id=actor.city).select_related("supplier", "contract", "award")
    return _scoped(rows, actor, "supplier", "applications__institution", "region").order_by(
        "-registered_at", "-no"
    )


def applications_of(actor: Actor) -> QuerySet[Application]:
    """List the applications an actor may see, oldest first; an institution its own alone."""
    rows = Application.objects.filter(city_id=actor.city).select_related(
        "institution", "intent__supplier", "intent__contract", "intent__award"
    )
    return _scoped(rows, actor, "intent__supplier", "institution", "region").order_by(
        "submitted_at", "pk"
    )


def offers_of(actor: Actor) -> QuerySet[Offer]:
    """List the offers an actor may see, newest first; an institution its own alone."""
    rows = Offer.objects.filter(city_id=actor.city).select_related(
        "institution", "product_version__product", "intent__supplier", "intent__contract"
    )
    return _scoped(rows, actor, "intent__supplier", "institution", "intent__region").order_by(
        "-offered_at", "-pk"
    )


def loans_of(actor: Actor) -> QuerySet[Loan]:
    """List the loans an actor may see, newest first."""
    rows = Loan.objects.filter(city_id=actor.city).select_related(
        "institution", "supplier", "contract", "offer"
    )
    return _scoped(rows, actor, "supplier", "institution", "region").order_by("-drawn_on", "-no")


def intent_for(actor: Actor, intent_id: UUID, *, lock: bool = False) -> Intent:
    """Fetch an intent the actor may see. Raises NotFound."""
    return _fetch(intents_of(actor), intent_id, "融资意向", lock=lock)


def application_for(actor: Actor, application_id: UUID, *, lock: bool = False) -> Application:
    """Fetch an application the actor may see. Raises NotFound."""
    return _fetch(applications_of(actor), application_id, "融资申请", lock=lock)


def offer_for(actor: Actor, offer_id: UUID, *, lock: bool = False) -> Offer:
    """Fetch an offer the actor may see. Raises NotFound."""
    return _fetch(offers_of(actor), offer_id, "报价", lock=lock)


def loan_for(actor: Actor, loan_id: UUID) -> Loan:
    """Fetch a loan the actor may see. Raises NotFound. Its receivable's lock guards it too."""
    return _fetch(loans_of(actor), loan_id, "贷款", lock=False)


def _scoped[Row: Model](
    rows: QuerySet[Row], actor: Actor, supplier: str, institution: str, region: str
) -> QuerySet[Row]:
    own = actor.organisation_id
    if actor.role is Role.SUPPLIER:
        return rows.filter(**{supplier: own})
    if actor.role in INSTITUTION:
        return rows.filter(**{institution: own})
    if actor.role in BUREAU | OVERSEERS:
        return rows if actor.whole_city else rows.filter(**{region: actor.region})
    return rows if actor.role is Role.SYSTEM else rows.none()


def _fetch[Row: Model](rows: QuerySet[Row], pk: UUID, thing: str, *, lock: bool) -> Row:
    rows = rows.order_by()
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("access.not_found", thing=thing)
    return found
