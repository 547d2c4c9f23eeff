"""Recommendations, asks and papers as each actor may see them: not yours is not there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from cairong.audit.rows import anything, fetch
from cairong.clocks.reads import due_day
from cairong.kernel.actor import BUREAU, INSTITUTION, OVERSEERS, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.counted import COUNTED
from cairong.lending.models import Intent, Loan, Offer
from cairong.lending.states import LIVE_OFFERS
from cairong.parties.models import Organisation
from cairong.parties.reads import institutions_serving, serving_outer
from cairong.policy.recommending import GROUNDS
from cairong.recommending.models import Ask, Ground, GroundPaper, Recommendation, Saying
from cairong.recommending.states import ANSWERED

DUTY = "answer_recommendation"
READERS = BUREAU | OVERSEERS
OPEN = "SELECT FROM recommending_recommendation WHERE city_id = %s AND state = 'open'"


def recommendations_of(actor: Actor) -> QuerySet[Recommendation]:
    """List the recommendations an actor may see, newest first."""
    rows = Recommendation.objects.filter(city_id=actor.city).select_related("supplier", "authority")
    return _scoped(rows, actor).order_by("-recommended_at", "-no")


def recommendation_for(
    actor: Actor, recommendation_id: UUID, *, lock: bool = False
) -> Recommendation:
    """Fetch a recommendation the actor may see. Raises NotFound."""
    return fetch(recommendations_of(actor), recommendation_id, "推荐", lock=lock)


def asks_of(actor: Actor) -> QuerySet[Ask]:
    """List the asks an actor may see, each with `due_on` of its duty; an institution its own."""
    rows = Ask.objects.filter(city_id=actor.city).select_related(
        "institution", "recommendation__supplier", "recommendation__authority"
    )
    if actor.role in INSTITUTION:
        rows = rows.filter(institution=actor.organisation_id)
    elif actor.role is Role.SUPPLIER:
        rows = rows.filter(recommendation__supplier=actor.organisation_id)
    elif actor.role in READERS:
        rows = rows if actor.whole_city else rows.filter(recommendation__region=actor.region)
    elif actor.role is not Role.SYSTEM:
        rows = rows.none()
    return rows.annotate(due_on=due_day(DUTY)).order_by("-asked_at", "pk")


def ask_for(actor: Actor, ask_id: UUID, *, lock: bool = False) -> Ask:
    """Fetch an ask the actor may see. Raises NotFound."""
    return fetch(asks_of(actor), ask_id, "推荐的答复", lock=lock)


def asks_on(actor: Actor, recommendation: Recommendation) -> list[Ask]:
    """List who is asked about a recommendation and what they answered, by name."""
    rows = asks_of(actor).filter(recommendation=recommendation)
    return list(rows.order_by("institution__name"))


def grounds_of(recommendation: Recommendation) -> list[Ground]:
    """List the grounds as they stand now, in the notice's order."""
    newest: dict[str, Ground] = {}
    for ground in recommendation.grounds.select_related("paper").order_by("version"):
        newest[ground.kind] = ground
    return [newest[kind] for kind in GROUNDS if kind in newest]


def earlier_grounds(recommendation: Recommendation) -> list[Ground]:
    """List the grounds that a later version took the place of, the newest first."""
    now = [each.pk for each in grounds_of(recommendation)]
    return list(recommendation.grounds.exclude(pk__in=now).order_by("-version", "pk"))


def sayings_of(recommendation: Recommendation) -> list[Saying]:
    """List what the supplier said and what was replied, in order."""
    return list(recommendation.sayings.order_by("at", "pk"))


def correction_waits(recommendation: Recommendation) -> bool:
    """Whether a correction that was asked for is not replied to yet."""
    kinds = (Saying.Kind.CORRECTION, Saying.Kind.REPLY)
    newest = recommendation.sayings.filter(kind__in=kinds).order_by("at", "pk").last()
    return newest is not None and newest.kind == Saying.Kind.CORRECTION


def paper_on(actor: Actor, recommendation_id: UUID, paper_id: UUID) -> GroundPaper:
    """Fetch the paper of a ground that an actor may see. Raises NotFound."""
    found = recommendation_for(actor, recommendation_id)
    if actor.role in INSTITUTION and found.state != "open":
        return fetch(GroundPaper.objects.none(), paper_id, "推荐依据")
    rows = GroundPaper.objects.filter(city_id=actor.city, grounds__recommendation=found)
    return fetch(rows.distinct(), paper_id, "推荐依据")


def kept_paper(actor: Actor, paper_id: UUID) -> GroundPaper:
    """Fetch a paper that was kept in the actor's city. Raises NotFound."""
    return fetch(GroundPaper.objects.filter(city_id=actor.city), paper_id, "推荐依据")


def open_on(supplier_id: UUID) -> Recommendation | None:
    """Find the recommendation of a supplier that is open now."""
    return Recommendation.objects.filter(supplier_id=supplier_id, state="open").first()


@dataclass(frozen=True, kw_only=True)
class Backing:
    """What the program knows an institution did for a supplier: its newest loan, or offer."""

    offer: Offer | None
    loan: Loan | None

    @property
    def found(self) -> bool:
        """Whether there is either."""
        return self.offer is not None or self.loan is not None


def backing_of(ask: Ask) -> Backing:
    """Find an offer that stands or came since, and a loan that runs or was drawn since.

    What ended before the institution was asked is no answer to it.
    """
    supplier, since = ask.recommendation.supplier_id, ask.asked_at
    standing = Q(state__in=LIVE_OFFERS) | Q(offered_at__gte=since)
    offers = Offer.objects.filter(
        standing, institution=ask.institution_id, intent__supplier=supplier
    )
    running = Q(state="repaying") | Q(drawn_on__gte=day_of(since))
    loans = Loan.here.filter(running, institution=ask.institution_id, supplier=supplier)
    return Backing(
        offer=offers.order_by("offered_at", "pk").last(),
        loan=loans.order_by("drawn_on", "no").last(),
    )


def answered_by(asks: Iterable[Ask]) -> dict[UUID, Backing]:
    """Read of each of these asks the offer and the loan that answer it; none of a frozen case."""
    listed = list(asks)
    offers = Offer.objects.in_bulk([each.offer_id for each in listed if each.offer_id])
    loans = Loan.objects.in_bulk([each.loan_id for each in listed if each.loan_id])
    return {
        each.pk: Backing(
            offer=offers.get(each.offer_id) if each.offer_id else None,
            loan=loans.get(each.loan_id) if each.loan_id else None,
        )
        for each in listed
    }


def any_open(actor: Actor) -> bool:
    """Whether any recommendation stands: what runs every day mostly finds none."""
    return anything(OPEN, actor.city)


def backed_asks(actor: Actor) -> list[UUID]:
    """Name the asks of open recommendations that an offer or a loan could answer further."""
    offers = Offer.objects.filter(
        institution=OuterRef("institution"), intent__supplier=OuterRef("recommendation__supplier")
    )
    rows = asks_of(actor).filter(Exists(offers), recommendation__state="open")
    found = list[UUID]()
    for ask in rows.filter(state__in=["waiting", "explained", "offered"]).order_by("pk"):
        backing = backing_of(ask)
        if backing.loan is not None or (backing.offer is not None and ask.state != "offered"):
            found.append(ask.pk)
    return found


def unasked(found: Recommendation) -> QuerySet[Organisation]:
    """List the institutions that serve a supplier's region now and were never asked of it."""
    asked = found.asks.values("institution")
    return institutions_serving(found.city_id, found.region).exclude(pk__in=asked)


def newly_serving(actor: Actor) -> list[UUID]:
    """Name the open recommendations of which somebody who serves the region was not asked."""
    serving = serving_outer(actor.city).exclude(
        pk__in=Ask.objects.filter(recommendation=OuterRef(OuterRef("pk"))).values("institution")
    )
    rows = recommendations_of(actor).filter(Exists(serving), state="open")
    return list(rows.order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came since a supplier was recommended; that it came of it nobody can say."""

    intents: int
    offers: int
    loans: int
    lent_fen: int
    days_to_offer: int | None
    days_to_loan: int | None


def outcome_of(found: Recommendation) -> Outcome:
    """Count the supplier's intents, offers and loans since it was recommended, with first days."""
    since = found.recommended_at
    intents = Intent.objects.filter(supplier=found.supplier_id, registered_at__gte=since)
    offers = Offer.objects.filter(intent__supplier=found.supplier_id, offered_at__gte=since)
    loans = Loan.counted.filter(supplier=found.supplier_id, drawn_on__gte=day_of(since))
    offered = offers.order_by("offered_at").values_list("offered_at", flat=True).first()
    drawn = loans.order_by("drawn_on").values_list("drawn_on", flat=True).first()
    sums = loans.aggregate(loans=Count("pk"), fen=Sum(COUNTED))
    return Outcome(
        intents=intents.count(),
        offers=offers.count(),
        loans=sums["loans"],
        lent_fen=sums["fen"] or 0,
        days_to_offer=(day_of(offered) - day_of(since)).days if offered else None,
        days_to_loan=(drawn - day_of(since)).days if drawn else None,
    )


def answers_on(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Say of each of these recommendations how many answered of those asked, and how."""
    rows = Ask.objects.filter(recommendation__in=ids).values("recommendation").order_by()
    counts = rows.annotate(
        asked=Count("pk"),
        answered=Count("pk", filter=Q(state__in=ANSWERED)),
        offered=Count("pk", filter=Q(state="offered")),
        lent=Count("pk", filter=Q(state="lent")),
    )
    return {row["recommendation"]: _counted({**row}) for row in counts}


def _counted(row: dict[str, Any]) -> str:
    said = f"{row['answered']}/{row['asked']} 家已答复"
    parts = [
        f"{row[key]} 家{word}" for key, word in (("offered", "报价"), ("lent", "放款")) if row[key]
    ]
    return f"{said},{'、'.join(parts)}" if parts else said


def _scoped(rows: QuerySet[Recommendation], actor: Actor) -> QuerySet[Recommendation]:
    if actor.role is Role.SUPPLIER:
        return rows.filter(supplier=actor.organisation_id)
    if actor.role in INSTITUTION:
        return rows.filter(asks__institution=actor.organisation_id)
    if actor.role in READERS:
        return rows if actor.whole_city else rows.filter(region=actor.region)
    return rows if actor.role is Role.SYSTEM else rows.none()
