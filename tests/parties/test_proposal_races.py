"""Several hands on one proposal at the same moment: one outcome, and the others read it."""

from datetime import date, timedelta
from functools import partial

import pytest

from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.kernel.errors import NotAllowed, WrongState
from cairong.parties.actions.desks import hand_over
from cairong.parties.four_eyes import open_proposal, send_back, take_back
from cairong.parties.models import Mandate, Proposal
from cairong.rulebook.actions.set_parameter import set_parameter
from cairong.rulebook.models import ParameterRow
from support.racing import FEWER, hands, split
from support.town import at, found_town

pytestmark = pytest.mark.usefixtures("committed_db")
NOW = at("2025-09-15 10:00")
ROUNDS = min(FEWER, 20)
DECISIONS = ("rulebook.parameter.set", "parties.proposal.returned", "parties.proposal.taken_back")


class Desk:
    """An officer, two approvers, and one proposal after the other, each for a day of its own."""

    def __init__(self) -> None:
        self.town = found_town()
        self.officer = self.town.bureau(Role.PROCUREMENT_OFFICER)
        self.approver = self.town.bureau(Role.PROCUREMENT_APPROVER)
        house = Mandate.objects.get(pk=self.approver.mandate_id).organisation
        self.second = self.town.actor(house, Role.PROCUREMENT_APPROVER, "second")
        self.number = 0

    def proposal(self) -> Proposal:
        self.number += 1
        return set_parameter.propose(
            actor=self.officer, now=NOW, code="contract_cap_percent", value=60,
            valid_from=date(2026, 1, 1) + timedelta(days=self.number),
            source="洛财购〔2025〕9号",
        )  # fmt: skip

    def approve(self, actor, proposal):
        return partial(set_parameter.approve, actor=actor, now=NOW, proposal_id=proposal.pk)

    def back(self, actor, proposal):
        return partial(send_back, actor=actor, now=NOW, proposal_id=proposal.pk, reason="来源不清")

    def recall(self, proposal):
        return partial(take_back, actor=self.officer, now=NOW, proposal_id=proposal.pk)


def settled(proposal: Proposal) -> Proposal:
    """The proposal as it stands: decided once, and acted on only where it was agreed to."""
    proposal.refresh_from_db()
    told = Event.objects.filter(type__in=DECISIONS)
    apart = proposal.state in {"returned", "taken_back"}
    assert told.filter(subject_id=proposal.pk).count() == apart
    made = ParameterRow.objects.filter(valid_from=proposal.arguments["valid_from"])
    assert made.count() == (proposal.state == "approved")
    return proposal


def test_of_two_approvers_one_carries_it_out():
    desk = Desk()
    with hands(2) as both:
        for _ in range(ROUNDS):
            one = desk.proposal()
            acts = desk.approve(desk.approver, one), desk.approve(desk.second, one)
            done, refused = split(both.race(*acts))
            assert len(done) == 1
            assert [type(each) for each in refused] == [WrongState]
            assert settled(one).state == "approved"


def test_agreed_by_one_and_returned_by_the_other_it_is_either():
    desk = Desk()
    with hands(2) as both:
        for _ in range(ROUNDS):
            one = desk.proposal()
            acts = desk.approve(desk.approver, one), desk.back(desk.second, one)
            done, refused = split(both.race(*acts))
            assert (len(done), [type(each) for each in refused]) == (1, [WrongState])
            kept = settled(one)
            by = desk.approver if kept.state == "approved" else desk.second
            assert kept.decided_by_id == by.person_id


def test_recalled_while_another_decides_it_is_either():
    desk = Desk()
    with hands(2) as both:
        for _ in range(ROUNDS):
            one = desk.proposal()
            done, refused = split(both.race(desk.recall(one), desk.approve(desk.approver, one)))
            assert (len(done), [type(each) for each in refused]) == (1, [WrongState])
            assert settled(one).state in {"approved", "taken_back"}


def test_recalled_while_another_opens_it_nobody_decides_on_what_is_gone():
    desk = Desk()
    with hands(2) as both:
        for _ in range(ROUNDS):
            one = desk.proposal()
            opened = partial(open_proposal, actor=desk.approver, now=NOW, proposal_id=one.pk)
            done, refused = split(both.race(desk.recall(one), opened))
            assert (len(done), [type(each) for each in refused]) == (1, [WrongState])
            kept = settled(one)
            assert (kept.state == "taken_back") == (kept.opened_at is None)


def test_handed_over_to_the_approver_while_she_agrees_she_is_never_both():
    """Whoever carries on what another prepared is its first person."""
    desk = Desk()
    boss = Mandate.objects.get(pk=desk.officer.mandate_id)
    Mandate.objects.filter(pk=boss.pk).update(administrator=True)
    one = desk.proposal()
    give = partial(
        hand_over, actor=desk.officer, now=NOW, mandate_id=boss.pk,
        successor_id=desk.approver.mandate_id, reason="退休",
    )  # fmt: skip
    with hands(2) as both:
        done, refused = split(both.race(give, desk.approve(desk.approver, one)))
    kept = settled(one)
    assert all(isinstance(each, NotAllowed | WrongState) for each in refused)
    if kept.state == "approved":
        assert kept.carried_by_id is None
    else:
        assert kept.carried_by_id == desk.approver.person_id
        assert len(done) == 1
