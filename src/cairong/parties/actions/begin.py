"""Begin an empty real city: its first operator, from whom all other accounts come (D22)."""

from datetime import datetime

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.kernel.text import clean_text
from cairong.parties import reads
from cairong.parties.models import Account, Mandate, Organisation, Person
from cairong.parties.steps.accounts import free_username, set_password


@use_case(Role.SYSTEM)
def appoint_first_operator(
    *, actor: Actor, now: datetime, name: str, username: str, password: str
) -> Account:
    """Appoint the first operator of a founded city, with an account.

    Raises Conflict where an operator stands already, NotFound where the city has no operating
    body, Invalid for user name or password. Writes: parties.Person, parties.Mandate,
    parties.Account. Source: D22.
    """
    body = reads.the_only(actor.city, Organisation.Kind.OPERATOR)
    if body.mandates.exists():
        raise Conflict("parties.operator_stands")
    account = Account(username=free_username(username))
    set_password(account, password)
    account.person = Person.objects.create(
        city_id=actor.city, name=clean_text(name, field="name", least=1, most=60)
    )
    account.mandate = Mandate.objects.create(
        organisation=body,
        person=account.person,
        role=Role.OPERATOR,
        region=body.region,
        administrator=True,
        valid_from=day_of(now),
    )
    account.save()
    record(
        actor=actor,
        now=now,
        type="parties.operator.appointed",
        subject=account.mandate,
        visible_to=[body.pk],
        after={"name": account.person.name},
        basis=["三(一)-1"],
    )
    return account
