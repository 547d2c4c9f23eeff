"""Say who somebody is: a person brought in by an invitation becomes a pair of eyes of their own."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.rows import locked
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, NotAllowed
from cairong.kernel.text import clean_text
from cairong.parties.eyes import confirmers, same_hands, unproven_for, who_confirms
from cairong.parties.four_eyes import two_person
from cairong.parties.models import Mandate, Person
from cairong.parties.people import colleague, require_administrator
from cairong.parties.steps.desks import require_lasting


@use_case(word="证实人员")
def confirm_person(*, actor: Actor, now: datetime, mandate_id: UUID, papers: str) -> Person:
    """Confirm as an administrator who a colleague is, whom somebody else brought in.

    `papers` name what was looked at. Nobody confirms themselves, whom they brought in, or who
    stands in the same hands as they. Raises NotFound, NotAllowed, Conflict where it was done.
    Writes: parties.Person. Source: D19.
    """
    require_administrator(actor, now)
    mandate = colleague(actor, mandate_id)
    require_lasting(mandate, day_of(now))
    return _confirmed(actor, now, mandate, papers)


@two_person(Role.PROCUREMENT_OFFICER, word="证实外单位人员")
def confirm_elsewhere(*, actor: Actor, now: datetime, mandate_id: UUID, papers: str) -> Person:
    """Confirm, as the bureau's two persons, who somebody of another organisation is.

    Only where no administrator there can do it: each stands in the same hands as the person.
    Raises NotFound, Conflict, NotAllowed for who stands in those hands too. Writes: parties.Person.
    """
    on = day_of(now)
    held = unproven_for(actor, mandate_id, on=on)
    names = confirmers(held.organisation, [held.person_id], on, region=held.region)
    if names:
        raise Conflict("parties.confirm_inside", who=f"本单位管理员{'、'.join(names)}")
    return _confirmed(actor, now, held, papers)


def _confirmed(actor: Actor, now: datetime, mandate: Mandate, papers: str) -> Person:
    words = clean_text(papers, field="papers", least=1, most=200)
    person = locked(Person.objects.all()).get(pk=mandate.person_id)
    if person.leans_on_id is None:
        raise Conflict("parties.person_proven", person=person.name)
    if same_hands(actor.person_id, person.pk):
        who = who_confirms(mandate.organisation, [person.pk], day_of(now))
        raise NotAllowed("parties.confirm_same_hands", "三(一)-1", person=person.name, who=who)
    brought = person.leans_on
    assert brought is not None
    person.leans_on, person.proven_by_id, person.proven_at = None, actor.person_id, now
    person.save(update_fields=["leans_on", "proven_by", "proven_at"])
    record(
        actor=actor,
        now=now,
        type="parties.person.confirmed",
        subject=person,
        about=[mandate.pk],
        visible_to=[mandate.organisation_id],
        before={"brought": brought.name},
        after={
            "person": person.name,
            "organisation_name": mandate.organisation.name,
            "role": mandate.role,
            "papers": words,
        },
        basis=["三(一)-1"],
        tell=[
            Tell(
                organisation_id=mandate.organisation_id,
                role=Role(mandate.role),
                region=mandate.region,
            )
        ],
    )
    return person
