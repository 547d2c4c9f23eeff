"""Two hands at the desks of one house at once: nobody is left without an administrator."""

from functools import partial
from threading import Thread

import pytest
from django.db import connections

from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict
from cairong.parties.actions import desks, invite
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.desks import hand_over, suspend_mandate
from cairong.parties.actions.renew import ask_renewal, give_word, renew_password
from cairong.parties.models import Mandate, Organisation
from cairong.parties.reads import the_only
from support.eyes import first_administrator
from support.racing import FEWER, hands, split
from support.town import CITY, Town, acting, at, found_town
from support.visitors import WORD, account_in, mandate_of

pytestmark = pytest.mark.usefixtures("committed_db")
NOW = at("2025-09-15 10:00")
ROUNDS = min(FEWER, 20)
NEW = "another right horse"


def administrator(town: Town, house, username: str, **facts) -> Mandate:
    made = appoint_person(
        actor=town.system, now=NOW, organisation_id=house.pk, role=Role.PURCHASER_OFFICER,
        name=username, username=username, password=WORD, administrator=True, **facts,
    )  # fmt: skip
    return Mandate.objects.select_related("organisation", "person").get(pk=made.pk)


def suspending(actor: Mandate, whom: Mandate):
    by = acting(actor)
    return partial(suspend_mandate, actor=by, now=NOW, mandate_id=whom.pk, reason="调离")


def test_of_two_administrators_who_suspend_each_other_one_stays():
    town = found_town()
    with hands(2) as two:
        for number in range(ROUNDS):
            house = town.purchaser(f"单位{number}")
            first, second = (administrator(town, house, f"user{number}{one}") for one in "ab")
            done, refused = split(two.race(suspending(first, second), suspending(second, first)))
            left = Mandate.objects.running(NOW.date()).filter(organisation=house)
            assert (len(done), len(refused), left.count()) == (1, 1, 1)


def test_one_of_a_county_does_not_stand_in_for_one_of_the_whole_organisation():
    town = found_town()
    house = town.bureau(Role.TREASURY_OFFICER).organisation_id
    Mandate.objects.filter(organisation_id=house).update(administrator=False)
    made = [
        appoint_person(
            actor=town.system, now=NOW, organisation_id=house, name=name, username=name,
            password=WORD, administrator=True, region=region,
            role=Role.TREASURY_OFFICER,
        )
        for name, region in (("city", ""), ("county", "410303"))
    ]  # fmt: skip
    whole, county = (
        Mandate.objects.select_related("organisation", "person").get(pk=one.pk) for one in made
    )
    with pytest.raises(Conflict, match="last_administrator"):
        suspending(whole, whole)()
    suspending(whole, county)()
    Mandate.objects.filter(pk=whole.pk).update(administrator=False)
    operator = town.actor(the_only(CITY, "operator"), Role.OPERATOR)
    agreeing = town.bureau(Role.PROCUREMENT_APPROVER)
    given = first_administrator(
        operator, agreeing, Organisation.objects.get(pk=house), Role.TREASURY_OFFICER
    )
    assert given["word"]


def between(module, monkeypatch, act):
    """Let another hand do an act in the middle of one of a module, where it reads the day."""
    real = module.day_of

    def slow(now):
        monkeypatch.setattr(module, "day_of", real)

        def other():
            try:
                act()
            finally:
                connections.close_all()

        thread = Thread(target=other)
        thread.start()
        thread.join(1)
        waiting.append(thread)
        return real(now)

    waiting: list[Thread] = []
    monkeypatch.setattr(module, "day_of", slow)
    return waiting


def test_a_password_renewed_while_an_invitation_is_accepted_stands(monkeypatch):
    town = found_town()
    account = account_in(town, Role.PURCHASER_OFFICER, username="wangfang")
    boss = account_in(town, Role.PURCHASER_OFFICER, username="boss", administrator=True)
    by = acting(mandate_of(boss))
    issued = invite.invite_person(actor=by, now=NOW, name="王芳", role=Role.PURCHASER_APPROVER)
    second = account_in(town, Role.PURCHASER_OFFICER, username="second", administrator=True)
    asked = ask_renewal(actor=town.system, now=NOW, username="wangfang", nonce="n")
    for each in (boss, second):
        give_word(
            actor=acting(mandate_of(each)), now=NOW, code=asked.code,
            mandate_id=mandate_of(account).pk,
        )  # fmt: skip
    waiting = between(
        invite,
        monkeypatch,
        lambda: renew_password(
            actor=town.system, now=NOW, renewal_id=asked.pk, nonce="n", password=NEW
        ),
    )
    who = acting(mandate_of(account))
    invite.accept_invitation(actor=who, now=NOW, token=issued.token)
    waiting[0].join(15)
    account.refresh_from_db()
    assert account.check_password(NEW)


def test_a_desk_suspended_while_it_is_handed_to_stays_suspended(monkeypatch):
    town = found_town()
    house = town.purchaser("丙单位")
    boss, leaving, staying = (administrator(town, house, name) for name in ("boss", "old1", "new1"))
    waiting = between(desks, monkeypatch, suspending(boss, staying))
    hand_over(
        actor=acting(boss), now=NOW, mandate_id=leaving.pk,
        successor_id=staying.pk, reason="退休",
    )  # fmt: skip
    waiting[0].join(15)
    staying.refresh_from_db()
    assert staying.ended_reason == "调离"
