"""Keep a paper that was taken in; where nothing in it asks for a look, it is handed in at once."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.contracts.models import Contract
from cairong.contracts.reads import contract_for
from cairong.kernel.actor import Actor, Role
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
    KEEPERS,
    PURPOSES,
    Purpose,
    invoice_is_new,
    invoice_number,
    paper_holds,
    within_the_day,
)
from cairong.policy.rule import Answer, require
from cairong.rulebook.reads import parameter_or_first


@use_case(*KEEPERS, word="上传材料")
def keep_paper(
    *,
    actor: Actor,
    now: datetime,
    purpose: str,
    name: str,
    received: Received,
    contract_id: UUID | None = None,
    valid_until: date | None = None,
    number: str = "",
) -> Paper:
    """Keep a paper for a purpose. Nobody else reads it before it is handed in.

    One of the vault is of no contract and says, where it lapses, until when it holds; handed in,
    it is read by those alone to whom it is given (`give_papers`).

    One in which no number of a person was found, and all of whose pages could be read, is handed
    in by this; any other waits for its owner's look (`hand_in_paper`). Raises NotFound, Invalid,
    Conflict for the same twice, PolicyBreach for an invoice used elsewhere, a paper that is out of
    date or more than the bytes of a day. Writes: papers.Content, papers.Paper.
    Source: 二(四)-2, 二(五)-2.
    """
    kind = _purpose(actor.role, purpose, vault=contract_id is None)
    contract = contract_for(actor, contract_id) if contract_id else None
    until = _until(kind, valid_until)
    owner = own_organisation(actor)
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
    paper = Paper.objects.create(
        city_id=actor.city, organisation_id=owner, content=content, purpose=purpose,
        name=clean_text(name, "name", least=1, most=120), contract=contract, number=number,
        valid_until=until, kept_at=now,
        state="handed" if clean else "kept", handed_at=now if clean else None,
    )  # fmt: skip
    _record(actor, now, paper, kind, contract)
    return paper


def _record(
    actor: Actor, now: datetime, paper: Paper, kind: Purpose, contract: Contract | None
) -> None:
    record(
        actor=actor,
        now=now,
        type="papers.paper.kept",
        subject=paper,
        about=[contract.pk] if contract else [],
        after={
            "purpose": kind.word,
            "name": paper.name,
            "sha256": paper.content.sha256,
            "handed": paper.state == "handed",
            **({"contract": contract.no} if contract else {"valid_until": paper.valid_until}),
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


def _purpose(role: Role, purpose: str, *, vault: bool) -> Purpose:
    kind = PURPOSES.get(purpose)
    if kind is None or role not in kind.roles or kind.vault != vault:
        raise Invalid("papers.purpose", field="purpose", value=kind.word if kind else purpose)
    return kind


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
