"""Ways round by which one would be two: by a supplier, a circle, a word, a link (D19)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict
from cairong.parties.actions.desks import suspend_mandate
from cairong.parties.actions.invite import accept_invitation
from cairong.parties.actions.renew import follow_link, own_renewal, vouch
from cairong.parties.eyes import same_hands
from cairong.parties.models import Account, Person, Renewal
from cairong.parties.reads import the_only
from cairong.parties.steps.invitations import hashed
from support.eyes import ANYBODY, NOW, OTHER_WORD, agreed, parameter
from support.town import CITY

pytestmark = pytest.mark.django_db
OFFICER, APPROVER = Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER


@pytest.fixture
def boss(village):
    return village.founded(the_only(CITY, "bureau"), OFFICER, boss=True)


def taken_in(village, boss, whom, role):
    """Somebody who acts already takes an invitation of a boss."""
    token = village.link(boss, role, administrator=True)
    return village.acting(accept_invitation(actor=whom, now=NOW, token=token))


def test_through_a_suppliers_second_person(village, town, boss):
    first = village.founded(town.supplier(), Role.SUPPLIER, boss=True)
    two = taken_in(village, boss, village.joined(first, Role.SUPPLIER), APPROVER)
    assert same_hands(boss.person_id, two.person_id)
    assert not agreed(two, parameter(boss))


def test_by_a_circle_of_invitations(village, town, boss):
    firm = town.supplier()
    zero, first = (village.founded(firm, Role.SUPPLIER, boss=True) for _ in range(2))
    second = taken_in(village, boss, village.joined(first, Role.SUPPLIER), OFFICER)
    around = [
        taken_in(village, second, first, OFFICER),
        taken_in(village, second, zero, APPROVER),
    ]
    for each in around:
        assert same_hands(each.person_id, boss.person_id)
    assert not agreed(around[1], parameter(second))


def test_the_database_lets_nobody_lean_on_themselves_by_a_way_round(village, boss):
    invited = village.joined(boss, APPROVER)
    with (
        pytest.raises(DatabaseError, match="parties_person_leans"),
        transaction.atomic(),
    ):
        Person.objects.filter(pk=boss.person_id).update(leans_on=invited.person_id)


def test_by_the_operators_word_and_ones_own(village, town):
    school = town.purchaser()
    inviter, speaker = (
        village.founded(school, Role.PURCHASER_OFFICER, boss=True) for _ in range(2)
    )
    operator = village.founded(the_only(CITY, "operator"), Role.OPERATOR)
    whom = village.joined(inviter, Role.PURCHASER_APPROVER, administrator=True)
    asked = village.asked(whom)
    village.word(operator, whom, asked)
    village.word(speaker, whom, asked)
    village.renewed(asked)
    assert same_hands(speaker.person_id, whom.person_id)


def test_a_word_of_somebody_suspended_since_is_none(village, town):
    school = town.purchaser()
    gone, boss = (village.founded(school, Role.PURCHASER_OFFICER, boss=True) for _ in range(2))
    whom = village.founded(school, Role.PURCHASER_APPROVER)
    asked = village.asked(whom)
    village.word(gone, whom, asked)
    suspend_mandate(actor=boss, now=NOW, mandate_id=gone.mandate_id, reason="调离")
    with pytest.raises(Conflict, match="first_word_over"):
        village.word(boss, whom, asked)


def followed(village, whom) -> Account:
    """Somebody with the office's telephone follows the link in a browser of their own."""
    asked = village.asked(whom)
    sent = {"link_hash": hashed("link"), "link_until": NOW + timedelta(minutes=30)}
    Renewal.objects.filter(pk=asked.pk).update(**sent)
    nonce = village.nonces[str(asked.pk)]
    return follow_link(
        actor=ANYBODY, now=NOW, renewal_id=asked.pk, token="link", nonce=nonce, password=OTHER_WORD
    )


def test_after_a_link_nobody_ends_the_day_of_rest(village, town):
    school = town.purchaser()
    boss = village.founded(school, Role.PURCHASER_OFFICER, boss=True)
    whom = village.founded(school, Role.PURCHASER_APPROVER)
    account = followed(village, whom)
    with pytest.raises(Conflict, match="link_rests"):
        vouch(actor=boss, now=NOW, mandate_id=whom.mandate_id)
    own_renewal(actor=village.acting(account), now=NOW, account_id=account.pk, password=OTHER_WORD)
    assert Account.objects.get(pk=account.pk).rests_until == NOW + timedelta(days=1)


def test_when_it_is_over_nothing_is_left_to_vouch_for(village, town):
    school = town.purchaser()
    bosses = [village.founded(school, Role.PURCHASER_OFFICER, boss=True) for _ in range(3)]
    whom = village.founded(school, Role.PURCHASER_APPROVER)
    asked = village.asked(whom)
    for each in bosses[:2]:
        village.word(each, whom, asked)
    village.renewed(asked)
    with pytest.raises(Conflict, match="not_resting"):
        vouch(actor=bosses[2], now=NOW + timedelta(days=3), mandate_id=whom.mandate_id)
