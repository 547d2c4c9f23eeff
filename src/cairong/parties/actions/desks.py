"""Take a desk away, hand it over, let a deputy sit at it; suspend a whole organisation."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from cairong.audit.recording import Tell, record
from cairong.audit.rows import locked
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.acts import ACTS
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.parties.models import Account, Mandate, Organisation, Proposal
from cairong.parties.people import colleague, require_administrator
from cairong.parties.steps.admitting import require_not_institution
from cairong.parties.steps.auditing import auditor_ended, require_audit_apart
from cairong.parties.steps.desks import (
    at_desk,
    end_mandate,
    require_lasting,
    require_other_administrator,
    require_own_desk,
    two_colleagues,
)


@use_case(word="停用授权")
def suspend_mandate(*, actor: Actor, now: datetime, mandate_id: UUID, reason: str) -> Mandate:
    """End a colleague's mandate at once, as an administrator; open pages of theirs answer 401.

    Who sits there as a deputy ends with it; of an auditor's end the other administrators and the
    People's Bank hear. Raises Conflict for the last administrator and for a
    mandate that has ended. Writes: parties.Mandate.
    """
    require_administrator(actor, now)
    mandate = colleague(actor, mandate_id, lock=True)
    require_lasting(mandate, day_of(now))
    require_other_administrator(mandate, day_of(now))
    words = clean_text(reason, field="reason", least=1, most=200)
    deputies = end_mandate(mandate, day_of(now), words)
    told = auditor_ended(actor, mandate, day_of(now))
    _recorded(
        actor, now, "parties.mandate.ended", mandate, tell=told, reason=words, deputies=deputies,
        organisation_name=mandate.organisation.name,
    )  # fmt: skip
    return mandate


@use_case(word="移交岗位")
def hand_over(
    *, actor: Actor, now: datetime, mandate_id: UUID, successor_id: UUID, reason: str
) -> Mandate:
    """Hand a desk over: another person of the organisation takes it, the holder leaves.

    The successor gets the same role, region and rights; what the holder had proposed to a second
    person is carried on by the successor, who then may not be its second person.
    Who sat there as a deputy of the holder ends with the holder.
    Raises Conflict for a mandate that has ended and for a deputy's, Invalid where holder and
    successor are one.
    Writes: parties.Mandate, parties.Proposal.
    """
    require_administrator(actor, now)
    held, successor = two_colleagues(actor, mandate_id, successor_id)
    require_lasting(held, day_of(now))
    require_own_desk(held)
    require_lasting(successor, day_of(now))
    if successor.person_id == held.person_id:
        raise Invalid("parties.same_person", field="successor", value=held.person.name)
    words = clean_text(reason, field="reason", least=1, most=200)
    deputies = end_mandate(held, day_of(now), words)
    taken = _taken(held, successor, day_of(now))
    others = [name for name, act in ACTS.items() if act.approves and held.role not in act.roles]
    moved = (
        Proposal.objects.filter(
            Q(prepared_by=held.person) | Q(carried_by=held.person),
            organisation_id=held.organisation_id,
            region=held.region,
            state="waiting",
        )
        .exclude(act__in=others)
        .update(carried_by=successor.person)
    )
    _recorded(
        actor,
        now,
        "parties.desk.handed_over",
        held,
        tell=auditor_ended(actor, held, day_of(now)),
        organisation_name=held.organisation.name,
        successor=successor.person.name,
        proposals=moved,
        reason=words,
        deputies=deputies,
    )
    return taken


@use_case(word="指定代班人")
def appoint_deputy(
    *,
    actor: Actor,
    now: datetime,
    mandate_id: UUID,
    deputy_id: UUID,
    valid_from: date,
    valid_to: date,
) -> Mandate:
    """Let the person of another mandate of the organisation act at this desk between two days.

    Raises Invalid for days that lie behind or the wrong way round, or for one's own deputy;
    Conflict where holder or deputy sits there as a deputy only, or the deputy has the desk then.
    Writes: parties.Mandate.
    """
    require_administrator(actor, now)
    held, deputy = two_colleagues(actor, mandate_id, deputy_id)
    for each in (held, deputy):
        require_lasting(each, day_of(now))
        require_own_desk(each)
    if deputy.person_id == held.person_id:
        raise Invalid("parties.same_person", field="deputy", value=held.person.name)
    for name, day, least in (
        ("valid_from", valid_from, day_of(now)),
        ("valid_to", valid_to, valid_from),
    ):
        if day < least:
            raise Invalid("parties.deputy_days", field=name, value=day.isoformat())
    _refuse_twice(held, deputy, valid_from, valid_to)
    require_audit_apart(deputy.person_id, held.role, day_of(now), deputy=True)
    made = Mandate.objects.create(
        **at_desk(held, deputy.person_id),
        valid_from=valid_from,
        valid_to=valid_to,
        deputy_for=held,
    )
    _recorded(
        actor,
        now,
        "parties.deputy.appointed",
        made,
        holder=held.person.name,
        valid_from=valid_from.isoformat(),
        valid_to=valid_to.isoformat(),
    )
    return made


@two_person(Role.OPERATOR, word="停用单位", put=True)
def suspend_organisation(
    *, actor: Actor, now: datetime, organisation_id: UUID, reason: str
) -> Organisation:
    """Suspend an organisation: none of its people may act until it is resumed.

    The operator prepares it, the bureau's second person agrees. Raises Conflict where it is
    suspended already, and for the operator's own and the bureau: nobody would be left to resume
    it. Nor is an institution suspended here: the bureau does, and what runs there goes on (room
    `admission`). Writes: parties.Organisation.
    """
    return _switched(actor, now, organisation_id, active=False, reason=reason)


@two_person(Role.OPERATOR, word="恢复单位", put=True)
def resume_organisation(
    *, actor: Actor, now: datetime, organisation_id: UUID, reason: str
) -> Organisation:
    """Let a suspended organisation act again.

    Raises Conflict where it is not suspended, and for one that another followed: there is one
    body of an authority at a time. Writes: parties.Organisation.
    """
    return _switched(actor, now, organisation_id, active=True, reason=reason)


def _switched(
    actor: Actor, now: datetime, organisation_id: UUID, *, active: bool, reason: str
) -> Organisation:
    rows = Organisation.objects.filter(pk=organisation_id, city_id=actor.city)
    organisation = locked(rows).first()
    if organisation is None or organisation.active == active:
        raise Conflict("parties.organisation_state")
    if active and (successor := organisation.successor) is not None:
        raise Conflict("parties.succeeded", name=organisation.name, successor=successor.name)
    if organisation.kind == Organisation.Kind.OPERATOR:
        raise Conflict("parties.own_body")
    if organisation.kind == Organisation.Kind.BUREAU:
        raise Conflict("parties.deciding_body", name=organisation.name)
    if not active:
        require_not_institution(actor, organisation.kind)
    organisation.active = active
    organisation.save(update_fields=["active"])
    named = {"organisation_name": organisation.name}
    record(
        actor=actor,
        now=now,
        type="parties.organisation.resumed" if active else "parties.organisation.suspended",
        subject=organisation,
        visible_to=[organisation.pk],
        before={**named, "active": not active},
        after={
            **named,
            "active": active,
            "reason": clean_text(reason, field="reason", least=1, most=200),
        },
        basis=["一(一)-4"],
    )
    return organisation


def _refuse_twice(held: Mandate, deputy: Mandate, first: date, last: date) -> None:
    """Refuse a deputy who has the same desk on one of the days already. Raises Conflict."""
    desk = at_desk(held, deputy.person_id)
    if Mandate.objects.lasting(first).filter(**desk, valid_from__lte=last).exists():
        raise Conflict("parties.mandate_once")


def _taken(held: Mandate, successor: Mandate, on: date) -> Mandate:
    """Give the successor the desk, or the holder's rights at it where they sit there already."""
    desk = at_desk(held, successor.person_id)
    taken = locked(Mandate.objects.filter(**desk, valid_to=None)).first()
    if taken is None:
        require_audit_apart(successor.person_id, held.role, on)
        taken = Mandate.objects.create(**desk, administrator=held.administrator, valid_from=on)
    elif held.administrator:
        taken.administrator = True
        taken.save(update_fields=["administrator"])
    Account.objects.filter(person_id=successor.person_id, mandate=None).update(mandate=taken)
    return taken


def _recorded(
    actor: Actor,
    now: datetime,
    type_: str,
    mandate: Mandate,
    *,
    tell: Sequence[Tell] = (),
    **after: str | int | list[str],
) -> None:
    record(
        actor=actor,
        now=now,
        type=type_,
        subject=mandate,
        about=[mandate.organisation_id],
        visible_to=[mandate.organisation_id],
        after={"person": mandate.person.name, "role": mandate.role, **after},
        basis=["三(一)-1"],
        tell=tell,
    )
