"""How accounts arise, move and end (D22). 三(一)-1"""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from cairong.audit.recording import record
from cairong.kernel.actor import Channel, Role, public
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    Repeated,
)
from cairong.parties import reads
from cairong.parties.actions.accounts import change_password, choose_mandate
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.desks import (
    appoint_deputy,
    hand_over,
    resume_organisation,
    suspend_mandate,
    suspend_organisation,
)
from cairong.parties.actions.invite import (
    accept_invitation,
    invite_administrator,
    invite_person,
    withdraw_invitation,
)
from cairong.parties.models import Account, Organisation, Proposal
from support.eyes import first_administrator
from support.staging import staged
from support.town import CITY, COUNTY, Town, at

pytestmark = pytest.mark.django_db(transaction=False)
WORD = "correct horse battery"
NOW = at("2025-09-15 10:00")
ANYBODY = public(city=CITY)


@staged
def house(town) -> Organisation:
    return town.purchaser("洛阳市第一实验小学")


def member(house, role=Role.PURCHASER_OFFICER, *, administrator=False, username="", name="王芳"):
    mandate = appoint_person(
        actor=Town(NOW).system,
        now=NOW,
        organisation_id=house.pk,
        role=role,
        name=name,
        username=username,
        password=WORD if username else "",
        administrator=administrator,
    )
    return mandate, reads.actor_of(mandate, channel=Channel.WEB)


class TestInviting:
    def test_an_administrator_invites_and_the_invited_signs_up(self, house):
        _, boss = member(house, administrator=True)
        issued = invite_person(
            actor=boss, now=NOW, name="赵敏", role=Role.PURCHASER_APPROVER, phone="13900000000"
        )
        account = accept_invitation(
            actor=ANYBODY, now=NOW, token=issued.token, username="ZhaoMin", password=WORD
        )
        assert account.username == "zhaomin"
        assert account.mandate.role == Role.PURCHASER_APPROVER
        assert account.person.name == "赵敏"
        assert account.check_password(WORD)

    def test_who_is_no_administrator_invites_nobody(self, house):
        _, clerk = member(house)
        with pytest.raises(NotAllowed):
            invite_person(actor=clerk, now=NOW, name="赵敏", role=Role.PURCHASER_APPROVER)

    def test_a_role_of_another_kind_of_house_is_refused(self, house):
        _, boss = member(house, administrator=True)
        with pytest.raises(Invalid) as refused:
            invite_person(actor=boss, now=NOW, name="赵敏", role=Role.TREASURY_APPROVER)
        assert refused.value.field == "role"

    def test_an_invitation_serves_once_and_for_fourteen_days(self, house):
        _, boss = member(house, administrator=True)
        issued = invite_person(actor=boss, now=NOW, name="赵敏", role=Role.PURCHASER_APPROVER)
        late = NOW + timedelta(days=15)
        with pytest.raises(NotFound):
            accept_invitation(
                actor=ANYBODY, now=late, token=issued.token, username="zhaomin", password=WORD
            )
        accept_invitation(
            actor=ANYBODY, now=NOW, token=issued.token, username="zhaomin", password=WORD
        )
        with pytest.raises(NotFound):
            accept_invitation(
                actor=ANYBODY, now=NOW, token=issued.token, username="another", password=WORD
            )

    def test_one_taken_back_serves_nobody(self, house, town):
        _, boss = member(house, administrator=True)
        issued = invite_person(actor=boss, now=NOW, name="赵敏", role=Role.PURCHASER_APPROVER)
        stranger = member(town.purchaser("另一单位"), administrator=True)[1]
        with pytest.raises(NotFound):
            withdraw_invitation(actor=stranger, now=NOW, invitation_id=issued.record.pk)
        withdraw_invitation(actor=boss, now=NOW, invitation_id=issued.record.pk)
        with pytest.raises(NotFound):
            accept_invitation(
                actor=ANYBODY, now=NOW, token=issued.token, username="zhaomin", password=WORD
            )
        with pytest.raises(Conflict):
            withdraw_invitation(actor=boss, now=NOW, invitation_id=issued.record.pk)

    def test_a_signed_in_person_takes_a_second_desk_with_the_same_eyes(self, house):
        mandate, boss = member(house, administrator=True, username="boss")
        issued = invite_person(actor=boss, now=NOW, name="王芳", role=Role.PURCHASER_APPROVER)
        account = accept_invitation(actor=boss, now=NOW, token=issued.token)
        assert account.person_id == mandate.person_id
        assert account.mandate.role == Role.PURCHASER_APPROVER

    def test_the_operator_invites_the_first_administrator_and_no_second(self, house, town):
        operator = town.actor(reads.the_only(CITY, "operator"), Role.OPERATOR)
        approver = town.bureau(Role.PROCUREMENT_APPROVER)
        given = first_administrator(operator, approver, house, Role.PURCHASER_OFFICER)
        account = accept_invitation(
            actor=ANYBODY, now=NOW, username="wangfang", password=WORD, **given
        )
        assert account.person.leans_on is None
        assert account.mandate.administrator
        with pytest.raises(Conflict):
            invite_administrator(
                actor=operator,
                now=NOW,
                organisation_id=house.pk,
                name="赵敏",
                role=Role.PURCHASER_OFFICER,
                papers="介绍信",
            )

    @pytest.mark.parametrize(
        ("username", "password", "field"),
        [
            ("ab", WORD, "username"),
            ("王芳", WORD, "username"),
            ("wangfang", "short", "password"),
            ("wangfang", "123456789012", "password"),
            ("wangfang2025", "wangfang2025", "password"),
            ("wangfang", "长" * 129, "password"),
        ],
    )
    def test_weak_passwords_and_odd_names_are_refused(self, house, username, password, field):
        _, boss = member(house, administrator=True)
        issued = invite_person(actor=boss, now=NOW, name="赵敏", role=Role.PURCHASER_APPROVER)
        with pytest.raises(Invalid) as refused:
            accept_invitation(
                actor=ANYBODY, now=NOW, token=issued.token, username=username, password=password
            )
        assert refused.value.field == field
        assert not Account.objects.exists()

    def test_asking_twice_with_one_token_invites_once(self, house):
        _, boss = member(house, administrator=True)
        asked = replace(boss, request_id=uuid4())
        invite_person(actor=asked, now=NOW, name="赵敏", role=Role.PURCHASER_APPROVER)
        with pytest.raises(Repeated):
            invite_person(actor=asked, now=NOW, name="赵敏", role=Role.PURCHASER_APPROVER)
        assert house.invitations.count() == 1


class TestDesks:
    def test_a_suspended_mandate_is_over_at_once(self, house):
        _, boss = member(house, administrator=True)
        mandate, _ = member(house, Role.PURCHASER_APPROVER, username="zhaomin", name="赵敏")
        suspend_mandate(actor=boss, now=NOW, mandate_id=mandate.pk, reason="调离")
        assert not reads.mandates_of(mandate.person_id, on=day_of(NOW)).exists()
        assert Account.objects.get(username="zhaomin").mandate is None
        with pytest.raises(Conflict):
            suspend_mandate(actor=boss, now=NOW, mandate_id=mandate.pk, reason="调离")

    def test_the_last_administrator_stays(self, house):
        mandate, boss = member(house, administrator=True)
        with pytest.raises(Conflict):
            suspend_mandate(actor=boss, now=NOW, mandate_id=mandate.pk, reason="离职")

    def test_somebody_elses_colleague_is_not_there(self, house, town):
        _, stranger = member(town.purchaser("另一单位"), administrator=True)
        mandate, _ = member(house)
        with pytest.raises(NotFound):
            suspend_mandate(actor=stranger, now=NOW, mandate_id=mandate.pk, reason="调离")

    def test_a_desk_is_handed_over_with_what_lies_on_it(self, house):
        held, boss = member(house, administrator=True)
        other, heir = member(house, Role.PURCHASER_APPROVER, username="zhaomin", name="赵敏")
        proposal = Proposal.objects.create(
            city_id=CITY,
            organisation=house,
            region=COUNTY,
            act="any.act",
            approves=Role.PURCHASER_APPROVER,
            prepared_by=held.person,
            prepared_at=NOW,
        )
        record(actor=boss, now=NOW, type="parties.proposal.made", subject=proposal)
        taken = hand_over(
            actor=boss, now=NOW, mandate_id=held.pk, successor_id=other.pk, reason="退休"
        )
        assert (taken.person_id, taken.role, taken.administrator) == (
            heir.person_id,
            Role.PURCHASER_OFFICER,
            True,
        )
        assert not reads.mandates_of(held.person_id, on=day_of(NOW)).exists()
        proposal.refresh_from_db()
        assert proposal.carried_by_id == heir.person_id
        assert proposal.prepared_by_id == held.person_id

    def test_nobody_hands_over_to_themselves(self, house):
        held, boss = member(house, administrator=True)
        with pytest.raises(Invalid):
            hand_over(actor=boss, now=NOW, mandate_id=held.pk, successor_id=held.pk, reason="x")

    def test_a_deputy_sits_there_between_two_days(self, house):
        held, boss = member(house, administrator=True)
        other, _ = member(house, Role.PURCHASER_APPROVER, name="赵敏")
        appoint_deputy(
            actor=boss,
            now=NOW,
            mandate_id=held.pk,
            deputy_id=other.pk,
            valid_from=date(2025, 9, 20),
            valid_to=date(2025, 9, 25),
        )
        roles = {
            day: set(
                reads.mandates_of(other.person_id, on=date(2025, 9, day)).values_list(
                    "role", flat=True
                )
            )
            for day in (19, 20, 25, 26)
        }
        both = {Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER}
        assert [roles[day] == both for day in (19, 20, 25, 26)] == [False, True, True, False]

    @pytest.mark.parametrize(("first", "last"), [(10, 20), (25, 20)])
    def test_days_that_cannot_be_are_refused(self, house, first, last):
        held, boss = member(house, administrator=True)
        other, _ = member(house, Role.PURCHASER_APPROVER, name="赵敏")
        with pytest.raises(Invalid):
            appoint_deputy(
                actor=boss,
                now=NOW,
                mandate_id=held.pk,
                deputy_id=other.pk,
                valid_from=date(2025, 9, first),
                valid_to=date(2025, 9, last),
            )

    def test_a_suspended_house_has_nobody_until_it_is_resumed(self, house, town):
        operator = town.actor(reads.the_only(CITY, "operator"), Role.OPERATOR)
        mandate, clerk = member(house)
        on = day_of(NOW)
        given = {"organisation_id": house.pk, "reason": "整改"}
        suspend_organisation.propose(actor=operator, now=NOW, **given)
        assert reads.mandates_of(mandate.person_id, on=on).exists()
        town.agrees()
        assert not reads.mandates_of(mandate.person_id, on=on).exists()
        with pytest.raises(Conflict):
            suspend_organisation.propose(actor=operator, now=NOW, **given)
        resume_organisation.propose(actor=operator, now=NOW, **given)
        town.agrees()
        assert reads.mandates_of(mandate.person_id, on=on).exists()
        with pytest.raises(NotAllowed):
            suspend_organisation.propose(actor=clerk, now=NOW, **given)


class TestAccounts:
    def test_a_person_chooses_among_their_own_mandates(self, house, town):
        mandate, actor = member(house, username="wangfang")
        account = Account.objects.get(username="wangfang")
        second = appoint_person(
            actor=town.system,
            now=NOW,
            organisation_id=town.purchaser("另一单位").pk,
            role=Role.PURCHASER_APPROVER,
            name="",
            person_id=mandate.person_id,
        )
        choose_mandate(actor=actor, now=NOW, account_id=account.pk, mandate_id=second.pk)
        account.refresh_from_db()
        assert account.mandate_id == second.pk
        strange, _ = member(house, Role.PURCHASER_APPROVER, name="赵敏")
        with pytest.raises(NotFound):
            choose_mandate(actor=actor, now=NOW, account_id=account.pk, mandate_id=strange.pk)

    def test_a_password_is_changed_with_the_old_one(self, house):
        _, actor = member(house, username="wangfang")
        account = Account.objects.get(username="wangfang")
        with pytest.raises(Invalid):
            change_password(
                actor=actor, now=NOW, account_id=account.pk, old="wrong", new="another good word"
            )
        change_password(
            actor=actor, now=NOW, account_id=account.pk, old=WORD, new="another good word"
        )
        account.refresh_from_db()
        assert account.check_password("another good word")
