"""Propose an agreement to share data to its parties; agree, decline, end it early."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import insert
from cairong.audit.transaction import use_case
from cairong.board.agreements import agreement_for, newest_version, own_party
from cairong.board.models import Agreement, Party
from cairong.board.states import AGREEMENT, BOARD, PARTIES
from cairong.board.steps.desks import ask, authority_of, desk_of
from cairong.board.steps.sharing import at_parties, facts_of, readers
from cairong.clocks.steps.duties import cancel_duties, fulfil_duty
from cairong.contracts.steps.numbers import next_numbers
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, NotFound
from cairong.kernel.text import clean_text
from cairong.parties.models import Organisation
from cairong.parties.reads import organisation
from cairong.policy.board import ANSWER, DESKS
from cairong.policy.rule import require
from cairong.policy.sharing import (
    CLAUSE,
    INSTITUTION,
    days_agreed,
    fields_declared,
    given_and_got,
    renewed_at_its_end,
    way_known,
)

SERIES = "GX"
ENDED = {
    "declined": "board.agreement.declined",
    "withdrawn": "board.agreement.withdrawn",
    "ended": "board.agreement.ended",
}


@use_case(*BOARD, word="提出数据共享协议")
def draft_agreement(
    *,
    actor: Actor,
    now: datetime,
    title: str,
    purpose: str,
    fields: list[str],
    ground: str,
    way: str,
    from_on: date,
    until_on: date,
    gives: list[str],
    gets: list[str],
    follows: UUID | None = None,
) -> Agreement:
    """Propose an agreement to its parties; the drafter's own desk agrees by it.

    Parties are desks by code and institutions by id; `follows` is what this is the next version of.
    Raises NotAllowed for a county's desk, Invalid by field, PolicyBreach for fields, sides or days
    that are none, NotFound, Conflict while another version waits.
    Writes: board.Agreement, board.Party, clocks.Duty. Source: 三(一)-1.
    """
    desk, today = desk_of(actor), day_of(now)
    require(
        way_known(way=way),
        fields_declared(fields=fields),
        days_agreed(today=today, from_on=from_on, until_on=until_on),
        given_and_got(gives=gives, gets=gets, own=desk),
    )
    numbered = _numbered(actor, now, follows, from_on)
    named = _sides(actor, gives, gets)
    made = Agreement.objects.create(
        city_id=actor.city,
        **_texts(title, purpose, ground),
        fields=list(dict.fromkeys(fields)), way=way, from_on=from_on, until_on=until_on,
        drafter=desk, drafted_at=now, **numbered,
    )  # fmt: skip
    for member, key, gives_it in named:
        _join(actor, made, member, key, gives=gives_it, now=now)
    record(
        actor=actor,
        now=now,
        type="board.agreement.proposed",
        subject=made,
        visible_to=readers(made),
        after=facts_of(made, whole=True),
        basis=[CLAUSE],
        tell=at_parties(made, but=desk),
    )
    return made


@use_case(*PARTIES, word="同意数据共享协议")
def agree_agreement(*, actor: Actor, now: datetime, agreement_id: UUID) -> Agreement:
    """Agree for one's own desk or institution; with the last party the agreement stands.

    Raises NotFound for who is no party, WrongState, Conflict where it agreed before, PolicyBreach
    where the last day is over. Writes: board.Agreement, board.Party, clocks.Mark.
    Source: 三(一)-1.
    """
    found = agreement_for(actor, agreement_id, lock=True)
    own = _own(actor, found)
    state = AGREEMENT.after(found.state, "agree")
    if own.agreed_at is not None:
        raise Conflict("sharing.agreed", CLAUSE, no=found.no, at=own.agreed_at)
    today = day_of(now)
    if found.until_on < today:
        raise Conflict("sharing.over", CLAUSE, no=found.no, until_on=found.until_on)
    own.agreed_at, own.agreed_by_id = now, actor.person_id
    own.save(update_fields=["agreed_at", "agreed_by"])
    fulfil_duty(subject_id=own.pk, kind=ANSWER, on=today, now=now)
    whole = not found.parties.filter(agreed_at=None).exists()
    if whole:
        found.state, found.agreed_at = state, now
        found.save(update_fields=["state", "agreed_at"])
    record(
        actor=actor,
        now=now,
        type="board.agreement.agreed" if whole else "board.agreement.joined",
        subject=found,
        visible_to=readers(found),
        before={"state": "proposed"},
        after=facts_of(found, party=actor.organisation_name),
        basis=[CLAUSE],
        tell=at_parties(found, but=own.desk, of=own.organisation_id) if whole else [],
    )
    return found


@use_case(*PARTIES, word="不同意数据共享协议")
def decline_agreement(*, actor: Actor, now: datetime, agreement_id: UUID, reason: str) -> Agreement:
    """Decline an agreement that waits, as a party; as its drafter, withdraw it.

    Raises NotFound for who is no party, WrongState once all agreed, Invalid.
    Writes: board.Agreement, clocks.Mark. Source: 三(一)-1.
    """
    found = agreement_for(actor, agreement_id, lock=True)
    own = _own(actor, found)
    drafted = own.desk == found.drafter
    found.state = AGREEMENT.after(found.state, "withdraw" if drafted else "decline")
    return _ended(actor, now, found, own, reason=reason, before="proposed")


@use_case(*PARTIES, word="提前终止数据共享协议")
def end_agreement(*, actor: Actor, now: datetime, agreement_id: UUID, reason: str) -> Agreement:
    """End an agreement before its last day, as any of its parties, with the reason.

    Raises NotFound for who is no party, WrongState, Invalid.
    Writes: board.Agreement. Source: 三(一)-1.
    """
    found = agreement_for(actor, agreement_id, lock=True)
    own = _own(actor, found)
    found.state = AGREEMENT.after(found.state, "end")
    return _ended(actor, now, found, own, reason=reason, before="agreed")


def _ended(
    actor: Actor, now: datetime, found: Agreement, own: Party, *, reason: str, before: str
) -> Agreement:
    found.reason = clean_text(reason, "reason", least=4, most=300, lines=True)
    found.ended_at = now
    found.save(update_fields=["state", "reason", "ended_at"])
    for each in found.parties.order_by("pk"):
        cancel_duties(subject_id=each.pk, on=day_of(now), now=now, reason="协议不再等待同意")
    record(
        actor=actor,
        now=now,
        type=ENDED[found.state],
        subject=found,
        visible_to=readers(found),
        before={"state": before},
        after=facts_of(found, party=actor.organisation_name, reason=found.reason),
        basis=[CLAUSE],
        tell=at_parties(found, but=own.desk, of=own.organisation_id),
    )
    return found


def _texts(title: str, purpose: str, ground: str) -> dict[str, str]:
    return {
        "title": clean_text(title, "title", least=4, most=80),
        "purpose": clean_text(purpose, "purpose", least=8, most=500, lines=True),
        "ground": clean_text(ground, "ground", least=4, most=200, lines=True),
    }


def _sides(
    actor: Actor, gives: Sequence[str], gets: Sequence[str]
) -> list[tuple[Organisation, str, bool]]:
    """Find who gives and who gets. Raises NotFound for who is neither a desk nor an institution."""
    keys = [(key, True) for key in dict.fromkeys(gives)]
    keys += [(key, False) for key in dict.fromkeys(gets)]
    return [(_party(actor, key), key, gives_it) for key, gives_it in keys]


def _own(actor: Actor, found: Agreement) -> Party:
    own = own_party(actor, found)
    if own is None:
        raise NotFound("access.not_found", thing="本单位的数据共享协议")
    return own


def _numbered(actor: Actor, now: datetime, follows: UUID | None, from_on: date) -> dict[str, Any]:
    if follows is None:
        return {"no": next_numbers(actor.city, SERIES, day_of(now).year)[0], "version": 1}
    old = agreement_for(actor, follows, lock=True)
    _own(actor, old)
    if old.state == "proposed" or newest_version(old) != old.version:
        raise Conflict("sharing.version", CLAUSE, no=old.no)
    running = old.state == "agreed"
    require(renewed_at_its_end(no=old.no, until_on=old.until_on, from_on=from_on, running=running))
    return {"no": old.no, "version": old.version + 1}


def _party(actor: Actor, key: str) -> Organisation:
    if key in DESKS:
        return authority_of(actor.city, key)
    try:
        wanted = UUID(key)
    except ValueError:
        raise NotFound("access.not_found", thing="协议的参加单位") from None
    return organisation(actor.city, wanted, kind=Organisation.Kind.INSTITUTION)


def _join(
    actor: Actor, made: Agreement, member: Organisation, key: str, *, gives: bool, now: datetime
) -> None:
    desk = key if key in DESKS else INSTITUTION
    own = desk == made.drafter
    party = insert(
        Party(
            agreement=made, organisation=member, desk=desk, gives=gives,
            agreed_at=now if own else None, agreed_by_id=actor.person_id if own else None,
        )
    )  # fmt: skip
    if not own:
        title = f"数据共享协议 {made.no}「{made.title}」:是否同意"
        ask(
            actor.city, desk, subject_id=party.pk, title=title, now=now, holder=member,
            about=[made.pk],
        )  # fmt: skip


def keys_of(parties: Sequence[Party], *, gives: bool) -> list[str]:
    """Name the parties of one side as a form of the next version offers them."""
    return [
        str(each.organisation_id) if each.desk == INSTITUTION else each.desk
        for each in parties
        if each.gives is gives
    ]
