"""A shortage of funds from its declaration to the answer, its place, and what the database refuses.

三(二)-3
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from cairong.audit.rows import insert
from cairong.cases.desk import waiting_for
from cairong.clocks.reads import duties_for
from cairong.guidance.actions.declare_shortage import declare_shortage
from cairong.guidance.actions.grant_relending import grant_relending
from cairong.guidance.actions.refuse_relending import refuse_relending
from cairong.guidance.actions.withdraw_shortage import withdraw_shortage
from cairong.guidance.models import Shortage
from cairong.guidance.shortages import ranked, shortage_for, shortages_of, window_of
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.oversight.ladder import climbed
from cairong.oversight.overdue import overdue_figures
from cairong.parties.kinds import InstitutionFacts
from cairong.parties.reads import the_only
from cairong.policy import relending as rules
from guidance.ground import LATER, NOW, Guiding, stand_guiding
from lending.ground import stand_case, twice
from support.refusing import stopped
from support.staging import staged
from support.town import CITY, COUNTY, Town, at

pytestmark = pytest.mark.django_db
LOCAL, OTHER = "洛阳甲农商行", "洛阳乙农商行"


class Short(Guiding):
    """Two local institutions beside the others."""

    def people(self, name: str = LOCAL):
        held = self.town.organisation(
            "institution", name, region=CITY,
            institution=InstitutionFacts(regions=[CITY], local_legal_person=True),
        )  # fmt: skip
        roles = (Role.INSTITUTION_MANAGER, Role.INSTITUTION_APPROVER)
        return tuple(self.town.actor(held, role) for role in roles)

    def declare(self, name: str = LOCAL, now=NOW, **otherwise) -> Shortage:
        facts = {"amount_fen": 2_000_000_000, "months": 12, "purpose": "政采贷投放较快,头寸不足"}
        return twice(declare_shortage, *self.people(name), now, **facts | otherwise)

    def grant(self, found: Shortage, now=LATER, **otherwise) -> Shortage:
        facts = {"instrument": "relending", "granted_fen": 1_500_000_000}
        return self.two(grant_relending, now, shortage_id=found.pk, **facts | otherwise)

    def refuse(self, found: Shortage, now=LATER) -> Shortage:
        return self.two(refuse_relending, now, shortage_id=found.pk, reason="本月额度已经用完")


@staged
def ground(town: Town) -> Short:
    stand_guiding(town)
    made = Short(town)
    _ = made.people(), made.people(OTHER)
    return made


def refused(kind, code: str, act, *args, **otherwise):
    with pytest.raises(kind) as caught:
        act(*args, **otherwise)
    assert caught.value.findings[0].code == code


def test_declared_asked_by_a_clock_and_answered(ground):
    found = ground.declare()
    (ball,) = waiting_for(ground.pair[0], now=NOW).balls
    assert (ball.word, ball.deadline.due) == ("答复资金困难申报", date(2025, 11, 3))
    assert found.no == "ZJ2025-000001"
    granted = ground.grant(found)
    assert (granted.state, granted.granted_fen) == ("granted", 1_500_000_000)
    assert not waiting_for(ground.pair[0], now=LATER).balls
    again = ground.declare(now=at("2025-10-23 09:00"))
    assert ground.refuse(again, at("2025-10-24 09:00")).words == "本月额度已经用完"
    own = shortages_of(ground.people()[0])
    assert [each.state for each in own] == ["refused", "granted"]


def test_only_a_local_legal_person_and_one_at_a_time(ground):
    held = ground.town.institution("甲银行")
    roles = (Role.INSTITUTION_MANAGER, Role.INSTITUTION_APPROVER)
    pair = [ground.town.actor(held, role) for role in roles]
    facts = {"amount_fen": 100, "months": 1, "purpose": "头寸不足需要支持"}
    refused(PolicyBreach, "relending.not_local", twice, declare_shortage, *pair, NOW, **facts)
    ground.declare()
    refused(Conflict, "relending.open_already", ground.declare)
    refused(Invalid, "relending.amount", ground.declare, OTHER, months=37)
    refused(Invalid, "relending.amount", ground.declare, OTHER, amount_fen=0)


def test_no_more_than_was_asked_and_no_second_answer(ground):
    found = ground.declare()
    refused(PolicyBreach, "relending.granted", ground.grant, found, granted_fen=2_000_000_001)
    refused(PolicyBreach, "relending.granted", ground.grant, found, granted_fen=0)
    ground.grant(found)
    refused(WrongState, "state.cannot", ground.refuse, found)


def test_withdrawn_it_waits_for_nobody(ground):
    found = ground.declare()
    args = {"shortage_id": found.pk, "reason": "金额要改"}
    ended = twice(withdraw_shortage, *ground.people(), LATER, **args)
    assert ended.state == "withdrawn"
    assert not waiting_for(ground.pair[0], now=LATER).balls
    refused(WrongState, "state.cannot", ground.grant, found)


def test_another_s_declaration_is_not_there(ground):
    found = ground.declare()
    refused(NotFound, "access.not_found", shortage_for, ground.people(OTHER)[0], found.pk)
    assert not shortages_of(ground.town.bureau(Role.PROCUREMENT_OFFICER)).exists()


def test_that_it_waits_is_known_to_the_people_s_bank_alone(ground):
    found = ground.declare()
    town = ground.town
    assert [each.title for each in duties_for(ground.pair[0])] == [found.no]
    watchers = [
        town.bureau(Role.PROCUREMENT_OFFICER), *(
            town.actor(the_only(CITY, side), role)
            for side, role in (("sme-authority", Role.SME_AUTHORITY), ("regulator", Role.REGULATOR))
        ),
    ]  # fmt: skip
    for watcher in watchers:
        assert not duties_for(watcher).exists()
        assert overdue_figures(watcher, at("2025-12-01 10:00"))["total"] == 0
    days = [date(2025, 11, 3) + timedelta(days=each) for each in range(1, 20)]
    told = [(one.mark, one.tell) for day in days for one in climbed(town.system, day, day)]
    assert {mark for mark, _ in told} == {"over_holder"}  # its desk is its own head
    assert {each.role for _, tell in told for each in tell} == {Role.PBOC}


def test_a_county_s_desk_of_the_people_s_bank_reads_and_answers_none(ground):
    found = ground.declare()
    county = replace(ground.pair[0], region=COUNTY)
    assert not shortages_of(county).exists()
    args = {"actor": county, "now": LATER, "shortage_id": found.pk}
    given = {"instrument": "relending", "granted_fen": 1}
    refused(NotAllowed, "guidance.city_alone", grant_relending.propose, **args, **given)
    refused(NotAllowed, "guidance.city_alone", refuse_relending.propose, **args, reason="没有额度")


def test_the_larger_lender_comes_first_by_what_it_drew_in_the_window(town):
    case = stand_case(town)
    loan = case.draw(case.ready(case.publish()), 300_000, now=at("2025-10-16 10:00"))
    stand_guiding(town)
    ground = Short(town)
    ground.declare(now=NOW)
    held = case.town.institution("甲银行")
    held.institution_profile.local_legal_person = True
    held.institution_profile.save()
    roles = (Role.INSTITUTION_MANAGER, Role.INSTITUTION_APPROVER)
    pair = [town.actor(held, role) for role in roles]
    facts = {"amount_fen": 100, "months": 1, "purpose": "头寸不足需要支持"}
    twice(declare_shortage, *pair, LATER, **facts)
    rows = ranked(ground.pair[0], LATER, {})
    assert [(each.place, each.name, each.volume_fen) for each in rows] == [
        (1, "甲银行", loan.principal_fen), (2, LOCAL, 0),
    ]  # fmt: skip
    since, days = window_of(CITY, LATER.date())
    assert (since + timedelta(days=days - 1), days) == (LATER.date(), 365)
    later = at("2026-10-16 10:00")  # the loan's day is out of the window
    assert [each.place for each in ranked(ground.pair[0], later, {})] == [1, 1]


def test_what_may_be_granted():
    cases = ((0, False), (1, True), (100, True), (101, False), (-1, False))
    for granted, fits in cases:
        found = rules.granted_within_asked(asked_fen=100, granted_fen=granted)
        assert (found is None) == fits


class TestDatabase:
    def test_no_answer_that_two_did_not_decide(self, ground):
        found = ground.declare()
        rows = Shortage.objects.filter(pk=found.pk)
        with stopped("guidance_shortage_undecided"):
            rows.update(state="granted", granted_fen=1, instrument="relending", answered_at=LATER)
        with stopped("guidance_shortage_undecided"):
            rows.update(state="refused", words="没有额度", answered_at=LATER)

    def test_no_more_than_was_asked(self, ground):
        rows = Shortage.objects.filter(pk=ground.declare().pk)
        with stopped("guidance_shortage_within"):
            rows.update(
                state="granted", granted_fen=2_000_000_001, instrument="relending",
                answered_at=LATER,
            )  # fmt: skip

    def test_nothing_is_changed_after_the_answer(self, ground):
        found = ground.grant(ground.declare())
        with stopped("guidance_shortage_steps"):
            Shortage.objects.filter(pk=found.pk).update(granted_fen=1)
        with stopped("permission denied"), connection.cursor() as cursor:
            cursor.execute("UPDATE guidance_shortage SET amount_fen = 1")

    def test_no_declaration_of_others_or_that_two_did_not_decide(self, ground):
        found = ground.declare()
        names = ("city_id", "authority_id", "amount_fen", "months", "purpose")
        facts = {name: getattr(found, name) for name in names} | {"declared_at": LATER}
        other = ground.town.institution("甲银行").pk
        with stopped("guidance_shortage_local"):
            insert(Shortage(no="ZJ2025-000009", institution_id=other, **facts))
        own = ground.people(OTHER)[0].organisation_id
        with stopped("guidance_shortage_undecided"):
            insert(Shortage(no="ZJ2025-000009", institution_id=own, **facts))
        with stopped("guidance_shortage_steps"):
            insert(Shortage(no="ZJ2025-000009", institution_id=own, state="granted", **facts))
        with stopped("guidance_shortage_open_once"):
            insert(Shortage(no="ZJ2025-000009", institution_id=found.institution_id, **facts))
