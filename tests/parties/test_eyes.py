"""Nobody is two people: whoever brings somebody in is one pair of eyes with them (D19)."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from cairong.audit.models import Event
from cairong.cases.proposals import proposal_view
from cairong.kernel.actor import Role
from cairong.kernel.errors import Refusal
from cairong.outreach.sentences import message_of
from cairong.parties.actions.desks import appoint_deputy, hand_over, suspend_mandate
from cairong.parties.actions.invite import (
    accept_invitation,
    decline,
    invite_administrator,
    invite_again,
)
from cairong.parties.eyes import same_hands, unproven_of
from cairong.parties.four_eyes import proposals_for, proposals_to_decide, require_second
from cairong.parties.models import Account, Invitation, Mandate, Person, Proposal
from cairong.parties.reads import the_only
from cairong.policy.catalogue import sentence
from support.eyes import (
    ANYBODY,
    NOW,
    agreed,
    first_administrator,
    parameter,
    refusal,
)
from support.town import CITY
from support.visitors import WORD

pytestmark = pytest.mark.django_db
OFFICER, APPROVER = Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER


@pytest.fixture
def bureau(town):
    return the_only(CITY, "bureau")


@pytest.fixture
def boss(village, bureau):
    """An administrator of the bureau, a treasury officer: neither prepares nor approves here."""
    return village.founded(bureau, Role.TREASURY_OFFICER, boss=True)


class TestOnePair:
    def test_who_invited_and_who_came_are_one_pair(self, village, bureau):
        first = village.founded(bureau, OFFICER, boss=True)
        came = village.joined(first, APPROVER)
        assert not agreed(came, parameter(first))

    def test_the_other_way_round_as_well(self, village, bureau):
        first = village.founded(bureau, APPROVER, boss=True)
        came = village.joined(first, OFFICER)
        assert not agreed(first, parameter(came))

    def test_two_whom_one_brought_in_are_one_pair(self, village, boss):
        one, two = village.joined(boss, OFFICER), village.joined(boss, APPROVER)
        assert same_hands(one.person_id, two.person_id)
        assert not agreed(two, parameter(one))

    def test_a_chain_of_invitations_has_one_root(self, village, boss):
        child = village.joined(boss, OFFICER, administrator=True)
        grandchild = village.joined(child, OFFICER, administrator=True)
        last = village.joined(grandchild, APPROVER)
        assert not agreed(last, parameter(child))
        assert same_hands(last.person_id, boss.person_id)

    def test_who_was_founded_is_apart_from_all_others(self, village, boss, bureau):
        came, old = village.joined(boss, OFFICER), village.founded(bureau, APPROVER)
        assert agreed(old, parameter(came))

    def test_who_were_brought_in_by_two_are_two(self, village, boss, bureau):
        other = village.founded(bureau, Role.TREASURY_APPROVER, boss=True)
        came, went = village.joined(boss, OFFICER), village.joined(other, APPROVER)
        assert agreed(went, parameter(came))

    def test_the_refusal_says_who_confirms_and_where(self, village, boss, bureau):
        other = village.founded(bureau, Role.TREASURY_APPROVER, boss=True)
        came, went = village.joined(boss, OFFICER), village.joined(boss, APPROVER)
        laid = proposals_for(went).get(pk=parameter(came).pk)
        with pytest.raises(Refusal) as refused:
            require_second(went, laid, NOW)
        said = sentence(refused.value.findings[0])
        assert other.person_name in said
        assert "本单位人员" in said

    def test_lists_and_pages_agree_in_one_statement(
        self, village, boss, bureau, django_assert_num_queries
    ):
        came, went = village.joined(boss, OFFICER), village.joined(boss, APPROVER)
        old = village.founded(bureau, APPROVER)
        laid = parameter(came)
        with django_assert_num_queries(2):
            assert not proposals_to_decide(went).exists()
            assert proposals_to_decide(old).exists()
        shown = proposal_view(went, laid.pk)
        assert (shown.mine, shown.hands, shown.own) == (False, True, False)
        assert proposal_view(old, laid.pk).mine

    def test_where_nobody_is_apart_the_page_says_who_can_help(self, village, boss):
        came, _ = village.joined(boss, OFFICER), village.joined(boss, APPROVER)
        laid = parameter(came)
        assert "第二位管理员" in proposal_view(came, laid.pk, now=NOW).missing

    def test_the_database_refuses_one_pair_as_two(self, village, boss):
        one, two = village.joined(boss, OFFICER), village.joined(boss, APPROVER)
        laid = parameter(one)
        with pytest.raises(IntegrityError, match="parties_proposal_two_eyes"), transaction.atomic():
            Proposal.objects.filter(pk=laid.pk).update(
                state="approved", decided_by=two.person_id, decided_at=NOW
            )

    def test_the_database_refuses_who_carries_it_on(self, village, boss, bureau):
        laid = parameter(village.founded(bureau, OFFICER))
        one, two = village.joined(boss, OFFICER), village.joined(boss, APPROVER)
        with pytest.raises(IntegrityError, match="parties_proposal_two_eyes"), transaction.atomic():
            Proposal.objects.filter(pk=laid.pk).update(
                state="approved", decided_by=two.person_id, decided_at=NOW,
                carried_by=one.person_id,
            )  # fmt: skip

    def test_a_decision_by_nobody_is_none(self, village, bureau):
        laid = parameter(village.founded(bureau, OFFICER))
        with pytest.raises(IntegrityError, match="parties_proposal_two_eyes"), transaction.atomic():
            Proposal.objects.filter(pk=laid.pk).update(state="approved", decided_at=NOW)


class TestConfirming:
    @pytest.fixture
    def came(self, village, boss):
        return village.joined(boss, APPROVER)

    def test_another_administrator_confirms_and_they_are_two(self, village, boss, bureau, came):
        other = village.founded(bureau, Role.TREASURY_APPROVER, boss=True)
        officer = village.joined(boss, OFFICER)
        village.confirm(other, came)
        person = Person.objects.get(pk=came.person_id)
        assert (person.leans_on, person.proven_by_id) == (None, other.person_id)
        assert agreed(came, parameter(officer))

    def test_who_was_brought_by_the_confirmed_goes_with_them(self, village, boss, bureau):
        child = village.joined(boss, OFFICER, administrator=True)
        last = village.joined(child, APPROVER)
        village.confirm(village.founded(bureau, Role.TREASURY_APPROVER, boss=True), child)
        assert same_hands(last.person_id, child.person_id)
        assert not same_hands(last.person_id, boss.person_id)

    def test_nobody_confirms_whom_they_brought_in(self, village, boss, came):
        assert refusal(partial(village.confirm, boss, came)) == "parties.confirm_same_hands"

    def test_nor_themselves(self, village, boss):
        child = village.joined(boss, OFFICER, administrator=True)
        assert refusal(partial(village.confirm, child, child)) == "parties.confirm_same_hands"

    def test_nor_a_sibling(self, village, boss, came):
        child = village.joined(boss, OFFICER, administrator=True)
        assert refusal(partial(village.confirm, child, came)) == "parties.confirm_same_hands"

    def test_nor_a_grandchild_or_grandparent(self, village, boss, came):
        child = village.joined(boss, OFFICER, administrator=True)
        last = village.joined(child, APPROVER, administrator=True)
        assert refusal(partial(village.confirm, boss, last)) == "parties.confirm_same_hands"
        assert refusal(partial(village.confirm, last, child)) == "parties.confirm_same_hands"

    def test_an_administrator_of_a_county_does_not_reach_the_city(self, village, bureau, came):
        far = village.founded(bureau, OFFICER, boss=True, region="410303")
        assert refusal(partial(village.confirm, far, came)) == "access.not_found"

    def test_who_administers_nothing_confirms_nobody(self, village, bureau, came):
        other = village.founded(bureau, OFFICER)
        assert refusal(partial(village.confirm, other, came)) == "parties.not_administrator"

    def test_it_is_done_once(self, village, bureau, came):
        other = village.founded(bureau, OFFICER, boss=True)
        village.confirm(other, came)
        assert refusal(partial(village.confirm, other, came)) == "parties.person_proven"

    def test_the_event_names_the_papers_and_who_brought_them(self, village, boss, bureau, came):
        village.confirm(village.founded(bureau, OFFICER, boss=True), came)
        said = Event.objects.get(type="parties.person.confirmed")
        assert said.after["papers"] == "工作证 0413"
        assert said.before["brought"] == boss.person_name
        assert came.person_name in message_of(said)

    def test_the_database_lets_nobody_go_by_who_stands_in_the_same_hands(self, boss, came):
        for by in (None, boss.person_id, came.person_id):
            with pytest.raises(IntegrityError, match="parties_person_proven"), transaction.atomic():
                Person.objects.filter(pk=came.person_id).update(
                    leans_on=None, proven_by=by, proven_at=NOW
                )


class TestTheBureauConfirms:
    """A unit with a single administrator asks the bureau: its two persons say who somebody is."""

    @pytest.fixture
    def lone(self, village, town):
        return village.founded(town.purchaser(), Role.PURCHASER_OFFICER, boss=True)

    @pytest.fixture
    def came(self, village, lone):
        return village.joined(lone, Role.PURCHASER_APPROVER)

    @pytest.fixture
    def desk(self, village, bureau):
        return village.founded(bureau, OFFICER), village.founded(bureau, APPROVER)

    def test_the_two_confirm(self, village, desk, lone, came):
        assert [one.pk for one in unproven_of(desk[0])] == [came.mandate_id]
        village.confirm_by_bureau(*desk, came)
        assert not same_hands(lone.person_id, came.person_id)
        assert not unproven_of(desk[0]).exists()

    def test_one_of_them_cannot(self, village, desk, came):
        officer, _ = desk
        again = replace(officer, role=APPROVER)
        confirms = partial(village.confirm_by_bureau, officer, again, came)
        assert refusal(confirms) == "four_eyes.same_person"

    def test_nor_two_whom_one_brought_in(self, village, boss, came):
        twins = village.joined(boss, OFFICER), village.joined(boss, APPROVER)
        assert refusal(partial(village.confirm_by_bureau, *twins, came)) == "four_eyes.same_hands"

    def test_where_another_administrator_can_the_bureau_does_not(self, village, town, desk, came):
        village.founded(town.purchaser(), Role.PURCHASER_APPROVER, boss=True)
        assert refusal(partial(village.confirm_by_bureau, *desk, came)) == "parties.confirm_inside"

    def test_an_administrator_whom_the_first_invented_counts_for_nothing(
        self, village, lone, desk, came
    ):
        village.joined(lone, Role.PURCHASER_APPROVER, administrator=True)
        village.confirm_by_bureau(*desk, came)

    def test_the_bureaus_own_are_not_confirmed_like_that(self, village, boss, desk):
        own = village.joined(boss, Role.TREASURY_APPROVER)
        assert refusal(partial(village.confirm_by_bureau, *desk, own)) == "access.not_found"

    def test_the_desk_is_told_when_somebody_came(self, came):
        said = Event.objects.get(type="parties.invitation.accepted")
        assert [one["role"] for one in said.after["tell"]] == [OFFICER]
        assert came.person_name in message_of(said)


class TestOtherWays:
    """Deputies, desks handed over, invitations again, further accounts: none makes two of one."""

    def test_an_invented_colleague_as_deputy(self, village, boss, bureau):
        old, invented = village.founded(bureau, APPROVER), village.joined(boss, OFFICER)
        deputy = appoint_deputy(
            actor=boss, now=NOW, mandate_id=old.mandate_id, deputy_id=invented.mandate_id,
            valid_from=NOW.date(), valid_to=NOW.date() + timedelta(days=3),
        )  # fmt: skip
        other = village.joined(boss, OFFICER)
        sits = replace(invented, role=APPROVER, mandate_id=deputy.pk)
        assert not agreed(sits, parameter(other))

    def test_oneself_as_deputy_is_one_person(self, village, bureau):
        first, old = village.founded(bureau, OFFICER, boss=True), village.founded(bureau, APPROVER)
        deputy = appoint_deputy(
            actor=first, now=NOW, mandate_id=old.mandate_id, deputy_id=first.mandate_id,
            valid_from=NOW.date(), valid_to=NOW.date(),
        )  # fmt: skip
        assert not agreed(replace(first, role=APPROVER, mandate_id=deputy.pk), parameter(first))

    def test_a_proposal_handed_over_keeps_both_first_persons(self, village, boss, bureau):
        prepared, heir = village.joined(boss, OFFICER), village.founded(bureau, Role.COUNTY_CLERK)
        laid = parameter(prepared)
        hand_over(
            actor=boss, now=NOW, mandate_id=prepared.mandate_id, successor_id=heir.mandate_id,
            reason="调岗",
        )  # fmt: skip
        assert not agreed(village.joined(boss, APPROVER), laid)
        assert agreed(village.founded(bureau, APPROVER), laid)

    def test_the_approvers_desk_handed_to_an_invented_colleague(self, village, boss, bureau):
        old, invented = village.founded(bureau, APPROVER), village.joined(boss, OFFICER)
        taken = hand_over(
            actor=boss, now=NOW, mandate_id=old.mandate_id, successor_id=invented.mandate_id,
            reason="调岗",
        )  # fmt: skip
        laid = parameter(village.joined(boss, OFFICER))
        assert not agreed(replace(invented, role=APPROVER, mandate_id=taken.pk), laid)

    def test_suspended_and_invited_anew_is_brought_in_anew(self, village, boss, bureau):
        old = village.founded(bureau, APPROVER)
        suspend_mandate(actor=boss, now=NOW, mandate_id=old.mandate_id, reason="调离")
        back = village.joined(boss, APPROVER, name=old.person_name)
        assert not agreed(back, parameter(village.joined(boss, OFFICER)))

    def test_invited_again_by_another_is_in_the_hands_of_who_has_the_link(
        self, village, boss, bureau
    ):
        other = village.founded(bureau, OFFICER, boss=True)
        village.link(boss, APPROVER, name="王芳")
        again = invite_again(actor=other, now=NOW, invitation_id=Invitation.objects.get().pk)
        account = accept_invitation(
            actor=ANYBODY, now=NOW, token=again.token, username="wangfang", password=WORD
        )
        assert same_hands(account.person_id, other.person_id)
        assert not agreed(village.acting(account), parameter(other))

    def test_the_own_invitation_taken_with_the_own_account(self, village, bureau):
        first = village.founded(bureau, OFFICER, boss=True)
        link = village.link(first, APPROVER)
        account = accept_invitation(actor=first, now=NOW, token=link)
        assert not agreed(village.acting(account), parameter(first))

    def test_a_suppliers_person_taken_in_stands_in_the_inviters_hands(self, village, town, bureau):
        """One desk alone looked at a supplier's papers: that makes no pair of eyes elsewhere."""
        first = village.founded(bureau, OFFICER, boss=True)
        registered = village.founded(town.supplier(), Role.SUPPLIER)
        link = village.link(first, APPROVER)
        account = accept_invitation(actor=registered, now=NOW, token=link)
        assert same_hands(account.person_id, first.person_id)
        assert not agreed(village.acting(account), parameter(first))

    def test_who_is_known_from_another_body_keeps_standing(self, village, town, bureau):
        first = village.founded(bureau, OFFICER, boss=True)
        known = village.founded(town.institution(), Role.INSTITUTION_OFFICER)
        account = accept_invitation(actor=known, now=NOW, token=village.link(first, APPROVER))
        assert agreed(village.acting(account), parameter(first))

    def test_another_name_and_telephone_change_nothing(self, village, boss):
        one, two = village.joined(boss, OFFICER), village.joined(boss, APPROVER)
        Person.objects.filter(pk=two.person_id).update(name="李雷", phone="13800000001")
        assert not agreed(two, parameter(one))

    def test_a_second_account_of_one_person_changes_nothing(self, village, boss):
        one, two = village.joined(boss, OFFICER), village.joined(boss, APPROVER)
        Account.objects.create(username="second", person_id=two.person_id)
        assert not agreed(two, parameter(one))

    def test_an_inviter_who_has_left_still_holds_them(self, village, boss, bureau):
        village.founded(bureau, OFFICER, boss=True)
        one, two = village.joined(boss, OFFICER), village.joined(boss, APPROVER)
        Mandate.objects.filter(pk=boss.mandate_id).update(ended_reason="调离")
        assert not agreed(two, parameter(one))


class TestTheSecondAuthority:
    @pytest.fixture
    def operator(self, village):
        return village.founded(the_only(CITY, "operator"), Role.OPERATOR)

    def test_both_halves_make_a_proven_person(self, village, town, bureau, operator):
        given = first_administrator(
            operator, village.founded(bureau, APPROVER), town.purchaser(), Role.PURCHASER_OFFICER
        )
        account = accept_invitation(
            actor=ANYBODY, now=NOW, username="wangfang", password=WORD, **given
        )
        assert account.person.leans_on is None

    def test_not_by_who_stands_in_the_operators_hands(self, village, town, bureau, operator):
        approver = village.founded(bureau, APPROVER)
        Person.objects.filter(pk=approver.person_id).update(leans_on=operator.person_id)
        agrees = partial(
            first_administrator, operator, approver, town.purchaser(), Role.PURCHASER_OFFICER
        )
        assert refusal(agrees) == "parties.word_same_hands"

    def test_declined_it_is_over(self, village, town, bureau, operator):
        approver = village.founded(bureau, APPROVER)
        issued = invite_administrator(
            actor=operator, now=NOW, organisation_id=town.purchaser().pk, name="王假人",
            role=Role.PURCHASER_OFFICER, papers="口头",
        )  # fmt: skip
        decline(actor=approver, now=NOW, invited_id=issued.record.pk, reason="没有材料")
        taken = partial(accept_invitation, actor=ANYBODY, now=NOW, token=issued.token)
        assert refusal(taken) == "parties.no_invitation"

    def test_the_operator_does_not_begin_a_bureau(self, bureau, operator):
        begins = partial(
            invite_administrator, actor=operator, now=NOW, organisation_id=bureau.pk,
            name="王假人", role=APPROVER, papers="口头",
        )  # fmt: skip
        assert refusal(begins) == "parties.no_officials"

    def test_a_bureau_with_one_administrator_gets_a_second(self, village, bureau, operator):
        boss = village.founded(bureau, APPROVER, boss=True)
        given = first_administrator(operator, boss, bureau, OFFICER)
        account = accept_invitation(
            actor=ANYBODY, now=NOW, username="wangfang", password=WORD, **given
        )
        came = village.joined(boss, OFFICER)
        village.confirm(village.acting(account), came)
        third = partial(first_administrator, operator, boss, bureau, OFFICER)
        assert refusal(third) == "parties.has_administrator"
