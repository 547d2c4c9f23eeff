"""An authority is reorganised: the new body has the desk, the old one stays in the records."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.hashers import make_password

from cairong.audit.models import Event
from cairong.kernel.actor import Role, system
from cairong.kernel.calendar import SHANGHAI, day_of
from cairong.kernel.errors import Conflict, NotAllowed, NotFound
from cairong.parties import reads
from cairong.parties.actions.accounts import note_sign_in
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.desks import resume_organisation
from cairong.parties.actions.found import found_city
from cairong.parties.actions.invite import accept_invitation, invite_administrator
from cairong.parties.actions.renew import give_word
from cairong.parties.actions.succeed import succeed_organisation
from cairong.parties.four_eyes import take_back
from cairong.parties.models import Account, Organisation
from cairong.policy.regions import County
from cairong.rulebook.actions.publish_lpr import publish_lpr
from support.eyes import first_administrator
from support.staging import staged
from support.town import Town, acting

CITY, NOW = "410300", datetime(2023, 8, 18, 9, tzinfo=SHANGHAI)
OLD, NEW = "中国人民银行洛阳市中心支行", "中国人民银行洛阳市分行"
WORD = "correct horse battery"
LPR = {
    "published_on": date(2023, 7, 20), "one_year_bp": 355, "five_year_bp": 420,
    "source": "中国人民银行公告",
}  # fmt: skip

pytestmark = pytest.mark.django_db


@staged
def branch(db) -> Organisation:
    found_city(
        actor=system(city=CITY),
        now=NOW - timedelta(days=800),
        name="洛阳市",
        opened_on=date(2021, 3, 10),
        regions=[County(code="410303", name="西工区")],
        authorities={"pboc": OLD, "operator": "平台运维中心", "bureau": "财政局"},
    )
    return reads.the_only(CITY, "pboc")


def succeed(branch: Organisation, **other) -> Organisation:
    facts = {"name": NEW, "on": date(2023, 8, 18), "basis": "机构改革方案", **other}
    return succeed_organisation.by_system(
        actor=system(city=CITY), now=NOW, organisation_id=branch.pk, **facts
    )


def member(house: Organisation, name: str, role: Role = Role.PBOC, **facts):
    """The actor of somebody at an authority; with an account where a user name is given."""
    mandate = appoint_person(
        actor=system(city=CITY), now=NOW, organisation_id=house.pk, role=role, name=name,
        password=WORD if facts.get("username") else "", **facts,
    )  # fmt: skip
    return acting(mandate)


def test_the_new_body_is_the_one_there_is_now_and_the_old_one_points_to_it(branch):
    new = succeed(branch)
    assert reads.the_only(CITY, "pboc") == new
    assert (new.name, new.valid_from, new.kind) == (NEW, date(2023, 8, 18), "pboc")
    branch.refresh_from_db()
    assert (branch.successor, branch.valid_to, branch.active) == (new, date(2023, 8, 18), False)
    assert list(new.predecessors.values_list("name", flat=True)) == [OLD]


def test_nobody_is_followed_twice_nor_before_the_day(branch):
    with pytest.raises(Conflict):
        succeed(branch, on=date(2023, 8, 19))
    succeed(branch)
    with pytest.raises(Conflict) as refused:
        succeed(branch)
    assert refused.value.findings[0].params == {"name": OLD}


def test_a_body_is_followed_again_later_and_the_line_is_kept(branch):
    second = succeed(branch)
    third = succeed(second, name="中国人民银行洛阳市新分行")
    assert reads.the_only(CITY, "pboc") == third
    assert third.predecessors.get().predecessors.get() == branch


def test_who_was_followed_is_not_resumed(branch):
    """There is one body of an authority at a time."""
    new = succeed(branch)
    with pytest.raises(Conflict) as refused:
        resume_organisation.by_system(
            actor=system(city=CITY), now=NOW, organisation_id=branch.pk, reason="误停"
        )
    finding = refused.value.findings[0]
    assert (finding.code, finding.params["successor"]) == ("parties.succeeded", NEW)
    assert reads.the_only(CITY, "pboc") == new


class TestItsPeople:
    def test_who_acted_for_the_old_one_acts_no_more_and_their_record_stays(self, branch):
        actor = member(branch, "商允", username="pboc", administrator=True)
        account = Account.objects.get(username="pboc")
        new = succeed(branch)
        assert not reads.mandates_of(actor.person_id, on=day_of(NOW)).exists()
        with pytest.raises(NotAllowed):
            note_sign_in(actor=replace(actor, mandate_id=None), now=NOW, account_id=account.pk)
        kept = account.person.mandates.get()
        assert (kept.organisation, kept.ended_reason) == (branch, "")
        assert not new.mandates.exists()

    def test_they_come_back_with_their_account_by_an_invitation_of_the_new_one(self, branch):
        was = member(branch, "商允", username="pboc")
        operator = member(reads.the_only(CITY, "operator"), "运维", Role.OPERATOR)
        new = succeed(branch)
        approver = member(reads.the_only(CITY, "bureau"), "复核", Role.PROCUREMENT_APPROVER)
        given = first_administrator(operator, approver, new, Role.PBOC, name="商允")
        account = accept_invitation(actor=was, now=NOW, **given)
        assert (account.username, account.person_id) == ("pboc", was.person_id)
        assert (account.mandate.organisation, account.mandate.administrator) == (new, True)
        assert note_sign_in(actor=was, now=NOW, account_id=account.pk) == account

    def test_an_invitation_to_the_old_one_is_over(self, branch):
        operator = member(reads.the_only(CITY, "operator"), "运维", Role.OPERATOR)
        issued = invite_administrator(
            actor=operator, now=NOW, organisation_id=branch.pk, name="商允", role=Role.PBOC,
            papers="介绍信",
        )  # fmt: skip
        succeed(branch)
        with pytest.raises(NotFound):
            accept_invitation(
                actor=replace(operator, person_id=None), now=NOW, token=issued.token,
                username="late", password=WORD,
            )  # fmt: skip

    def test_the_new_ones_administrator_lets_nobody_of_the_old_one_in(self, branch):
        was = member(branch, "商允", username="pboc")
        new = succeed(branch)
        boss = member(new, "新管理员", administrator=True)
        with pytest.raises(NotFound):
            give_word(actor=boss, now=NOW, mandate_id=was.mandate_id, code="12345678")

    def test_an_account_may_begin_with_a_password_hashed_before(self, branch):
        member(branch, "商允", username="pboc", password_hash=make_password("a known word"))
        assert Account.objects.get(username="pboc").check_password("a known word")


class TestWhatLayBeforeASecondPerson:
    @pytest.fixture
    def prepared(self, branch):
        first = member(branch, "商允")
        return first, publish_lpr.propose(actor=first, now=NOW, **LPR)

    def test_lies_before_the_new_bodys_second_person(self, branch, prepared):
        first, proposal = prepared
        new = succeed(branch)
        assert Event.objects.get(type="parties.organisation.succeeded").after["proposals"] == 1
        publish_lpr.approve(actor=member(new, "钱行长"), now=NOW, proposal_id=proposal.pk)
        proposal.refresh_from_db()
        assert (proposal.state, proposal.organisation) == ("approved", new)
        assert proposal.prepared_by_id == first.person_id

    def test_and_who_prepared_it_is_its_first_person_there_too(self, branch, prepared):
        first, proposal = prepared
        again = member(succeed(branch), "", person_id=first.person_id)
        with pytest.raises(NotAllowed) as refused:
            publish_lpr.approve(actor=again, now=NOW, proposal_id=proposal.pk)
        assert refused.value.findings[0].code == "four_eyes.same_person"
        take_back(actor=again, now=NOW, proposal_id=proposal.pk)
        proposal.refresh_from_db()
        assert proposal.state == "taken_back"

    def test_the_old_bodys_other_person_no_longer_finds_it(self, branch, prepared):
        _, proposal = prepared
        second = member(branch, "钱行长")
        succeed(branch)
        with pytest.raises(NotFound):
            publish_lpr.approve(actor=second, now=NOW, proposal_id=proposal.pk)

    def test_what_was_decided_before_stays_with_the_old_one(self, branch, prepared):
        _, proposal = prepared
        publish_lpr.approve(actor=member(branch, "钱行长"), now=NOW, proposal_id=proposal.pk)
        succeed(branch)
        proposal.refresh_from_db()
        assert proposal.organisation == branch


class TestOnlyAuthorities:
    @pytest.mark.parametrize("kind", ["purchaser", "supplier", "institution"])
    def test_whoever_signed_lent_or_owes_stays_under_its_own_name(self, branch, kind):
        house = getattr(Town(NOW), kind)()
        with pytest.raises(Conflict) as refused:
            succeed(house, name="新单位")
        assert refused.value.findings[0].code == "parties.not_an_authority"
        house.refresh_from_db()
        assert (house.active, house.successor) == (True, None)
        assert not Organisation.objects.filter(name="新单位").exists()

    @pytest.mark.parametrize("role", [Role.PBOC, Role.REGULATOR, Role.PROCUREMENT_APPROVER])
    def test_no_desk_but_the_operators_reorganises(self, branch, role):
        actor = replace(member(branch, "商允"), role=role)
        with pytest.raises(NotAllowed):
            succeed_organisation.propose(
                actor=actor, now=NOW, organisation_id=branch.pk, name=NEW,
                on=day_of(NOW), basis="自行改名",
            )  # fmt: skip
