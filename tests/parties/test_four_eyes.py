"""Two persons: what one prepares is rehearsed, and only another of the same unit carries it out."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cairong.audit.models import Event, RefusalRecord
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from cairong.outreach.sentences import message_of
from cairong.parties.four_eyes import open_proposal, send_back, take_back
from cairong.parties.models import Mandate, Proposal
from cairong.rulebook import reads
from cairong.rulebook.actions.set_parameter import set_parameter
from cairong.rulebook.models import ParameterRow
from support.staging import staged
from support.town import CITY, at, found_town

pytestmark = pytest.mark.django_db
NOW = at("2025-09-15 10:00")
FACTS = {
    "code": "contract_cap_percent",
    "value": 80,
    "valid_from": date(2025, 10, 1),
    "source": "洛财购〔2025〕9号",
}


@staged
def officer(town):
    return town.bureau(Role.PROCUREMENT_OFFICER)


@staged
def approver(town):
    return town.bureau(Role.PROCUREMENT_APPROVER)


def propose(officer, **changed):
    return set_parameter.propose(actor=officer, now=NOW, **{**FACTS, **changed})


def test_the_first_person_only_proposes_and_sees_the_difference(officer):
    proposal = propose(officer)
    assert not ParameterRow.objects.exists()
    assert (proposal.before["setting"], proposal.after["setting"]) == ("70 %", "80 %")
    assert proposal.basis == ["三(一)-2", "一(一)-1"]


def test_the_second_person_carries_it_out(officer, approver):
    proposal = propose(officer)
    set_parameter.approve(actor=approver, now=NOW, proposal_id=proposal.pk)
    assert reads.parameter(CITY, "contract_cap_percent", on=date(2025, 9, 30)) == 70
    assert reads.parameter(CITY, "contract_cap_percent", on=date(2025, 10, 1)) == 80
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by_id) == ("approved", approver.person_id)


def test_the_same_person_may_not_through_whatever_account_or_role(officer, approver):
    proposal = propose(officer)
    with pytest.raises(NotAllowed) as refused:
        set_parameter.approve(actor=officer, now=NOW, proposal_id=proposal.pk)
    assert refused.value.findings[0].code == "four_eyes.same_person"
    assert refused.value.findings[0].obligation == proposal.basis[0]
    second_account = replace(approver, person_id=officer.person_id)
    with pytest.raises(NotAllowed):
        set_parameter.approve(actor=second_account, now=NOW, proposal_id=proposal.pk)
    assert not ParameterRow.objects.exists()


def test_the_database_refuses_one_person_as_both():
    town = found_town()
    officer = town.bureau(Role.PROCUREMENT_OFFICER)
    proposal = propose(officer)
    Mandate.objects.create(
        organisation_id=officer.organisation_id, person_id=officer.person_id, region=CITY,
        role=Role.PROCUREMENT_APPROVER, valid_from=NOW.date(),
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="parties_proposal_two_persons"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            state="approved", decided_by=officer.person_id, decided_at=NOW
        )


def test_a_refusal_is_read_by_the_first_person_already(officer):
    with pytest.raises(Invalid) as refused:
        propose(officer, value=101)
    assert refused.value.field == "value"
    assert not Proposal.objects.exists()
    assert RefusalRecord.objects.get().code == "rulebook.value_range"


def test_arguments_that_do_not_fit_name_the_field(officer):
    with pytest.raises(Invalid) as refused:
        propose(officer, valid_from="someday")
    assert refused.value.field == "valid_from"
    with pytest.raises(Invalid) as refused:
        propose(officer, approver="x")
    assert refused.value.field == "approver"


def test_another_unit_finds_no_such_proposal(town, officer):
    proposal = propose(officer)
    stranger = town.actor(town.institution(), Role.INSTITUTION_APPROVER)
    with pytest.raises(NotFound):
        set_parameter.approve(actor=stranger, now=NOW, proposal_id=proposal.pk)


def test_a_county_desk_does_not_see_the_citys_proposal(officer, approver):
    proposal = propose(officer)
    with pytest.raises(NotFound):
        set_parameter.approve(
            actor=replace(approver, region="410327"), now=NOW, proposal_id=proposal.pk
        )


def test_a_role_that_prepares_does_not_approve(town, officer):
    proposal = propose(officer)
    clerk = town.bureau(Role.COUNTY_CLERK)
    with pytest.raises(NotAllowed):
        set_parameter.approve(actor=clerk, now=NOW, proposal_id=proposal.pk)


def test_approved_once_is_approved(officer, approver):
    proposal = propose(officer)
    set_parameter.approve(actor=approver, now=NOW, proposal_id=proposal.pk)
    with pytest.raises(WrongState):
        set_parameter.approve(actor=approver, now=NOW, proposal_id=proposal.pk)


def test_two_proposals_for_one_day_end_in_a_conflict_named_by_the_constraint(officer, approver):
    first, second = propose(officer), propose(officer)
    set_parameter.approve(actor=approver, now=NOW, proposal_id=first.pk)
    with pytest.raises(Conflict) as refused:
        set_parameter.approve(actor=approver, now=NOW, proposal_id=second.pk)
    assert refused.value.findings[0].code == "rulebook.parameter_twice"


def test_returned_with_a_reason(officer, approver):
    proposal = propose(officer)
    with pytest.raises(Invalid):
        send_back(actor=approver, now=NOW, proposal_id=proposal.pk, reason=" ")
    send_back(actor=approver, now=NOW, proposal_id=proposal.pk, reason="来源不清")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("returned", "来源不清")


def test_taken_back_only_until_the_second_person_has_opened_it(officer, approver):
    first, second = propose(officer), propose(officer)
    take_back(actor=officer, now=NOW, proposal_id=first.pk)
    open_proposal(actor=approver, now=NOW, proposal_id=second.pk)
    with pytest.raises(WrongState) as refused:
        take_back(actor=officer, now=NOW, proposal_id=second.pk)
    assert refused.value.findings[0].code == "four_eyes.opened"


def test_a_rehearsal_leaves_no_event_of_the_act(officer):
    propose(officer)
    assert not Event.objects.filter(type="rulebook.parameter.set").exists()
    assert Event.objects.filter(type="parties.proposal.made").count() == 1


def test_what_is_sent_back_is_told_with_its_reason_to_the_desk_that_prepared_it(officer, approver):
    proposal = propose(officer)
    send_back(actor=approver, now=NOW, proposal_id=proposal.pk, reason="来源不清")
    event = Event.objects.get(type="parties.proposal.returned")
    assert [(one["organisation"], one["role"]) for one in event.after["tell"]] == [
        (str(officer.organisation_id), "procurement-officer")
    ]
    assert message_of(event) == "送审的调整参数被退回:来源不清。请修改后重新提交。"
