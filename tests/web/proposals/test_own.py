"""Where one desk prepares and approves: what one prepared waits for all the others of the desk."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from cairong.kernel.actor import Role
from cairong.parties.models import Account, Person, Proposal
from cairong.rulebook.actions.publish_lpr import publish_lpr
from support.browsing import read
from support.staging import staged
from support.town import Town, acting
from support.visitors import account_in, mandate_of, signed_in

LISTS = ("desk", "desk-todo")


@staged
def own(town: Town) -> Account:
    return account_in(town, Role.PBOC, username="own")


@staged
def proposal(own: Account) -> Proposal:
    return publish_lpr.propose(
        actor=acting(mandate_of(own)),
        now=timezone.now(),
        published_on=timezone.localdate() - timedelta(days=1),
        one_year_bp=300,
        five_year_bp=350,
        source="中国人民银行公告",
    )


def waits(account: Account, proposal: Proposal) -> list[bool]:
    """Whether it waits at a person's desk: on the first screen, on the whole list."""
    client, place = signed_in(account), reverse("proposal", args=[proposal.pk])
    found = []
    for name in LISTS:
        page = read(client, reverse(name))
        found.append(place in page and "复核:" in page)
    return found


def test_it_waits_for_a_colleague_and_not_for_who_prepared_it(town, own, proposal):
    assert waits(own, proposal) == [False, False]
    assert waits(account_in(town, Role.PBOC), proposal) == [True, True]


def test_it_does_not_wait_for_who_carries_it_on(town, proposal):
    heir = account_in(town, Role.PBOC)
    Proposal.objects.filter(pk=proposal.pk).update(carried_by=heir.person)
    assert waits(heir, proposal) == [False, False]
    assert waits(account_in(town, Role.PBOC), proposal) == [True, True]


def test_it_does_not_wait_for_the_same_human_invited_twice(town, own, proposal):
    twin = account_in(town, Role.PBOC)
    same = [own.person_id, twin.person_id]
    Person.objects.filter(pk__in=same).update(name="王芳", phone="13900000000")
    assert waits(twin, proposal) == [False, False]
