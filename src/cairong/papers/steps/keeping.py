"""Keep a paper that was taken in, whoever keeps it for what."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.contracts.models import Contract
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid
from cairong.kernel.text import clean_text
from cairong.papers.models import Content, Paper
from cairong.papers.reads import own_papers, taken_today
from cairong.papers.receiving import Received
from cairong.parties.reads import own_organisation
from cairong.policy.papers import (
    CLAUSE,
    DAY_MB,
    PURPOSES,
    Purpose,
    invoice_is_new,
    invoice_number,
    paper_holds,
    within_the_day,
)
from cairong.policy.rule import Answer, require
from cairong.rulebook.reads import parameter_or_first


def purpose_of(
    actor: Actor, purpose: str, *, vault: bool = False, lenders: bool = False
) -> Purpose:
    """Find what a paper is kept for. Raises Invalid where the actor keeps none for it there."""
    kind = PURPOSES.get(purpose)
    if (
        kind is None
        or actor.role not in kind.roles
        or (kind.vault, kind.lenders) != (vault, lenders)
    ):
        raise Invalid("papers.purpose", field="purpose", value=kind.word if kind else purpose)
    return kind


def keep(
    actor: Actor,
    now: datetime,
    purpose: str,
    received: Received,
    *,
    name: str,
    contract: Contract | None = None,
    valid_until: date | None = None,
    number: str = "",
) -> Paper:
    """Keep a paper, handed in at once where nothing in it asks for its owner's look.

    Raises Invalid, Conflict, PolicyBreach. Writes: papers.Content, papers.Paper.
    """
    kind, owner = PURPOSES[purpose], own_organisation(actor)
    until = _until(kind, valid_until)
    number = invoice_number(number) if kind.numbered else ""
    require(
        within_the_day(
            taken=taken_today(owner, now), size=received.size,
            most_mb=parameter_or_first(actor.city, DAY_MB, on=day_of(now)),
        ),
        _new_invoice(actor, number),
        paper_holds(name=kind.word, valid_until=until, today=day_of(now)),
    )  # fmt: skip
    _require_new(actor, purpose, contract, received)
    content = _content(received, now)
    clean = not received.found and not received.unread
    return Paper.objects.create(
        city_id=actor.city, organisation_id=owner, content=content, purpose=purpose,
        name=clean_text(name, "name", least=1, most=120), contract=contract, number=number,
        valid_until=until, kept_at=now,
        state="handed" if clean else "kept", handed_at=now if clean else None,
    )  # fmt: skip


def tell_kept(
    actor: Actor, now: datetime, paper: Paper, about: Sequence[UUID], **said: object
) -> None:
    """Record that a paper was kept, and of what."""
    record(
        actor=actor,
        now=now,
        type="papers.paper.kept",
        subject=paper,
        about=about,
        after={
            "purpose": PURPOSES[paper.purpose].word,
            "name": paper.name,
            "sha256": paper.content.sha256,
            "handed": paper.state == "handed",
            **said,
        },
        basis=[CLAUSE],
    )


def _content(received: Received, now: datetime) -> Content:
    facts = {
        "size": received.size, "kind": received.kind, "pages": received.pages,
        "shown": received.shown, "found": received.found, "unread": received.unread,
        "scanned": received.scanned, "kept_at": now,
    }  # fmt: skip
    return Content.objects.get_or_create(sha256=received.sha256, defaults=facts)[0]


def _until(kind: Purpose, valid_until: date | None) -> date | None:
    if kind.lapses and valid_until is None:
        raise Invalid("papers.until", field="valid_until", value=kind.word)
    return valid_until if kind.vault else None


def _new_invoice(actor: Actor, number: str) -> Answer:
    used = (
        Paper.objects.filter(city_id=actor.city, number=number)
        .exclude(state="withdrawn")
        .select_related("contract", "organisation")
        .first()
        if number
        else None
    )
    own = used is not None and used.organisation_id == actor.organisation_id
    return invoice_is_new(
        number=number,
        used_on=(used.contract.no if own and used.contract else "另一份材料") if used else "",
    )


def _require_new(actor: Actor, purpose: str, contract: Contract | None, received: Received) -> None:
    rows = own_papers(actor).filter(
        purpose=purpose, contract=contract, content__sha256=received.sha256
    )
    if before := rows.exclude(state="withdrawn").first():
        raise Conflict("papers.twice", CLAUSE, name=before.name, at=before.kept_at)
