"""Give a person a mandate, and an account to sign in with."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.parties import reads
from cairong.parties.kinds import ROLES_OF
from cairong.parties.models import Account, Mandate, Person
from cairong.parties.steps.auditing import require_audit_apart
from cairong.policy.names import clean_name


@use_case(Role.SYSTEM, word="指定人员")
def appoint_person(
    *,
    actor: Actor,
    now: datetime,
    organisation_id: UUID,
    role: str,
    name: str,
    region: str = "",
    phone: str = "",
    username: str = "",
    password: str = "",
    password_hash: str = "",
    given: bool = False,
    administrator: bool = False,
    papers: str = "",
    person_id: UUID | None = None,
    demo: bool = False,
) -> Mandate:
    """Give a person (new, or one known by id) a mandate, with an account where a name is given.

    An empty `region` is the organisation's own; a `password_hash` was made before; one `given` is
    changed first; `papers` appoint them. Raises Invalid for a role the organisation does not have.
    Writes: parties.Person, parties.Mandate, parties.Account.
    """
    organisation = reads.organisation(actor.city, organisation_id)
    if role not in ROLES_OF.get(organisation.kind, frozenset()):
        raise Invalid("parties.role_of_kind", field="role", value=role, kind=organisation.kind)
    person = _person(actor.city, person_id, name, phone=phone, demo=demo)
    require_audit_apart(person_id, role, day_of(now), administrator=administrator)
    mandate = Mandate.objects.create(
        organisation=organisation,
        person=person,
        role=role,
        region=region or organisation.region,
        administrator=administrator,
        valid_from=day_of(now),
        papers=papers,
    )
    if username:
        account = Account(username=username, person=person, given_password=given)
        keep_account(account, mandate, password=password, password_hash=password_hash)
    record(
        actor=actor, now=now, type="parties.mandate.given", subject=mandate,
        about=[organisation.pk], visible_to=[organisation.pk], basis=["三(一)-1"],
        after={"person": person.name, "role": role, "region": mandate.region}
        | ({"papers": papers} if papers else {}),
    )  # fmt: skip
    return mandate


def _person(city: str, known: UUID | None, name: str, *, phone: str, demo: bool) -> Person:
    if known:
        return Person.objects.get(pk=known, city_id=city)
    text = clean_name(name, field="name", most=60)
    return Person.objects.create(city_id=city, name=text, phone=phone, demo=demo)


def keep_account(
    account: Account, mandate: Mandate, *, password: str, password_hash: str = ""
) -> Account:
    """Make a person's account, its first mandate chosen. Writes: parties.Account."""
    account.username, account.mandate = account.username.lower(), mandate
    if password_hash:
        account.password = password_hash
    elif password:
        account.set_password(password)
    else:
        account.set_unusable_password()
    account.save()
    return account
