"""An authority is reorganised: another body follows it, the old one stays known."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import locked
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.kernel.text import clean_text
from cairong.parties.actions.found import AUTHORITIES
from cairong.parties.alike import keep_look, noted_alike
from cairong.parties.four_eyes import two_person
from cairong.parties.models import Organisation, Proposal
from cairong.parties.reads import organisation
from cairong.policy.names import clean_name


@two_person(Role.OPERATOR, word="机构改革承接", put=True)
def succeed_organisation(
    *, actor: Actor, now: datetime, organisation_id: UUID, name: str, on: date, basis: str
) -> Organisation:
    """Let a new body follow an organisation from a day on; `basis` names the paper that says so.

    The operator prepares it, the second person of the bureau that is agrees.
    The old one keeps its name, its period, its people's mandates and what it did; what lay before
    a second person there lies before the new body's. Only authorities are followed: what others
    signed, lent and owe stands in their own name. Raises NotFound; Conflict where another followed
    it already, and for the operator's own: nobody would be left to invite.
    Writes: parties.Organisation, parties.NameLook, parties.Proposal. Source: 三(一)-1.
    """
    words = clean_name(name, field="name", least=2, most=200)
    paper = clean_text(basis, field="basis", least=2, most=200)
    organisation(actor.city, organisation_id)
    old = locked(Organisation.objects.all()).get(pk=organisation_id)
    if old.kind == Organisation.Kind.OPERATOR:
        raise Conflict("parties.own_body")
    if old.kind not in AUTHORITIES:
        raise Conflict("parties.not_an_authority", name=old.name)
    if old.successor_id is not None or not old.active or on > day_of(now):
        raise Conflict("parties.not_to_succeed", name=old.name)
    old.valid_to, old.active = on, False
    old.save(update_fields=["valid_to", "active"])
    new = Organisation.objects.create(
        city_id=actor.city,
        kind=old.kind,
        name=words,
        region=old.region,
        address=old.address,
        demo=old.demo,
        valid_from=on,
    )
    others = noted_alike(keep_look(new, now))
    old.successor = new
    old.save(update_fields=["successor"])
    waiting = Proposal.objects.filter(state="waiting")
    moved = waiting.filter(organisation=old).update(organisation=new)
    moved += waiting.filter(decider=old).update(decider=new)
    record(
        actor=actor,
        now=now,
        type="parties.organisation.succeeded",
        subject=new,
        about=[old.pk],
        before={"name": old.name},
        after={"name": new.name, "on": on, "basis": paper, "proposals": moved, **others},
        basis=["三(一)-1"],
    )
    return new
