"""How far an administrator's hand reaches: not past the county, not past the house."""

import pytest
from django.test import Client

from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.parties.models import Account, Mandate
from support.browsing import follow, problems, send
from support.joining import asked_at, link_on
from support.staging import staged
from support.town import COUNTY
from support.visitors import WORD, account_in, mandate_of, signed_in

CITYWIDE = "410300"


class Bureau:
    """The bureau: a county's clerk who is its administrator, and a chief of the city's treasury."""

    def __init__(self, town) -> None:
        clerk = account_in(town, Role.COUNTY_CLERK, username="clerk", administrator=True)
        Mandate.objects.filter(pk=clerk.mandate_id).update(region=COUNTY)
        self.clerk = signed_in(clerk)
        self.chief = account_in(town, Role.TREASURY_APPROVER, username="chief")
        self.seat = Mandate.objects.create(
            organisation=self.chief.mandate.organisation, person=self.chief.person,
            role=Role.COUNTY_CLERK, region=COUNTY, valid_from=self.chief.mandate.valid_from,
        )  # fmt: skip

    def word(self, status: int) -> str:
        code = asked_at(Client(), "chief", with_factor="on")
        return send(self.clerk, f"/account/people/{self.seat.pk}/word/", {"code": code}, status)


@staged
def bureau(town) -> Bureau:
    return Bureau(town)


def test_a_countys_administrator_does_not_reach_the_city_through_a_shared_person(bureau):
    assert mandate_of(bureau.chief).region == CITYWIDE
    assert "还有您管不到的岗位" in problems(bureau.word(409))[0]
    assert not Event.objects.filter(type="parties.renewal.worded").exists()


def test_once_the_city_desk_has_ended_it_may(bureau):
    Mandate.objects.filter(pk=bureau.chief.mandate_id).update(ended_reason="调离")
    bureau.word(302)
    assert Event.objects.filter(type="parties.renewal.worded").exists()


class TestComingBack:
    """Whose desks have all ended keeps the account, to take the next desk with."""

    def link(self, house) -> str:
        typed = {"name": "赵敏", "phone": "", "role": "purchaser-officer", "region": COUNTY}
        return link_on(follow(house.boss, "/account/people/invite/", typed))

    @pytest.fixture
    def gone(self, house) -> Account:
        send(house.boss, house.address(house.colleague, "suspend/"), {"reason": "调离"})
        return house.colleague

    def enters(self, client: Client, wanted: str, status: int = 302) -> str:
        typed = {"username": "zhaomin", "password": WORD, "next": wanted}
        return send(client, "/account/sign-in/", typed, status)

    def test_by_an_invitation_they_come_in_with_the_account_they_have(self, house, gone):
        link, client = self.link(house), Client()
        path = link.split("testserver")[-1]
        assert self.enters(client, path) == path
        assert client.get("/desk/").status_code == 401
        send(client, path, {})
        taken = Mandate.objects.get(person=gone.person, role="purchaser-officer")
        assert Account.objects.filter(person=gone.person).count() == 1
        gone.refresh_from_db()
        assert gone.mandate_id == taken.pk
        assert client.get("/desk/").status_code == 200

    @pytest.mark.parametrize(
        "wanted", ["", "/desk/", "/account/", "/account/accept/made-up/", "//", "http://[", "/x/"]
    )
    def test_without_one_they_do_not_come_in(self, gone, wanted):
        client = Client()
        assert "没有" in self.enters(client, wanted, 403)
        assert "_auth_user_id" not in client.session

    def test_a_used_invitation_lets_nobody_in(self, house, gone):
        path = self.link(house).split("testserver")[-1]
        send(Client(), path, {"username": "another", "password": WORD})
        self.enters(Client(), path, 403)
