"""Stories of loans as each actor may see them, and where the consents of their sides stand."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cairong.audit.rows import fetch
from cairong.kernel.actor import INSTITUTION, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.models import Loan, Offer
from cairong.lending.reads import loans_of
from cairong.parties.reads import line_of
from cairong.policy.spreading import SIDES
from cairong.spreading.models import CaseStory, Consent
from cairong.spreading.states import ANSWERED_BY, DESK


def stories_of(actor: Actor) -> QuerySet[CaseStory]:
    """List the stories an actor may see: all of its own desk; a side those it was asked about."""
    rows = CaseStory.objects.filter(city_id=actor.city)
    rows = rows.select_related("host", "supplier", "institution")
    if actor.role is not Role.SYSTEM:
        rows = rows.filter(Q(state="published") | _own(actor) | _side(actor))
    return rows.order_by("-written_at", "-no")


def story_for(actor: Actor, story_id: UUID, *, lock: bool = False) -> CaseStory:
    """Fetch a story the actor may see. Raises NotFound."""
    return fetch(stories_of(actor), story_id, "典型案例", lock=lock)


def own_story(actor: Actor, story_id: UUID, *, lock: bool = False) -> CaseStory:
    """Fetch a story of the actor's own desk. Raises NotFound."""
    rows = CaseStory.objects.filter(_own(actor), city_id=actor.city)
    return fetch(rows, story_id, "本部门的典型案例", lock=lock)


def asked_stories(actor: Actor) -> QuerySet[CaseStory]:
    """List the stories that the actor's organisation was asked about, as one of their sides."""
    rows = CaseStory.objects.filter(_side(actor), city_id=actor.city)
    return rows.select_related("supplier", "institution").order_by("-asked_at", "-no")


def asked_story(actor: Actor, story_id: UUID, *, lock: bool = False) -> CaseStory:
    """Fetch a story that the actor's organisation was asked about. Raises NotFound."""
    return fetch(asked_stories(actor), story_id, "典型案例", lock=lock)


def public_stories(actor: Actor) -> QuerySet[CaseStory]:
    """List the stories that anybody may read, newest first."""
    rows = CaseStory.objects.filter(city_id=actor.city, state="published")
    return rows.select_related("supplier", "institution").order_by("-published_at", "-no")


def public_story(actor: Actor, story_id: UUID) -> CaseStory:
    """Fetch a story that anybody may read. Raises NotFound."""
    return fetch(public_stories(actor), story_id, "典型案例")


def loans_to_tell(actor: Actor) -> QuerySet[Loan]:
    """List the loans that the actor's desk may tell a story of: none that has one already."""
    told = CaseStory.objects.filter(loan=OuterRef("pk")).exclude(state="withdrawn")
    return loans_of(actor).filter(~Exists(told), outside__isnull=True)


def loan_to_tell(actor: Actor, loan_id: UUID) -> Loan:
    """Fetch a loan that the actor's desk may tell a story of. Raises NotFound."""
    return fetch(loans_to_tell(actor), loan_id, "贷款")


def facts_of_loan(loan: Loan) -> dict[str, Any]:
    """Say what a story says of its loan; nobody types it. `days` run from intent to draw."""
    return {
        "amount_fen": loan.principal_fen,
        "rate_bp": loan.rate_bp,
        "days": (loan.drawn_on - day_of(_offer(loan).intent.registered_at)).days,
        "drawn_on": loan.drawn_on.isoformat(),
        "due_on": loan.due_on.isoformat(),
        "supplier": loan.supplier.name,
        "institution": loan.institution.name,
    }


def _offer(loan: Loan) -> Offer:
    assert loan.offer is not None  # loans_to_tell: drawn on the platform
    return loan.offer


def words_of(story: CaseStory) -> str:
    """Read the words of a story."""
    return str(json.loads(story.document)["words"])


def told_facts(story: CaseStory) -> dict[str, Any]:
    """Read the facts of a story, its days as days."""
    facts = dict(json.loads(story.document)["facts"])
    return facts | {key: date.fromisoformat(facts[key]) for key in ("drawn_on", "due_on")}


def newest_words(story: CaseStory) -> dict[str, Consent | None]:
    """Find what each side said last of a story, to whichever text of it."""
    said = {each.side: each for each in story.consents.order_by("pk")}
    return {side: said.get(side) for side in SIDES}


def missing_consents(story: CaseStory) -> list[str]:
    """Name the sides that have not consented to the text as it stands."""
    return [word for side, word in SIDES.items() if not _stands(newest_words(story)[side], story)]


def _stands(said: Consent | None, story: CaseStory) -> bool:
    return said is not None and said.verdict == "given" and said.sha256 == story.sha256


def side_of(actor: Actor, story: CaseStory) -> str:
    """Name which side of a story the actor's organisation is."""
    return "supplier" if story.supplier_id == actor.organisation_id else "institution"


def consents_on(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """Say of each of these stories who has not consented to it as it stands."""
    rows = CaseStory.objects.filter(pk__in=ids).prefetch_related("consents")
    return {each.pk: _consented(each) for each in rows}


def _consented(story: CaseStory) -> str:
    missing = missing_consents(story)
    return f"缺{'、'.join(missing)}" if missing else "双方同意"


def is_own_story(actor: Actor, story: CaseStory) -> bool:
    """Whether a story is one of the actor's own desk."""
    return CaseStory.objects.filter(_own(actor), pk=story.pk).exists()


def _own(actor: Actor) -> Q:
    if actor.role not in (*DESK, Role.PROCUREMENT_APPROVER):
        return Q(pk=None)
    mine = Q(host__in=line_of(actor.organisation_id))
    return mine if actor.whole_city else mine & Q(region=actor.region)


def _side(actor: Actor) -> Q:
    if actor.role not in {*ANSWERED_BY, *INSTITUTION}:
        return Q(pk=None)
    own = Q(supplier=actor.organisation_id) | Q(institution=actor.organisation_id)
    return own & Q(asked_at__isnull=False)
