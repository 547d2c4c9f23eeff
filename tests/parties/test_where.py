"""Who may act where: mandates and their regions, and how far an administrator's hand reaches."""

from dataclasses import replace
from datetime import date

import pytest

from cairong.kernel.actor import Role, public
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from cairong.parties import reads
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.confirm import confirm_person
from cairong.parties.actions.desks import appoint_deputy, hand_over, suspend_mandate
from cairong.parties.actions.found import found_city
from cairong.parties.actions.invite import (
    accept_invitation,
    invite_again,
    invite_person,
    withdraw_invitation,
)
from cairong.parties.actions.renew import ask_renewal, give_word
from cairong.parties.kinds import ROLES_OF
from cairong.parties.models import Account, Invitation, Mandate, Person
from cairong.policy.regions import County
from support.town import AUTHORITIES, CITY, COUNTY, Town, acting, at

pytestmark = pytest.mark.django_db
NOW, WORD = at("2025-09-15 10:00"), "correct horse battery"
OTHER = "410327"
CLERK = Role.COUNTY_CLERK


def member(town, region, *, kind="bureau", role: Role = CLERK, administrator=False, name=""):
    """Somebody of an authority, with an account, acting in a region."""
    mandate = appoint_person(
        actor=town.system,
        now=town.now,
        organisation_id=reads.the_only(CITY, kind).pk,
        role=role,
        region=region,
        name=name or f"{role}{Mandate.objects.count()}",
        username=f"user{Account.objects.count()}",
        password=WORD,
        administrator=administrator,
    )
    return mandate, acting(mandate)


def asked_for(one: Mandate) -> str:
    """The code of a request to let somebody in."""
    account = Account.objects.filter(person=one.person).first()
    name = account.username if account else "nobody"
    return ask_renewal(actor=public(city=CITY), now=NOW, username=name, nonce="n").code


def brought(one: Mandate) -> Mandate:
    """Somebody whom another person brought in."""
    other = Person.objects.create(city_id=CITY, name="另一人")
    Person.objects.filter(pk=one.person_id).update(leans_on=other)
    return one


REACHES = {
    "suspend": lambda boss, one, _own: suspend_mandate(
        actor=boss, now=NOW, mandate_id=one.pk, reason="调离"
    ),
    "give a word": lambda boss, one, _own: give_word(
        actor=boss, now=NOW, mandate_id=one.pk, code=asked_for(one)
    ),
    "confirm": lambda boss, one, _own: confirm_person(
        actor=boss, now=NOW, mandate_id=brought(one).pk, papers="工作证"
    ),
    "take the desk": lambda boss, one, own: hand_over(
        actor=boss, now=NOW, mandate_id=one.pk, successor_id=own.pk, reason="调离"
    ),
    "give a desk": lambda boss, one, own: hand_over(
        actor=boss, now=NOW, mandate_id=own.pk, successor_id=one.pk, reason="调离"
    ),
    "sit there": lambda boss, one, own: appoint_deputy(
        actor=boss, now=NOW, mandate_id=one.pk, deputy_id=own.pk,
        valid_from=date(2025, 9, 20), valid_to=date(2025, 9, 25),
    ),
    "let sit": lambda boss, one, own: appoint_deputy(
        actor=boss, now=NOW, mandate_id=own.pk, deputy_id=one.pk,
        valid_from=date(2025, 9, 20), valid_to=date(2025, 9, 25),
    ),
}  # fmt: skip


class TestHowFarAnAdministratorReaches:
    @pytest.mark.parametrize("act", REACHES)
    @pytest.mark.parametrize("role", [Role.TREASURY_APPROVER, CLERK])
    @pytest.mark.parametrize("region", [CITY, OTHER])
    def test_a_countys_reaches_neither_the_city_nor_another_county(self, town, act, role, region):
        _, boss = member(town, COUNTY, administrator=True)
        own, _ = member(town, COUNTY)
        one, _ = member(town, region, role=role)
        before = Mandate.objects.count()
        with pytest.raises(NotFound):
            REACHES[act](boss, one, own)
        one.refresh_from_db()
        assert (one.ended_reason, Mandate.objects.count()) == ("", before)

    @pytest.mark.parametrize(
        "act", ["suspend", "give a word", "confirm", "take the desk", "sit there"]
    )
    @pytest.mark.parametrize("region", [CITY, COUNTY, OTHER])
    def test_the_citys_reaches_every_county(self, town, act, region):
        _, boss = member(town, CITY, administrator=True)
        own, _ = member(town, CITY)
        one, _ = member(town, region, role=Role.TREASURY_OFFICER)
        REACHES[act](boss, one, own)

    @pytest.mark.parametrize("act", [*REACHES])
    def test_none_reaches_another_house(self, town, act):
        _, boss = member(town, CITY, administrator=True)
        own, _ = member(town, CITY)
        one, _ = member(town, CITY, kind="pboc", role=Role.PBOC)
        with pytest.raises(NotFound):
            REACHES[act](boss, one, own)

    @pytest.mark.parametrize("act", ["suspend", "give a word", "confirm", "give a desk", "let sit"])
    def test_who_administers_at_one_desk_does_not_at_another(self, town, act):
        """The right rests on the mandate one acts by, not on the person."""
        right, _ = member(town, CITY, administrator=True)
        other = appoint_person(
            actor=town.system, now=NOW, organisation_id=right.organisation_id,
            role=Role.PROCUREMENT_OFFICER, name="", person_id=right.person_id,
        )  # fmt: skip
        one, _ = member(town, CITY)
        own, _ = member(town, CITY)
        actor = acting(other)
        with pytest.raises(NotAllowed):
            REACHES[act](actor, one, own)

    def test_a_deputy_of_an_administrator_sits_there_without_the_right(self, town):
        held, boss = member(town, CITY, administrator=True)
        one, _ = member(town, CITY, role=Role.PROCUREMENT_OFFICER)
        made = appoint_deputy(
            actor=boss, now=NOW, mandate_id=held.pk, deputy_id=one.pk,
            valid_from=NOW.date(), valid_to=date(2025, 9, 25),
        )  # fmt: skip
        assert not made.administrator
        with pytest.raises(NotAllowed):
            invite_person(actor=acting(made), now=NOW, name="某", role=CLERK)


class TestInvitingInARegion:
    def test_a_county_invites_to_itself_where_no_region_is_named(self, town):
        _, boss = member(town, COUNTY, administrator=True)
        issued = invite_person(actor=boss, now=NOW, name="赵敏", role=CLERK)
        assert issued.record.region == COUNTY

    @pytest.mark.parametrize("region", [CITY, OTHER])
    def test_a_county_makes_nobody_of_the_city_or_of_another_county(self, town, region):
        _, boss = member(town, COUNTY, administrator=True)
        with pytest.raises(Invalid) as refused:
            invite_person(actor=boss, now=NOW, name="赵敏", role=CLERK, region=region)
        assert refused.value.field == "region"
        assert not Invitation.objects.exists()

    @pytest.mark.parametrize("region", [CITY, COUNTY, OTHER])
    def test_the_city_invites_anywhere(self, town, region):
        _, boss = member(town, CITY, administrator=True)
        issued = invite_person(actor=boss, now=NOW, name="赵敏", role=CLERK, region=region)
        account = accept_invitation(
            actor=replace(boss, person_id=None), now=NOW, token=issued.token,
            username="zhaomin", password=WORD,
        )  # fmt: skip
        assert account.mandate.region == region
        assert acting(account.mandate).whole_city == (region == CITY)

    @pytest.mark.parametrize("region", ["410999", "110000", "4103", "410303 "])
    def test_nobody_is_invited_to_a_place_that_is_none(self, town, region):
        _, boss = member(town, CITY, administrator=True)
        with pytest.raises(Invalid) as refused:
            invite_person(actor=boss, now=NOW, name="赵敏", role=CLERK, region=region)
        assert refused.value.findings[0].code == "parties.no_region"

    @pytest.mark.parametrize("act", [withdraw_invitation, invite_again])
    def test_a_county_neither_withdraws_nor_repeats_what_the_city_sent(self, town, act):
        _, boss = member(town, CITY, administrator=True)
        _, far = member(town, COUNTY, administrator=True)
        issued = invite_person(actor=boss, now=NOW, name="赵敏", role=CLERK, region=OTHER)
        with pytest.raises(NotFound):
            act(actor=far, now=NOW, invitation_id=issued.record.pk)
        assert Invitation.objects.get().withdrawn_at is None


class TestReorganisedCounties:
    """偃师市 became 偃师区 in March 2021: who acts where, from which day."""

    OLD, NEW = "410381", "410307"
    LAST = date(2021, 3, 18)

    @pytest.fixture
    def boss(self, db):
        found_city(
            actor=Town(NOW).system, now=at("2021-03-10 09:00"), name="洛阳市",
            opened_on=date(2021, 3, 10), authorities=AUTHORITIES,
            regions=[
                County(code=COUNTY, name="西工区"),
                County(code=self.OLD, name="偃师市", valid_to=self.LAST,
                            successor_code=self.NEW),
                County(code=self.NEW, name="偃师区", valid_from=self.LAST),
            ],
        )  # fmt: skip
        return member(Town(at("2021-03-10 09:00")), CITY, administrator=True)[1]

    @pytest.mark.parametrize(
        ("day", "there"),
        [
            ("2021-03-10", ["410381"]),
            ("2021-03-17", ["410381"]),
            ("2021-03-18", ["410307"]),
            ("2025-09-15", ["410307"]),
        ],
    )
    def test_on_every_day_there_is_one_of_the_two(self, boss, day, there):
        found = reads.regions(CITY, on=date.fromisoformat(day)).values_list("code", flat=True)
        assert [one for one in found if one not in (CITY, COUNTY)] == there

    @pytest.mark.parametrize(
        ("moment", "region", "taken"),
        [
            ("2021-03-17 10:00", OLD, True),
            ("2021-03-17 10:00", NEW, False),
            ("2021-03-18 10:00", OLD, False),
            ("2021-03-18 10:00", NEW, True),
            ("2025-09-15 10:00", OLD, False),
        ],
    )
    def test_people_are_invited_to_the_one_there_is_that_day(self, boss, moment, region, taken):
        facts = {"now": at(moment), "name": "赵敏", "role": CLERK, "region": region}
        if taken:
            assert invite_person(actor=boss, **facts).record.region == region
            return
        with pytest.raises(Invalid) as refused:
            invite_person(actor=boss, **facts)
        assert (refused.value.field, Invitation.objects.count()) == ("region", 0)

    def test_who_acted_for_the_old_one_is_still_reached_to_be_moved(self, boss):
        old, _ = member(Town(NOW), self.OLD)
        new, _ = member(Town(NOW), self.NEW)
        taken = hand_over(
            actor=boss, now=NOW, mandate_id=old.pk, successor_id=new.pk, reason="撤市设区"
        )
        assert (taken.person_id, taken.region) == (new.person_id, self.OLD)


class TestRolesOfAHouse:
    @pytest.mark.parametrize(
        ("kind", "role", "fits"),
        [
            ("bureau", Role.TREASURY_OFFICER, True),
            ("bureau", Role.PBOC, False),
            ("bureau", Role.SUPPLIER, False),
            ("pboc", Role.PBOC, True),
            ("pboc", Role.REGULATOR, False),
            ("regulator", Role.REGULATOR, True),
            ("regulator", Role.TREASURY_OFFICER, False),
            ("operator", Role.OPERATOR, True),
            ("sme-authority", Role.OPERATOR, False),
        ],
    )
    def test_a_desk_belongs_to_its_kind_of_house_alone(self, town, kind, role, fits):
        _, boss = member(
            town, CITY, kind=kind, role=min(ROLES_OF[kind] - {Role.AUDITOR}), administrator=True
        )
        if fits:
            assert invite_person(actor=boss, now=NOW, name="赵敏", role=role).record.role == role
            return
        with pytest.raises(Invalid) as refused:
            invite_person(actor=boss, now=NOW, name="赵敏", role=role)
        assert refused.value.field == "role"

    @pytest.mark.parametrize("role", ["", "system", "public", "root", "treasury_officer"])
    def test_a_desk_that_is_none_is_given_to_nobody(self, town, role):
        _, boss = member(town, CITY, administrator=True)
        with pytest.raises(Invalid):
            invite_person(actor=boss, now=NOW, name="赵敏", role=role)

    def test_one_desk_is_held_once(self, town):
        held, boss = member(town, CITY, administrator=True)
        issued = invite_person(actor=boss, now=NOW, name="自己", role=held.role)
        with pytest.raises(Conflict) as refused:
            accept_invitation(actor=boss, now=NOW, token=issued.token)
        assert refused.value.findings[0].code == "parties.mandate_held"
