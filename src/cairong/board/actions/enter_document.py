"""Enter a policy document, and look it over as another person of the same authority."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.rows import insert
from cairong.audit.transaction import use_case
from cairong.board.library import is_same_person, own_entry, public_documents
from cairong.board.models import Document, Supersession
from cairong.board.states import BOARD, CHECKING, DOCUMENT
from cairong.board.steps.desks import desk_of
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.kernel.errors import Conflict, NotAllowed, NotFound
from cairong.kernel.papers import kind_of
from cairong.kernel.text import clean_text
from cairong.policy.board import CHECKS
from cairong.policy.library import CLAUSE, days_of_document, supersedes_older
from cairong.policy.rule import require


@use_case(*BOARD, word="录入政策文件")
def enter_document(
    *,
    actor: Actor,
    now: datetime,
    no: str,
    title: str,
    issuer: str,
    issued_on: date,
    effective_on: date,
    until_on: date | None = None,
    supersedes: list[UUID],
    corrects: UUID | None = None,
    content: bytes | None = None,
) -> Document:
    """Enter a document; it is listed once another of the same authority has looked it over.

    `corrects` names a listed one that it puts right and takes out of the list.
    Raises NotAllowed for a county's desk, Invalid by field, PolicyBreach for days that are none,
    Conflict for a number that is listed, or waits, already, NotFound for one that is not listed.
    Writes: board.Document, board.Supersession. Source: 三(一)-1.
    """
    desk = desk_of(actor)
    number = clean_text(no, "no", least=2, most=60)
    require(days_of_document(issued_on=issued_on, effective_on=effective_on, until_on=until_on))
    old = _named(actor, [*supersedes, *([corrects] if corrects else [])])
    replaced = [old[pk] for pk in dict.fromkeys(supersedes) if pk != corrects]
    _older(number, effective_on, replaced)
    _once(actor, number, corrects)
    assert actor.organisation_id is not None
    assert actor.person_id is not None
    made = Document.objects.create(
        city_id=actor.city, no=number,
        title=clean_text(title, "title", least=4, most=200),
        issuer=clean_text(issuer, "issuer", least=2, most=120),
        issued_on=issued_on, effective_on=effective_on, until_on=until_on,
        corrects_id=corrects, desk=desk, organisation_id=actor.organisation_id,
        entered_by_id=actor.person_id, entered_at=now, **_file(content),
    )  # fmt: skip
    for each in replaced:
        insert(Supersession(document=made, old=each))
    record(
        actor=actor,
        now=now,
        type="board.document.entered",
        subject=made,
        after=_facts(made, replaced),
        basis=[CLAUSE],
        tell=[_at(made, CHECKS[actor.role])],
    )
    return made


@use_case(*CHECKING, word="公布政策文件")
def list_document(*, actor: Actor, now: datetime, document_id: UUID) -> Document:
    """List a document that another person of one's own authority entered.

    Raises NotFound for another authority's, NotAllowed for one's own, WrongState, Conflict where
    what it puts right is listed no more. Writes: board.Document, board.Supersession.
    Source: 三(一)-1.
    """
    found = _looked_over(actor, document_id, "list")
    corrected = _correct(found)
    found.checked_by_id, found.checked_at = actor.person_id, now
    found.save(update_fields=["state", "checked_by", "checked_at"])
    record(
        actor=actor,
        now=now,
        type="board.document.listed",
        subject=found,
        about=[corrected.pk] if corrected else [],
        before={"state": "entered"},
        after={"no": found.no, "title": found.title, "state": found.state},
        basis=[CLAUSE],
        tell=[_at(found, Role(found.desk))],
    )
    return found


@use_case(*CHECKING, word="退回政策文件")
def return_document(*, actor: Actor, now: datetime, document_id: UUID, reason: str) -> Document:
    """Send a document back to who entered it, with the reason; it has to be entered anew.

    Raises NotFound for another authority's, NotAllowed for one's own, WrongState, Invalid.
    Writes: board.Document. Source: 三(一)-1.
    """
    found = _looked_over(actor, document_id, "return")
    found.reason = clean_text(reason, "reason", least=2, most=300, lines=True)
    found.checked_by_id, found.checked_at = actor.person_id, now
    found.save(update_fields=["state", "checked_by", "checked_at", "reason"])
    record(
        actor=actor,
        now=now,
        type="board.document.returned",
        subject=found,
        before={"state": "entered"},
        after={
            "no": found.no,
            "title": found.title,
            "state": found.state,
            "reason": found.reason,
        },
        basis=[CLAUSE],
        tell=[_at(found, Role(found.desk))],
    )
    return found


def _at(document: Document, role: Role) -> Tell:
    """Tell a role of the authority whose document it is."""
    return Tell(
        organisation_id=document.organisation_id,
        role=role,
        region=document.city_id if role in BUREAU else "",
        subject_id=document.pk,
    )


def _older(number: str, effective_on: date, replaced: Sequence[Document]) -> None:
    require(
        *(
            supersedes_older(
                no=number, effective_on=effective_on, old_no=each.no, old_on=each.effective_on
            )
            for each in replaced
        )
    )


def _named(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Document]:
    """Read the listed documents that are named. Raises NotFound for any that is not."""
    found = {each.pk: each for each in public_documents(actor).filter(pk__in=ids)}
    if set(ids) - found.keys():
        raise NotFound("access.not_found", thing="所代替的政策文件")
    return found


def _once(actor: Actor, number: str, corrects: UUID | None) -> None:
    rows = Document.objects.filter(city_id=actor.city, no=number)
    listed = rows.filter(state="listed")
    if corrects:
        listed = listed.exclude(pk=corrects)
    if listed.exists():
        raise Conflict("library.listed", CLAUSE, no=number)
    if rows.filter(state="entered").exists():
        raise Conflict("library.waits", CLAUSE, no=number)


def _file(content: bytes | None) -> dict[str, Any]:
    if not content:
        return {}
    kind = kind_of(content, what="政策文件正文")
    return {"kind": kind, "sha256": hashlib.sha256(content).hexdigest(), "content": content}


def _looked_over(actor: Actor, document_id: UUID, act: str) -> Document:
    desk_of(actor)
    found = own_entry(actor, document_id, lock=True)
    found.state = DOCUMENT.after(found.state, act)
    if is_same_person(actor, found):
        raise NotAllowed("library.same_person", CLAUSE, no=found.no)
    return found


def _correct(found: Document) -> Document | None:
    """Take what a document puts right out of the list; what took its place takes this one's."""
    if found.corrects_id is None:
        return None
    old = Document.objects.select_for_update(of=("self",), no_key=True).defer("content")
    wrong = old.get(pk=found.corrects_id)
    if wrong.state != "listed":
        raise Conflict("library.corrected", CLAUSE, no=wrong.no)
    wrong.state = DOCUMENT.after(wrong.state, "correct")
    wrong.save(update_fields=["state"])
    for each in wrong.superseded_by.filter(document__state="listed").order_by("pk"):
        insert(Supersession(document_id=each.document_id, old=found))
    return wrong


def _facts(made: Document, replaced: Sequence[Document]) -> dict[str, Any]:
    return {
        "no": made.no,
        "title": made.title,
        "issuer": made.issuer,
        "issued_on": made.issued_on,
        "effective_on": made.effective_on,
        "until_on": made.until_on,
        "sha256": made.sha256,
        "supersedes": [each.no for each in replaced],
        **({"corrects": made.corrects.no} if made.corrects else {}),
    }
