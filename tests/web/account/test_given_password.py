"""Whose password somebody else gave changes it first, and does nothing else until then."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from cairong.kernel.actor import Channel, Role
from cairong.kernel.errors import NotAllowed
from cairong.parties import reads
from cairong.parties.actions.invite import invite_person
from cairong.parties.models import Account, Invitation
from support.staging import staged
from support.visitors import WORD, account_in, mandate_of, signed_in

OWN = "a word of my own 27"
PAGE = "/account/password/"


@staged
def given(city) -> Account:
    account = account_in(city, Role.PROCUREMENT_OFFICER, username="first", administrator=True)
    Account.objects.update(given_password=True)
    account.refresh_from_db()
    return account


def change(client: Client, new: str):
    return client.post(PAGE, {"old": WORD, "new": new})


def test_every_page_leads_to_a_password_of_ones_own_and_then_on(given):
    client = Client()
    client.post("/account/sign-in/", {"username": "first", "password": WORD})
    for wanted in ("/desk/", "/account/people/", "/account/second-factor/on/"):
        found = client.get(wanted)
        assert found.status_code == 302
        assert found.headers["Location"].startswith(f"{PAGE}?next=")
    assert "先改成自己的密码" in client.get(PAGE).content.decode()
    assert client.post("/account/people/invite/", {}).status_code == 403
    assert "要与现在的密码不同" in change(client, WORD).content.decode()
    assert change(client, OWN).status_code == 302
    after = client.get("/desk/")
    assert after.headers["Location"].startswith("/account/second-factor/")


def test_an_act_is_refused_by_whatever_door(given, city):
    actor = reads.actor_of(mandate_of(given), channel=Channel.WEB)
    facts = {"now": city.now, "name": "赵敏", "role": Role.PROCUREMENT_APPROVER}
    with pytest.raises(NotAllowed) as refused:
        invite_person(actor=replace(actor, given_password=True), **facts)
    assert refused.value.findings[0].code == "access.given_password"
    assert not Invitation.objects.exists()


def test_the_row_alone_does_not_make_it_ones_own(given):
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("UPDATE parties_account SET given_password = false")
    given.refresh_from_db()
    assert given.given_password


def test_an_open_session_meets_it_too(given):
    assert signed_in(given).get("/desk/").headers["Location"].startswith(PAGE)
