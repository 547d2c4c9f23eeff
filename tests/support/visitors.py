"""Browsers for tests: a signed-in client for any role, in a town."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from cairong.doors.actors import SHOWN
from cairong.doors.sessions import OPENED
from cairong.doors.signing import BACKEND
from cairong.kernel.actor import BUREAU, INSTITUTION, PURCHASER, Role
from cairong.parties import reads
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.factors import Type, holds_factor, new_secret, seal, second_factor, unseal
from cairong.parties.models import Account, Mandate, Organisation
from support.town import CITY, Town

WORD = "correct horse battery"


def organisation_of(town: Town, role: Role) -> Organisation:
    """The organisation of the town in which a role sits."""
    if role == Role.SUPPLIER:
        return town.supplier()
    if role in PURCHASER:
        return town.purchaser()
    if role == Role.AGENCY_CLERK:
        return town.organisation("agency", "甲代理", uscc="91410300MA0000901B")
    if role in INSTITUTION:
        return town.institution()
    if role == Role.INSPECTOR:
        return town.organisation("inspector", "洛阳市审计局", region=CITY)
    of_bureau = role in BUREAU | {Role.AUDITOR}
    return reads.the_only(CITY, "bureau" if of_bureau else role.value)


def account_in(
    town: Town,
    role: Role | str,
    *,
    organisation: Organisation | None = None,
    username: str = "",
    administrator: bool = False,
    region: str = "",
) -> Account:
    """Give a new person an account and a mandate in a role; an auditor administers nothing."""
    house = organisation or organisation_of(town, Role(role))
    name = username or f"{role}-{Account.objects.count()}"
    appoint_person(
        actor=town.system,
        now=town.now,
        organisation_id=house.pk,
        role=str(role),
        region=region,
        name=name,
        username=name,
        password=WORD,
        administrator=administrator and role != Role.AUDITOR,
    )
    return Account.objects.select_related("mandate", "person").get(username=name)


def signed_in(account: Account) -> Client:
    """A browser in which an account is signed in; in a real city with a second factor, just now."""
    client = Client()
    client.force_login(account, backend=BACKEND)
    if not account.person.city.demo:
        if not holds_factor(account):
            given_factor(account)
        session = client.session
        session[SHOWN] = session[OPENED]
        session.save()
    UserSession.objects.create(
        user=account, ip="127.0.0.1", user_agent="test", session_key=client.session.session_key
    )
    return client


def given_factor(account: Account) -> str:
    """Give an account a second factor, unless it has one; return its secret."""
    kept = second_factor(account)
    if kept is None:
        data = {"secret": seal(new_secret())}
        kept = Authenticator.objects.create(user=account, type=Type.TOTP, data=data)
    return unseal(kept.data["secret"])


def browser(town: Town, role: Role | str, **facts) -> Client:
    """A browser in which a new person of a role is signed in."""
    return signed_in(account_in(town, role, **facts))


def mandate_of(account: Account) -> Mandate:
    """The chosen mandate of an account."""
    account.refresh_from_db()
    assert account.mandate is not None
    return account.mandate
