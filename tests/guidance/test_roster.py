"""The «百千万» roster: took part, consents, is pushed, answered, lent; what the database refuses.

三(二)-4
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.db import DatabaseError, connection

from admission.ground import suspend
from cairong.audit.models import Event
from cairong.audit.rows import insert
from cairong.audit.transaction import carry_out_each
from cairong.cases.desk import waiting_for
from cairong.contracts.models import Award
from cairong.guidance.actions.answer_roster import answer_roster
from cairong.guidance.actions.consent_roster import consent_roster
from cairong.guidance.actions.enter_participants import enter_participants
from cairong.guidance.actions.note_lent import note_lent, note_loan
from cairong.guidance.actions.push_newcomers import push_newcomers, widen_roster
from cairong.guidance.actions.withdraw_roster import withdraw_roster
from cairong.guidance.models import Participation, RosterEntry, RosterPush
from cairong.guidance.roster import entries_of, newly_serving, pushes_of, took_part, what_came
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict, Invalid, NotFound, PolicyBreach, WrongState
from cairong.parties.kinds import SupplierFacts
from cairong.parties.models import Organisation
from cairong.policy import roster as rules
from cairong.policy.firms import firms_in
from contracts.ground import Ground
from guidance.ground import LATER, NOW, Guiding, stand_guiding
from lending.ground import stand_case
from support.refusing import stopped
from support.staging import staged
from support.town import COUNTY, Town, at

pytestmark = pytest.mark.django_db
GIVEN = {"clause": "三(二)-4", "most": 200}
LOSER = "91410300MA44K3P079"
WORDS = "已上门了解用款计划"


class Roster(Guiding):
    """An award, a firm that took part without winning, and who serves its county."""

    def firm(self, **facts) -> Actor:
        usual = {"industry": "软件和信息技术服务业", "employees": 42, "revenue_wan": 800}
        made = SupplierFacts(**{**usual, "revenue_wan": Decimal(800)} | facts)
        supplier = self.town.organisation("supplier", "落选供应商", uscc=LOSER, supplier=made)
        return self.town.actor(supplier, Role.SUPPLIER)

    @property
    def purchaser(self) -> Actor:
        return self.town.actor(self.town.purchaser(), Role.PURCHASER_OFFICER)

    def enter(self, lines: str = f"{LOSER} 落选供应商", now=NOW) -> Award:
        award = Award.objects.order_by("no").first()
        assert award is not None
        return enter_participants(actor=self.purchaser, now=now, award_id=award.pk, lines=lines)

    def consent(self, now=NOW, firm: Actor | None = None, **said) -> RosterEntry:
        return consent_roster(actor=firm or self.firm(), now=now, **said)

    def push(self, entry: RosterEntry, name: str = "甲银行") -> RosterPush:
        return entry.pushes.get(institution=self.town.institution(name))

    def answer(self, entry: RosterEntry, name: str = "甲银行", now=LATER, **otherwise):
        facts = {"outcome": "visited", "on": date(2025, 10, 21), "words": WORDS}
        return answer_roster(
            actor=self.officer(name), now=now,
            **{"push_id": self.push(entry, name).pk} | facts | otherwise,
        )  # fmt: skip


@staged
def ground(town: Town) -> Roster:
    Ground(town).award(now=at("2025-10-16 10:00"))
    stand_guiding(town)
    made = Roster(town)
    _ = made.firm(), made.purchaser
    return made


def refused(kind, code: str, act, *args, **otherwise):
    with pytest.raises(kind) as caught:
        act(*args, **otherwise)
    assert caught.value.findings[0].code == code


class TestTakingPart:
    def test_a_winner_took_part_and_a_loser_once_it_is_entered(self, ground):
        assert took_part(ground.town.supplier())
        refused(PolicyBreach, "roster.no_part", ground.consent)
        ground.enter()
        assert ground.consent().state == "listed"

    @pytest.mark.parametrize(
        ("lines", "code"),
        [
            ("", "firms.many"),
            (LOSER, "firms.line"),
            ("9141030 某公司", "firms.code"),
            (f"{LOSER} 甲公司\n{LOSER} 乙公司", "firms.twice"),
            ("\n".join([f"{LOSER} 甲公司"] * 201), "firms.many"),
        ],
    )
    def test_lines_that_cannot_be_read_are_named(self, lines, code):
        refused(Invalid, code, firms_in, lines, **GIVEN)

    def test_a_pasted_sheet_and_full_width_blanks_are_read(self):
        assert firms_in(f"{LOSER}\t甲 公司\r\n\r\n", **GIVEN) == {LOSER: "甲 公司"}
        assert firms_in(f" {LOSER}\u3000甲公司", **GIVEN) == {LOSER: "甲公司"}

    def test_by_the_purchaser_of_the_award_and_what_is_known_stays(self, ground):
        award = ground.enter()
        refused(Conflict, "roster.nothing_new", ground.enter)
        other = ground.town.actor(ground.town.purchaser("另一采购人"), Role.PURCHASER_OFFICER)
        args = {"award_id": award.pk, "lines": f"{LOSER} 甲公司"}
        refused(NotFound, "access.not_found", enter_participants, actor=other, now=NOW, **args)


@pytest.mark.parametrize(
    ("size", "private", "code"),
    [
        ("micro", False, None), ("small", False, None), ("medium", True, None),
        ("medium", False, "roster.not_private"), ("large", True, "roster.large"),
        ("", True, "roster.no_size"),
    ],
)  # fmt: skip
def test_private_or_small(size, private, code):
    found = rules.entered_is_private_or_small(name="甲", size=size, private=private)
    assert (found.code if found else None) == code


class TestConsent:
    def test_it_is_pushed_to_who_serves_the_county_with_a_clock(self, ground):
        ground.enter()
        entry = ground.consent()
        assert entry.pushes.count() == 2
        (ball,) = waiting_for(ground.officer(), now=NOW).balls
        assert (ball.word, ball.deadline.due) == ("对接名录库企业并答复", date(2025, 11, 17))
        refused(Conflict, "roster.listed", ground.consent)

    def test_taken_back_nothing_of_the_firm_is_shown_but_a_count(self, ground):
        ground.enter()
        entry = ground.consent()
        ground.answer(entry, "乙银行")
        withdraw_roster(actor=ground.firm(), now=LATER, reason="近期不需要融资")
        states = {each.institution.name: each.state for each in entry.pushes.all()}
        assert states == {"甲银行": "closed", "乙银行": "visited"}
        for name in states:
            assert not pushes_of(ground.officer(name)).exists()
            assert not waiting_for(ground.officer(name), now=LATER).balls
        assert not entries_of(ground.pair[0]).exists()
        came = what_came(ground.pair[0], LATER, {})
        assert [(each.institution, each.pushed, each.visited) for each in came] == [
            ("乙银行", 1, 1), ("甲银行", 1, 0),
        ]  # fmt: skip
        refused(NotFound, "access.not_found", ground.answer, entry)

    def test_given_again_it_is_pushed_again_to_who_had_not_answered(self, ground):
        ground.enter()
        entry = ground.consent()
        ground.answer(entry, "乙银行")
        withdraw_roster(actor=ground.firm(), now=LATER, reason="近期不需要融资")
        again = ground.consent(at("2025-10-27 10:00"))
        assert (again.pk, again.state) == (entry.pk, "listed")
        assert ground.push(entry).state == "waiting"
        assert ground.push(entry, "乙银行").state == "visited"

    def test_whoever_it_was_pushed_to_is_told_that_it_went_and_why(self, ground):
        ground.enter()
        entry = ground.consent()
        ground.answer(entry, "乙银行")
        withdraw_roster(actor=ground.firm(), now=LATER, reason="近期不需要融资。\r\n另有安排。")
        told = Event.objects.get(type="guidance.roster.withdrawn").after
        assert told["reason"] == "近期不需要融资。\n另有安排。"
        ids = {str(ground.town.institution(name).pk) for name in ("甲银行", "乙银行")}
        assert {each["organisation"] for each in told["tell"]} == ids

    def test_who_serves_the_region_no_more_is_not_asked_again(self, ground):
        ground.enter()
        entry = ground.consent()
        withdraw_roster(actor=ground.firm(), now=LATER, reason="近期不需要融资")
        left = ground.town.institution("乙银行").institution_profile
        left.regions = ["410305"]
        left.save()
        ground.consent(at("2025-10-27 10:00"))
        assert ground.push(entry).state == "waiting"
        assert ground.push(entry, "乙银行").state == "closed"

    def test_a_suspended_firm_is_neither_listed_nor_pushed(self, ground):
        ground.enter()
        entry = ground.consent()
        ground.answer(entry, "乙银行")
        Organisation.objects.filter(pk=entry.supplier_id).update(active=False)
        assert not entries_of(ground.pair[0]).exists()
        assert not pushes_of(ground.pair[0]).exists()
        assert not pushes_of(ground.officer("乙银行")).exists()
        assert pushes_of(ground.officer()).exists()  # its answer is due still
        ground.town.institution("丙银行")
        assert push_newcomers(actor=ground.town.system, now=LATER) == 0

    def test_a_county_s_desk_of_the_people_s_bank_reads_nothing_of_it(self, ground):
        ground.enter()
        ground.consent()
        county = replace(ground.pair[0], region=COUNTY)
        assert not entries_of(county).exists()
        assert not pushes_of(county).exists()
        assert not what_came(county, LATER, {})

    def test_who_comes_later_is_told_too(self, ground):
        ground.enter()
        entry = ground.consent()
        ground.town.institution("丙银行")
        assert push_newcomers(actor=ground.town.system, now=LATER) == 1
        assert ground.push(entry, "丙银行").state == "waiting"
        assert push_newcomers(actor=ground.town.system, now=LATER) == 0

    def test_who_is_suspended_is_not_told_and_stops_nobody(self, ground):
        ground.enter()
        entry = ground.consent()
        suspend(ground.town, ground.town.institution("丙银行"), LATER)
        assert newly_serving(ground.town.system) == []
        told = [partial(widen_roster, entry_id=entry.pk)]
        assert carry_out_each(told, actor=ground.town.system, now=LATER) == 0


class TestAnswer:
    def test_visited_then_credited_on_a_day_that_is_over(self, ground):
        ground.enter()
        entry = ground.consent()
        for on in (date(2025, 10, 19), date(2025, 10, 23)):
            refused(PolicyBreach, "roster.on", ground.answer, entry, on=on)
        refused(Invalid, "invalid.text_length", ground.answer, entry, words="短")
        ground.answer(entry)
        assert ground.answer(entry, outcome="credited").state == "credited"
        assert not waiting_for(ground.officer(), now=LATER).balls

    def test_lent_is_found_by_the_program(self, town):
        case = stand_case(town)
        loan = case.draw(case.ready(case.publish()), 300_000, now=at("2025-10-16 10:00"))
        stand_guiding(town)
        ground = Roster(town)
        entry = ground.consent(firm=case.supplier)
        assert note_lent(actor=town.system, now=LATER) == 1
        push = ground.push(entry)
        assert (push.state, push.loan_id) == ("lent", loan.pk)
        (came, other) = what_came(ground.pair[0], LATER, {})[::-1]
        assert (came.institution, came.lent, came.lent_fen) == ("甲银行", 1, 30_000_000)
        assert (other.institution, other.waiting) == ("乙银行", 1)
        waits = ground.push(entry, "乙银行").pk
        refused(
            WrongState, "roster.no_loan", note_loan, actor=town.system, now=LATER, push_id=waits
        )


class TestDatabase:
    def test_nobody_enters_a_participant_but_the_purchaser_of_the_award(self, ground):
        award = ground.enter()
        facts = {"city_id": award.city_id, "award": award, "name": "甲公司", "at": LATER}
        with stopped("guidance_participation_unsaid"):
            insert(
                Participation(
                    uscc="91110000600037341L", by_id=ground.purchaser.organisation_id, **facts
                )
            )

    def test_nobody_consents_for_a_firm(self, ground):
        ground.enter()
        firm = ground.town.supplier()
        facts = {"city_id": firm.city_id, "supplier": firm, "region": firm.region}
        with stopped("guidance_entry_unsaid"):
            insert(RosterEntry(private=True, consented_at=LATER, **facts))
        entry = ground.consent()
        with stopped("guidance_entry_unsaid"):
            RosterEntry.objects.filter(pk=entry.pk).update(state="withdrawn", withdrawn_at=LATER)

    def test_nobody_is_in_it_who_took_part_in_nothing(self, ground, monkeypatch):
        monkeypatch.setattr("cairong.guidance.actions.consent_roster.took_part", lambda _: True)
        with pytest.raises(DatabaseError, match="guidance_entry_fits"):  # noqa: PT012
            ground.consent()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_nothing_is_pushed_without_consent(self, ground):
        ground.enter()
        entry = ground.consent()
        withdraw_roster(actor=ground.firm(), now=LATER, reason="近期不需要融资")
        with stopped("guidance_push_consented"):
            entry.pushes.update(state="waiting")
        other = ground.town.institution("丙银行")
        with stopped("guidance_push_consented"):
            insert(
                RosterPush(city_id=entry.city_id, entry=entry, institution=other, pushed_at=LATER)
            )

    def test_no_answer_that_its_officer_did_not_give(self, ground):
        ground.enter()
        rows = RosterPush.objects.filter(pk=ground.push(ground.consent()).pk)
        with stopped("guidance_push_unsaid"):
            rows.update(state="visited", done_on=LATER.date(), words="代为答复", answered_at=LATER)

    def test_no_loan_of_another_and_no_way_back(self, ground):
        ground.enter()
        entry = ground.consent()
        rows = RosterPush.objects.filter(pk=ground.push(entry).pk)
        with stopped("guidance_push_true"):
            rows.update(state="lent", loan_id=entry.pk, answered_at=LATER)
        ground.answer(entry)
        with stopped("guidance_push_steps"):
            rows.update(state="waiting", answered_at=None, words="", done_on=None)
