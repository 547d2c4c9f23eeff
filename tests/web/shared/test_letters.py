"""The notice letters for those who watch: one line of their menu, who has read which and when."""

import pytest

from cairong.kernel.actor import BUREAU, OVERSEERS, PURCHASER, Role
from cairong.outreach.actions.open_letter import open_letter
from cairong.outreach.models import Letter
from cairong.parties.models import Mandate, Person
from contracts.ground import SIGNED, Ground
from outreach.test_letters import deliver
from support.browsing import read
from support.papers import table
from support.staging import staged
from support.visitors import account_in, browser, signed_in

READERS = sorted(BUREAU | OVERSEERS | PURCHASER | {Role.OPERATOR})
LIST = "/letters/"


@staged
def ground(town) -> Ground:
    """A town in which one letter was sent and read, and one was sent."""
    ground = Ground(town)
    ground.award()
    deliver(SIGNED)
    open_letter(actor=ground.supplier(), now=SIGNED, letter_id=Letter.objects.get().pk)
    ground.award(title="网络设备")
    deliver(SIGNED)
    return ground


@pytest.mark.parametrize("role", READERS)
def test_whoever_may_read_letters_finds_them_once_in_the_menu(town, role):
    menu = read(browser(town, role), "/account/").partition("<main")[0]
    assert menu.count(f'href="{LIST}"') == 1


@pytest.mark.parametrize("role", sorted(OVERSEERS | {Role.COUNTY_CLERK, Role.OPERATOR}))
def test_they_see_who_has_read_which_and_when(ground, role):
    client = browser(ground.town, role)
    name = Person.objects.get(pk=ground.supplier().person_id).name
    rows = {row["项目"]: row for row in table(read(client, LIST), "融资政策告知函")}
    opened, unopened = rows["办公系统运维"], rows["网络设备"]
    assert (opened["打开人"], opened["状态"]) == (name, "已打开")
    assert "2025年9月29日" in opened["打开时间"]
    assert (unopened["打开人"], unopened["打开时间"], unopened["状态"]) == ("—", "—", "未打开")
    letter = Letter.objects.get(opened_at__isnull=False)
    assert name in read(client, f"{LIST}{letter.pk}/")


def test_a_county_sees_the_letters_of_its_own_awards(ground):
    clerk = account_in(ground.town, Role.COUNTY_CLERK)
    Mandate.objects.filter(pk=clerk.mandate_id).update(region="410327")
    assert "还没有告知函" in read(signed_in(clerk), LIST)
    assert signed_in(clerk).get(f"{LIST}{Letter.objects.first().pk}/").status_code == 404
