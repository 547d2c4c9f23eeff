"""A county's bureau of its own decides its county's filings and payments, and it alone. D19"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from cairong.audit.models import Event
from cairong.cases.case import case_for
from cairong.cases.desk import all_waiting
from cairong.cases.seats import Concerned, turns_now
from cairong.clocks.holders import holder_ids
from cairong.clocks.reads import newest
from cairong.driving.together import together as twice
from cairong.filing.actions.decide_filing import decide_filing
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.oversight.overdue import overdue_by_holder
from cairong.oversight.urgings import urgeable
from cairong.parties.actions.delegate import end_delegation, record_delegation
from cairong.parties.actions.invite import invite_person
from cairong.parties.actions.open_desk import open_procurement_desk, open_treasury_desk
from cairong.parties.deciding import deciding_bureau, said
from cairong.parties.four_eyes import proposals_to_decide
from cairong.parties.levels import counties
from cairong.parties.models import Delegation, Mandate, OpenedDesk, Organisation
from cairong.policy.catalogue import sentences
from cairong.policy.counties import DESK_WORDS, FOLLOWING, PROCUREMENT, TREASURY, Held, deciding
from cairong.policy.duties import DUTIES
from cairong.rulebook.actions.set_parameter import set_parameter
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.models import Receivable
from contracts.ground import DECIDED, Ground
from support.staging import staged
from support.town import CITY, COUNTY, acting, at

OPENING = at("2025-09-10 09:00")
OPENS = date(2025, 9, 11)
YIYANG = "410327"
PROCUREMENT_DESK = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)
TREASURY_DESK = (Role.TREASURY_OFFICER, Role.TREASURY_APPROVER)
CITY_ALONE = {"review_institution"}  # 一(一)-4: whichever bureau decides filings
NAMED = {"settle_complaint"}  # the bureau it went up to, whoever decides there later


@dataclass
class Here:
    """A ground whose county has a bureau with two persons a desk, of which nothing is open yet."""

    ground: Ground
    house: Organisation

    def at(self, role: str) -> Actor:
        return self.ground.town.actor(self.house, role)

    def pair(self, *roles: str) -> list[Actor]:
        return [self.at(role) for role in roles]

    def city(self, *roles: str) -> list[Actor]:
        return [self.ground.desk(role) for role in roles]

    def opened(self, *desks: str, on: date = OPENS, now=OPENING) -> None:
        for desk in desks:
            act = open_procurement_desk if desk == PROCUREMENT else open_treasury_desk
            roles = PROCUREMENT_DESK if desk == PROCUREMENT else TREASURY_DESK
            twice(act, *self.pair(*roles), now, opened_on=on)

    def decide(self, contract, now=DECIDED):
        return twice(
            decide_filing, *self.pair(*PROCUREMENT_DESK), now, contract_id=contract.pk,
            verdict="accept",
        )  # fmt: skip


def letter(*pair: Actor, now=OPENING, **given) -> Delegation:
    facts = {
        "region": COUNTY, "no": "西财函〔2025〕7号", "paper": "原件存市财政局采购科",
        "filing": True, "payment": False, "valid_from": date(2025, 9, 12),
        "valid_to": date(2025, 12, 31), **given,
    }  # fmt: skip
    return twice(record_delegation, *pair, now, **facts)


@staged
def here(ground: Ground) -> Here:
    house = ground.town.organisation("bureau", "西工区财政局", COUNTY)
    found = Here(ground, house)
    for role in (*PROCUREMENT_DESK, *TREASURY_DESK):
        found.at(role)
    return found


def refused(act, kind, **given) -> str:
    with pytest.raises(kind) as found:
        act(**given)
    return found.value.findings[0].code


class TestFiling:
    def test_before_the_desk_opened_the_city_decides(self, here: Here):
        contract = here.ground.sign()
        officer = here.at("procurement-officer")
        code = refused(
            decide_filing.propose, PolicyBreach, actor=officer, now=DECIDED,
            contract_id=contract.pk, verdict="accept",
        )  # fmt: skip
        assert code == "counties.other_bureau"
        assert all_waiting(officer, now=DECIDED) == []
        assert here.ground.decide(contract).state == "filed"

    def test_from_its_day_the_county_decides_and_nobody_else(self, here: Here):
        here.opened(PROCUREMENT)
        contract = here.ground.sign()
        city = here.ground.desk()
        with pytest.raises(PolicyBreach) as found:
            decide_filing.propose(
                actor=city, now=DECIDED, contract_id=contract.pk, verdict="accept"
            )
        said_so = sentences(found.value)[0]
        assert said_so.obligation == "采购法§47"
        assert "「西工区财政局」审批" in said_so.text
        assert "2025年9月11日" in said_so.text
        assert all_waiting(city, now=DECIDED) == []
        officer = here.at("procurement-officer")
        assert [each.organisation for each in all_waiting(officer, now=DECIDED)] == ["西工区财政局"]
        assert here.decide(contract).state == "filed"
        told = Event.objects.get(type="filing.contract.signed")
        assert here.house.pk in told.visible_to

    def test_what_the_city_began_the_county_does_anew(self, here: Here):
        """A proposal of the city that waits on the day is not carried over: it is sent back."""
        contract = here.ground.sign(now=at("2025-09-29 15:00"))
        waits = decide_filing.propose(
            actor=here.ground.desk(), now=at("2025-09-29 16:00"), contract_id=contract.pk,
            verdict="accept",
        )  # fmt: skip
        here.opened(PROCUREMENT, on=date(2025, 9, 30), now=at("2025-09-29 17:00"))
        second = here.ground.desk("procurement-approver")
        assert waits in proposals_to_decide(second)
        code = refused(
            decide_filing.approve, PolicyBreach, actor=second, now=DECIDED, proposal_id=waits.pk
        )
        assert code == "counties.other_bureau"
        assert here.decide(contract).state == "filed"

    def test_every_ball_seat_and_duty_is_the_county_s(self, here: Here):
        here.opened(PROCUREMENT)
        contract = here.ground.sign()
        case = Concerned(about=(contract.pk,), contracts=(contract.pk,))
        seats = turns_now(here.ground.town.system, case, now=DECIDED)
        desks = {seat for seat in seats if seat.role in BUREAU}
        assert {(seat.organisation_id, seat.region) for seat in desks} == {(here.house.pk, COUNTY)}
        duty = newest(contract.pk, "review_filing")
        assert holder_ids(CITY, day_of(DECIDED))(duty) == here.house.pk
        shown = case_for(here.ground.officer(), contract.pk, now=DECIDED)
        assert {duty.holder for duty in shown.duties if duty.deadline.word == "审核备案"} == {
            "西工区财政局"
        }
        assert [(each.bureau.name, each.why.ground) for each in shown.deciders] == [
            ("西工区财政局", "opened"), ("洛阳市财政局", "transition"),
        ]  # fmt: skip
        late = duty.due_on + timedelta(days=1)
        now = DECIDED.replace(year=late.year, month=late.month, day=late.day)
        city = here.ground.desk()
        rows = [row for row in overdue_by_holder(city, now) if row.role == "procurement-officer"]
        assert [(row.name, row.urged_id) for row in rows] == [("西工区财政局", here.house.pk)]
        assert list(urgeable(city, now, here.house.pk, "procurement-officer")) == [duty]
        bureau = city.organisation_id
        assert list(urgeable(city, now, bureau, "procurement-officer")) == []

    def test_another_county_is_not_there(self, here: Here):
        here.opened(PROCUREMENT)
        contract = here.ground.sign()
        other = here.ground.town.organisation("bureau", "宜阳县财政局", YIYANG)
        stranger = here.ground.town.actor(other, "procurement-officer")
        with pytest.raises(NotFound):
            decide_filing.propose(
                actor=stranger, now=DECIDED, contract_id=contract.pk, verdict="accept"
            )


class TestPayments:
    def test_the_county_pays_and_the_city_does_not(self, here: Here):
        here.opened(PROCUREMENT, TREASURY)
        contract = here.decide(here.ground.sign())
        payment = asked(here, contract)
        city = here.ground.desk("treasury-officer")
        code = refused(
            pay.propose, PolicyBreach, actor=city, now=at("2025-10-13 10:00"),
            payment_id=payment.pk,
        )  # fmt: skip
        assert code == "counties.other_bureau"
        paid = twice(pay, *here.pair(*TREASURY_DESK), at("2025-10-13 10:00"), payment_id=payment.pk)
        assert paid.state == "released"


def asked(here: Here, contract):
    ground, now = here.ground, at("2025-10-09 10:00")
    receivable = Receivable.objects.get(contract=contract)
    record_acceptance(
        actor=ground.officer(), now=now, contract_id=contract.pk, milestone="签订开票",
        amount_fen=receivable.amount_fen * 40 // 100, on=date(2025, 10, 9),
    )  # fmt: skip
    return twice(
        request_payment, ground.officer(), ground.approver(), at("2025-10-10 10:00"),
        contract_id=contract.pk, amount_fen=receivable.amount_fen * 40 // 100,
    )  # fmt: skip


class TestOpening:
    def test_by_its_own_two_from_a_later_day(self, here: Here):
        officer = here.at("procurement-officer")
        for day in (date(2025, 9, 9), date(2025, 9, 10)):
            code = refused(
                open_procurement_desk.propose, PolicyBreach, actor=officer, now=OPENING,
                opened_on=day,
            )  # fmt: skip
            assert code == "counties.not_before"
        here.opened(PROCUREMENT)
        row = OpenedDesk.objects.get()
        assert (row.region, row.desk, row.opened_on) == (COUNTY, "procurement", OPENS)
        code = refused(
            open_procurement_desk.propose, Conflict, actor=officer, now=OPENING, opened_on=OPENS
        )
        assert code == "counties.opened"

    def test_not_by_the_city_s_bureau(self, here: Here):
        code = refused(
            open_treasury_desk.propose, NotAllowed, actor=here.ground.desk("treasury-officer"),
            now=OPENING, opened_on=OPENS,
        )  # fmt: skip
        assert code == "counties.not_county"

    def test_one_person_alone_opens_nothing(self, here: Here):
        proposal = open_procurement_desk.propose(
            actor=here.at("procurement-officer"), now=OPENING, opened_on=OPENS
        )
        both = replace(here.at("procurement-officer"), role=Role.PROCUREMENT_APPROVER)
        code = refused(
            open_procurement_desk.approve, NotAllowed, actor=both, now=OPENING,
            proposal_id=proposal.pk,
        )  # fmt: skip
        assert code == "four_eyes.same_person"

    def test_one_bureau_a_county(self, here: Here):
        with pytest.raises(Conflict) as found:
            here.ground.town.organisation("bureau", "西工区第二财政局", COUNTY)
        assert found.value.findings[0].code == "parties.one_bureau"

    def test_a_bureau_is_of_a_county(self, here: Here):
        for region in (CITY, "410999"):
            with pytest.raises(Invalid):
                here.ground.town.organisation("bureau", "另一财政局", region)

    def test_its_people_sit_in_its_county_and_nowhere_else(self, here: Here):
        boss = acting_boss(here)
        for region, role in ((CITY, "procurement-officer"), (COUNTY, "auditor")):
            with pytest.raises(Invalid):
                invite_person(actor=boss, now=OPENING, name="某人", phone="037900001234", role=role,
                              region=region)  # fmt: skip
        held = Mandate.objects.filter(organisation=here.house).first()
        for changed in ({"region": CITY}, {"role": "auditor"}):
            assert kept_by_database(Mandate, held.pk, **changed) == "parties_mandate_county"

    def test_what_is_the_city_s_alone_stays_there(self, here: Here):
        here.opened(PROCUREMENT)
        code = refused(
            set_parameter.propose, NotAllowed, actor=here.at("procurement-officer"), now=OPENING,
            code="sign_days", value=20, since=date(2025, 10, 1), basis="试", reason="试",
        )  # fmt: skip
        assert code == "access.city_bureau"


def acting_boss(here: Here) -> Actor:
    boss = Mandate.objects.filter(organisation=here.house, role="procurement-approver").first()
    Mandate.objects.filter(pk=boss.pk).update(administrator=True)
    return acting(Mandate.objects.select_related("organisation", "person").get(pk=boss.pk))


def kept_by_database(model, pk, **changed) -> str:
    """Say which constraint refuses a change by hand."""

    def whole() -> None:
        with transaction.atomic():
            model.objects.filter(pk=pk).update(**changed)
            connection.check_constraints()

    with pytest.raises(IntegrityError) as found:
        whole()
    return found.value.__cause__.diag.constraint_name


class TestLetters:
    def test_on_paper_before_the_county_has_a_bureau(self, here: Here):
        made = letter(*here.city(*PROCUREMENT_DESK), region=YIYANG, valid_from=date(2025, 1, 1))
        why = counties(here.ground.desk(), at("2025-09-20 10:00"), code=YIYANG)[0]
        assert (made.organisation.name, said(why.filing.why)) == (
            "洛阳市财政局",
            "书面委托 西财函〔2025〕7号,2025年1月1日至2025年12月31日",
        )
        assert why.lacks == [DESK_WORDS[TREASURY]]

    def test_by_the_county_once_it_opened_and_for_its_days_alone(self, here: Here):
        here.opened(PROCUREMENT)
        code = refused(
            record_delegation.propose, NotAllowed, actor=here.ground.desk(), now=OPENING,
            **as_given(),
        )  # fmt: skip
        assert code == "counties.speaks"
        pair = here.pair(*PROCUREMENT_DESK)
        letter(*pair)
        city = here.ground.town.bureau("procurement-officer").organisation_id
        for day, by in ((11, here.house.pk), (12, city)):
            assert deciding_bureau(CITY, COUNTY, PROCUREMENT, date(2025, 9, day)).pk == by
        contract = here.ground.sign()
        assert here.ground.decide(contract).state == "filed"

    def test_ended_early_the_county_decides_again(self, here: Here):
        here.opened(PROCUREMENT)
        pair = here.pair(*PROCUREMENT_DESK)
        made = letter(*pair)
        given = {"delegation_id": made.pk, "reason": "人员已到位"}
        ended = at("2025-09-20 10:00")
        for day, kind in ((20, PolicyBreach), (21, None)):
            if kind:
                refused(end_delegation.propose, kind, actor=pair[0], now=ended,
                        ended_on=date(2025, 9, day), **given)  # fmt: skip
        twice(end_delegation, *pair, ended, ended_on=date(2025, 9, 21), **given)
        code = refused(end_delegation.propose, WrongState, actor=pair[0], now=ended,
                       ended_on=date(2025, 9, 22), **given)  # fmt: skip
        assert code == "counties.letter_over"
        assert here.decide(here.ground.sign()).state == "filed"

    @pytest.mark.parametrize(
        ("given", "kind", "code"),
        [
            ({"filing": False}, Invalid, "counties.no_matter"),
            ({"region": CITY}, Invalid, "counties.other_region"),
            ({"region": YIYANG}, Invalid, "counties.other_region"),
            ({"valid_to": date(2025, 9, 1)}, PolicyBreach, "counties.letter_days"),
            ({"valid_from": date(2025, 9, 10)}, PolicyBreach, "counties.not_before"),
            ({"no": " "}, Invalid, "invalid.missing"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, here: Here, given, kind, code):
        here.opened(PROCUREMENT)
        officer = here.at("procurement-officer")
        found = refused(
            record_delegation.propose, kind, actor=officer, now=OPENING, **{**as_given(), **given}
        )
        assert found == code

    def test_a_letter_never_changes(self, here: Here):
        made = letter(*here.city(*PROCUREMENT_DESK))
        with pytest.raises(ProgrammingError), transaction.atomic():
            Delegation.objects.filter(pk=made.pk).update(valid_to=date(2026, 12, 31))
        by_hand = {"ended_on": date(2025, 9, 12), "ended_at": OPENING, "ended_reason": "自己改的"}
        assert kept_by_database(Delegation, made.pk, **by_hand) == "parties_delegation_undecided"
        pair = here.city(*PROCUREMENT_DESK)
        ended = {"delegation_id": made.pk, "ended_on": date(2025, 9, 20), "reason": "人员已到位"}
        twice(end_delegation, *pair, OPENING, **ended)
        again = {"ended_on": date(2025, 9, 25)}
        assert kept_by_database(Delegation, made.pk, **again) == "parties_delegation_fixed"

    def test_no_desk_opens_that_two_did_not_declare(self, here: Here):
        row = {"city_id": CITY, "region": COUNTY, "desk": "procurement", "organisation": here.house,
               "opened_on": OPENS, "declared_at": OPENING}  # fmt: skip
        OpenedDesk.objects.create(**row)
        with pytest.raises(IntegrityError) as found:
            connection.check_constraints()
        assert found.value.__cause__.diag.constraint_name == "parties_desk_undeclared"

    def test_one_number_once_and_one_opening_once(self, here: Here):
        here.opened(PROCUREMENT)
        pair = here.pair(*PROCUREMENT_DESK)
        letter(*pair)
        with pytest.raises(Conflict):
            record_delegation.propose(
                actor=pair[0], now=OPENING, **{**as_given(), "no": "西财函〔2025〕7号"}
            )


def as_given() -> dict:
    return {
        "region": COUNTY, "no": "西财函〔2025〕8号", "paper": "原件", "filing": True,
        "payment": False, "valid_from": date(2025, 9, 12), "valid_to": date(2025, 12, 31),
    }  # fmt: skip


def test_the_database_says_the_same_as_the_rule(here: Here):
    """Day by day, desk by desk: opened, delegated, ended, and never."""
    here.opened(PROCUREMENT, TREASURY)
    pair, ended = here.pair(*PROCUREMENT_DESK), date(2025, 9, 18)
    made = letter(*pair, payment=True, valid_from=date(2025, 9, 13), valid_to=date(2025, 9, 20))
    twice(end_delegation, *pair, at("2025-09-14 10:00"), delegation_id=made.pk, ended_on=ended,
          reason="人员已到位")  # fmt: skip
    held = Held(no=made.no, valid_from=made.valid_from, valid_to=made.valid_to, ended_on=ended)
    for region, opened_on, letters in (
        (COUNTY, OPENS, [held]),
        (YIYANG, None, []),
        (CITY, None, []),
    ):
        for ahead in range(13):
            day = date(2025, 9, 10) + timedelta(days=ahead)
            own = deciding(
                own_level=region == CITY, opened_on=opened_on, delegations=letters, on=day
            ).by_county
            for desk in DESK_WORDS:
                found = deciding_bureau(CITY, region, desk, day)
                assert (found.region == region and region != CITY) == own, (region, desk, day)


def test_the_duties_that_follow_are_those_of_the_desks():
    own = {kind for kind, duty in DUTIES.items() if duty.holder in BUREAU and not duty.between}
    assert own - CITY_ALONE - NAMED == set(FOLLOWING)


def test_a_decision_of_another_bureau_the_database_refuses(here: Here, monkeypatch):
    """What the program forgot to ask, the guards of filing and payee ask again."""
    here.opened(PROCUREMENT)
    contract = here.ground.sign()
    monkeypatch.setattr("cairong.filing.actions.decide_filing.require_deciding", lambda *_: None)
    here.ground.decide(contract)
    with pytest.raises(IntegrityError) as found:
        connection.check_constraints()
    assert found.value.__cause__.diag.constraint_name in {
        "treasury_payee_undecided", "disclosure_version_undecided",
    }  # fmt: skip
