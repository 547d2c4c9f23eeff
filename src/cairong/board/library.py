"""The library of policy documents: what is listed for anybody, what waits to be looked over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from cairong.audit.rows import fetch
from cairong.board.models import Document, Supersession
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.oversight.reads import WATCHERS
from cairong.parties.eyes import same_hands
from cairong.parties.models import Person
from cairong.parties.reads import line_of, same_person, stands_for
from cairong.policy.board import CHECKERS, CHECKS
from cairong.policy.library import STANDING, standing


def public_documents(actor: Actor) -> QuerySet[Document]:
    """List the documents that are listed, for anybody, the newest first."""
    rows = Document.objects.filter(city_id=actor.city, state="listed").defer("content")
    return rows.order_by("-issued_on", "-pk")


def public_document(actor: Actor, document_id: UUID) -> Document:
    """Fetch a document that is listed. Raises NotFound."""
    return fetch(public_documents(actor), document_id, "政策文件")


def document_file(actor: Actor, document_id: UUID) -> Document:
    """Fetch a listed document with its file. Raises NotFound where it has none."""
    rows = Document.objects.filter(city_id=actor.city, state="listed").exclude(sha256="")
    return fetch(rows, document_id, "政策文件的正文")


def documents_of(actor: Actor) -> QuerySet[Document]:
    """List all documents ever entered, the newest first: for the desks of the city."""
    rows = Document.objects.filter(city_id=actor.city).defer("content")
    rows = rows if actor.role in WATCHERS and actor.whole_city else rows.none()
    return rows.select_related("organisation").order_by("-entered_at", "-pk")


def document_for(actor: Actor, document_id: UUID, *, lock: bool = False) -> Document:
    """Fetch a document that the desks of the city may see. Raises NotFound."""
    return fetch(documents_of(actor), document_id, "政策文件", lock=lock)


def own_entry(actor: Actor, document_id: UUID, *, lock: bool = False) -> Document:
    """Fetch what a desk of the actor's own authority entered. Raises NotFound."""
    rows = documents_of(actor).filter(organisation__in=line_of(actor.organisation_id))
    desks = [enters for enters, checks in CHECKS.items() if checks is actor.role]
    return fetch(rows.filter(desk__in=desks), document_id, "待核对的政策文件", lock=lock)


def is_same_person(actor: Actor, document: Document) -> bool:
    """Whether who looks a document over is as good as who entered it (D19)."""
    assert actor.person_id is not None
    me = Person.objects.get(pk=actor.person_id)
    if document.entered_by_id == me.pk:
        return True
    alike = same_person(Value(me.name), Value(me.phone))
    twins = Person.objects.filter(alike, pk=document.entered_by_id)
    return twins.exists() or same_hands(me.pk, document.entered_by_id)


def checkable(actor: Actor, document: Document) -> bool:
    """Whether an actor may look a document over now."""
    return (
        document.state == "entered"
        and actor.role in CHECKERS
        and CHECKS.get(_role(document)) is actor.role
        and stands_for(actor.organisation_id, document.organisation_id)
        and not is_same_person(actor, document)
    )


def _role(document: Document) -> Role:
    return Role(document.desk)


def superseding(ids: Sequence[UUID]) -> dict[UUID, list[Document]]:
    """Find for each of these documents the listed ones that take its place."""
    rows = Supersession.objects.filter(old__in=ids, document__state="listed")
    found: dict[UUID, list[Document]] = {}
    for row in rows.select_related("document").defer("document__content").order_by("pk"):
        found.setdefault(row.old_id, []).append(row.document)
    return found


def superseded(document: Document) -> list[Document]:
    """List what a document takes the place of."""
    rows = document.supersedes.select_related("old").defer("old__content").order_by("pk")
    return [each.old for each in rows]


def standing_of(document: Document, later: Sequence[Document], on: date) -> str:
    """Say how a document stands on a day."""
    return standing(
        effective_on=document.effective_on, until_on=document.until_on,
        superseded=[each.effective_on for each in later], on=on,
    )  # fmt: skip


def standing_on(_actor: Actor, now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Say of each of these documents that is listed in words how it stands today."""
    later, today = superseding(ids), day_of(now)
    rows = Document.objects.filter(pk__in=ids, state="listed").defer("content")
    return {each.pk: STANDING[standing_of(each, later.get(each.pk, ()), today)] for each in rows}


def in_force_on(_actor: Actor, now: datetime, day: date | None) -> Q:
    """Keep the documents in force on a day; all where none is asked for."""
    del now
    if day is None:
        return Q()
    later = Supersession.objects.filter(
        old=OuterRef("pk"), document__state="listed", document__effective_on__lte=day
    )
    running = Q(until_on=None) | Q(until_on__gte=day)
    return running & Q(~Exists(later), effective_on__lte=day)


def documents_to_name(actor: Actor) -> list[tuple[str, str]]:
    """List by number the documents that another may take the place of, or put right."""
    return [(str(each.pk), f"{each.no} {each.title}") for each in public_documents(actor)[:500]]


@dataclass(frozen=True, kw_only=True)
class DocumentPage:
    """A document with what it takes the place of, what takes its place, and how it stands."""

    document: Document
    standing: str
    supersedes: list[Document]
    superseded_by: list[Document]
    corrects: Document | None


def document_page(now: datetime, document: Document) -> DocumentPage:
    """Read what goes with a document."""
    later = superseding([document.pk]).get(document.pk, [])
    return DocumentPage(
        document=document,
        standing=standing_of(document, later, day_of(now)),
        supersedes=superseded(document),
        superseded_by=later,
        corrects=document.corrects,
    )
