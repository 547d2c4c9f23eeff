"""Clock B is kept by the draw the supplier asked for; a later draw runs days of its own. D14"""

from datetime import date
from decimal import Decimal

import pytest

from cairong.audit.models import Event
from cairong.clocks.models import Duty
from cairong.clocks.reads import verdict_of
from cairong.kernel.errors import Invalid, NotFound, PolicyBreach, WrongState
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.ask_draw import ask_draw
from cairong.lending.actions.decline_offer import decline_offer
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.note_overdue import note_overdue
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.step_back import step_back
from cairong.lending.actions.waive_cooling import waive_cooling
from cairong.lending.models import Intent, Offer
from cairong.treasury.models import Lock
from lending.draws_by_hand import CASES
from lending.ground import Case
from support.town import at

NINTH = date(2025, 10, 9)


def day(said: str) -> str:
    return said if len(said) > 5 else f"2025-{said}"


class Hand:
    """Does what a case says, line by line."""

    def __init__(self, case: Case, product) -> None:
        self.case, self.product, self.offer = case, product, Offer()

    def accept(self, yuan: str = "") -> None:
        case = self.case
        made = case.offer(case.intend(now=case.now), self.product)
        fen = int(yuan) * 100 if yuan else None
        who = {"actor": case.supplier, "now": case.now, "offer_id": made.pk}
        self.offer = accept_offer(**who, draw_fen=fen)

    def lock(self) -> None:
        self.case.lock(self.offer)

    def met(self, signed: str, registered: str = "-", cooling: str = "") -> None:
        facts = {"signed_on": date.fromisoformat(day(signed))}
        if registered != "-":
            facts["registered_on"] = date.fromisoformat(day(registered))
            facts["registration_no"] = "0391"
        if cooling:
            facts["cooling_until"] = date.fromisoformat(day(cooling))
        meet(self.case, self.offer, **facts)

    def draw(self, yuan: str) -> None:
        self.case.draw(self.offer, yuan, now=self.case.now.replace(hour=23, minute=59))

    def ask(self, yuan: str) -> None:
        ask(self.case, self.offer, int(yuan))

    def waive(self) -> None:
        case = self.case
        waive_cooling(actor=case.supplier, now=case.now, offer_id=self.offer.pk)

    def give_up(self) -> None:
        case = self.case
        decline_offer(actor=case.supplier, now=case.now, offer_id=self.offer.pk)

    def step_back(self) -> None:
        case = self.case
        case.by_bank(step_back, "甲银行", offer_id=self.offer.pk, reason="额度已用完")

    def does(self, lines: str) -> None:
        for line in lines.split("; "):
            on, verb, *words = line.split()
            self.case.now = at(f"{day(on)} 10:00")
            getattr(self, verb.replace("-", "_"))(*words)
            if verb == "accept" and " lock;" not in lines:
                self.lock()


def meet(case: Case, offer: Offer, **facts):
    given = {"signed_on": case.now.date(), **facts}
    return meet_conditions(actor=case.officer(), now=case.now, offer_id=offer.pk, **given)


def ask(case: Case, offer: Offer, yuan: int | str) -> Offer:
    fen = int(Decimal(yuan) * 100)
    return ask_draw(actor=case.supplier, now=case.now, offer_id=offer.pk, amount_fen=fen)


def part(case: Case, product, yuan: int = 100_000) -> Offer:
    """An offer of ¥300,000 of which so much is asked, its conditions met."""
    hand = Hand(case, product)
    hand.does(f"10-09 accept {yuan}; 10-09 met 10-09")
    return hand.offer


def code(refused) -> str:
    return refused.value.findings[0].code


def test_the_table_is_long_enough():
    assert len(CASES) >= 40


@pytest.mark.parametrize("what", CASES)
def test_the_clock_judges_as_worked_by_hand(case: Case, product, what):
    row = CASES[what]
    hand = Hand(case, product)
    hand.does(row.done)
    duties = Duty.objects.filter(subject_id=hand.offer.pk, kind="disburse_loan")
    today = date.fromisoformat(day(row.on))
    found = [
        (str(each.start_on), str(each.due_on), verdict_of(each, today=today))
        for each in duties.order_by("start_on", "pk")
    ]
    lines = (line.split() for line in row.duties.split("; "))
    assert found == [(day(start), day(due), said) for start, due, said in lines]


class TestAsking:
    def test_what_was_asked_drawn_leaves_the_ball_with_the_supplier(self, case: Case, product):
        offer = part(case, product)
        case.draw(offer, 100_000)
        offer.refresh_from_db()
        assert (offer.state, offer.unasked_fen, offer.due_fen) == ("part_drawn", 20_000_000, 0)
        intent = Intent.objects.get(pk=offer.intent_id)
        assert (intent.state, intent.reserved_fen) == ("chosen", 20_000_000)
        assert ask(case, offer, 200_000).state == "conditions_met"
        case.draw(offer, 200_000)
        offer.refresh_from_db()
        assert (offer.state, offer.unasked_fen) == ("drawn", 0)

    def test_an_event_says_how_much(self, case: Case, product):
        offer = part(case, product)
        assert Event.objects.get(type="lending.offer.accepted").after["asked_fen"] == 10_000_000
        case.draw(offer, 100_000)
        ask(case, offer, 50_000)
        after = Event.objects.get(type="lending.draw.asked").after
        assert (after["amount_fen"], after["asked_fen"]) == (5_000_000, 15_000_000)

    def test_nothing_is_drawn_above_what_was_asked(self, case: Case, product):
        offer = part(case, product)
        with pytest.raises(PolicyBreach) as refused:
            case.draw(offer, "100000.01")
        assert code(refused) == "lending.above_asked"
        case.draw(offer, 100_000)
        with pytest.raises(WrongState):
            case.draw(offer, 1)

    @pytest.mark.parametrize(
        ("yuan", "kind", "said"),
        [
            (0, Invalid, "lending.asked_nothing"),
            (-1, Invalid, "lending.asked_nothing"),
            (200_001, PolicyBreach, "lending.asked_above_offer"),
        ],
    )
    def test_a_draw_of_nothing_or_above_the_rest(self, case: Case, product, yuan, kind, said):
        offer = part(case, product)
        case.draw(offer, 100_000)
        with pytest.raises(kind) as refused:
            ask(case, offer, yuan)
        assert code(refused) == said
        fresh = case.offer(case.intend(1000), product, 1000)
        who = {"actor": case.supplier, "now": case.now, "offer_id": fresh.pk}
        with pytest.raises(kind):
            accept_offer(**who, draw_fen=yuan * 100)

    def test_one_draw_after_another(self, case: Case, product):
        offer = part(case, product)
        with pytest.raises(WrongState):
            ask(case, offer, 1)
        case.draw(offer, 1)
        with pytest.raises(WrongState):
            ask(case, offer, 1)

    def test_nothing_to_ask_where_the_whole_was_asked(self, case: Case, product):
        offer = case.accepted(product)
        with pytest.raises(PolicyBreach) as refused:
            ask(case, offer, 1)
        assert code(refused) == "lending.asked_above_offer"

    def test_the_term_of_the_offer_ends_with_its_first_draw(self, case: Case, product):
        offer = part(case, product)
        loan = case.draw(offer, 100_000)
        case.now = at(f"{loan.due_on} 10:00")
        ask(case, offer, 100)
        case.draw(offer, 100)
        owed = 10_000_000 + 10_000_000 * 345 * 180 // 3_600_000
        case.by_bank(
            record_repayment, "甲银行", loan_id=loan.pk, amount_fen=owed, on=loan.due_on,
            means="转账",
        )  # fmt: skip
        case.now = at("2026-04-08 10:00")
        with pytest.raises(PolicyBreach) as refused:
            ask(case, offer, 100)
        assert code(refused) == "lending.term_over"

    def test_nothing_more_while_a_loan_is_overdue(self, case: Case, product):
        offer = part(case, product)
        loan = case.draw(offer, 100_000)
        case.now = at("2026-05-08 10:00")
        note_overdue(actor=case.town.system, now=case.now)
        with pytest.raises(PolicyBreach) as refused:
            ask(case, offer, 100)
        assert "lending.earlier_overdue" in {each.code for each in refused.value.findings}
        assert {each.params.get("no") for each in refused.value.findings} == {None, loan.no}

    def test_the_contract_has_to_carry_it_still(self, case: Case, product):
        hand = Hand(case, product)
        hand.does("10-09 accept 100000; 10-09 met 10-09; 10-10 draw 100000")
        case.paid("274080", at("2025-10-13 10:00"), "签订开票")
        case.now = at("2025-10-13 11:00")
        case.paid("290000", at("2025-10-13 12:00"))
        with pytest.raises(PolicyBreach) as refused:
            ask(case, hand.offer, 200_000)
        assert code(refused) == "lending.above_headroom"

    def test_another_suppliers_offer_is_not_there(self, case: Case, product):
        offer = part(case, product)
        other = case.town.actor(case.town.supplier("别家", uscc=""), "supplier")
        for act, more in ((ask_draw, {"amount_fen": 1}), (waive_cooling, {})):
            with pytest.raises(NotFound):
                act(actor=other, now=case.now, offer_id=offer.pk, **more)


class TestTheRest:
    def test_given_up_it_frees_the_headroom_and_the_lock_stays(self, case: Case, product):
        offer = part(case, product)
        loan = case.draw(offer, 100_000)
        decline_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)
        offer.refresh_from_db()
        assert (offer.state, offer.intent.state, offer.intent.reserved_fen) == (
            "drawn", "financed", 0,
        )  # fmt: skip
        assert Lock.objects.get().state == "active"
        case.by_bank(
            record_repayment, "甲银行", loan_id=loan.pk, amount_fen=10_000_000, on=NINTH,
            means="转账",
        )  # fmt: skip
        assert Lock.objects.get().state == "released"

    def test_repaid_before_it_is_given_up_the_lock_ends_then(self, case: Case, product):
        offer = part(case, product)
        loan = case.draw(offer, 100_000)
        case.by_bank(
            record_repayment, "甲银行", loan_id=loan.pk, amount_fen=10_000_000, on=NINTH,
            means="转账",
        )  # fmt: skip
        assert Lock.objects.get().state == "active"
        decline_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)
        assert Lock.objects.get().state == "released"
        with pytest.raises(WrongState):
            ask(case, offer, 1)

    def test_the_lender_steps_back_from_it(self, case: Case, product):
        offer = part(case, product)
        case.draw(offer, 100_000)
        case.by_bank(step_back, "甲银行", offer_id=offer.pk, reason="本机构额度用完")
        offer.refresh_from_db()
        assert (offer.state, offer.drawn_fen) == ("drawn", 10_000_000)


class TestConditions:
    @pytest.mark.parametrize("field", ["signed_on", "registered_on"])
    @pytest.mark.parametrize("on", [date(2025, 10, 8), date(2025, 10, 15)])
    def test_a_fact_is_not_dated_before_the_acceptance_nor_ahead(self, case, product, field, on):
        hand = Hand(case, product)
        hand.does("10-09 accept")
        case.now = at("2025-10-14 10:00")
        facts = {"registration_no": "0391", "registered_on": date(2025, 10, 14), field: on}
        with pytest.raises(Invalid) as refused:
            meet(case, hand.offer, **facts)
        assert (code(refused), refused.value.field) == ("lending.fact_before", field)

    @pytest.mark.parametrize("facts", [{"registration_no": "0391"}, {"registered_on": NINTH}])
    def test_a_registration_has_a_number_and_a_day(self, case: Case, product, facts):
        hand = Hand(case, product)
        hand.does("10-09 accept")
        with pytest.raises(Invalid) as refused:
            meet(case, hand.offer, **facts)
        assert code(refused) == "lending.registration_halved"

    def test_the_event_shows_both_days(self, case: Case, product):
        Hand(case, product).does("10-09 accept; 10-20 met 10-13 10-14")
        event = Event.objects.get(type="lending.offer.conditions_met")
        assert event.at == at("2025-10-20 10:00")
        after = event.after
        days = ("2025-10-14", "2025-10-13", "2025-10-14", "2025-10-09")
        said = ("on", "signed_on", "registered_on", "locked_on")
        assert tuple(after[each] for each in said) == days

    def test_bringing_them_about_is_done_on_the_day_of_the_fact(self, case: Case, product):
        hand = Hand(case, product)
        hand.does("10-09 accept; 10-20 met 10-13")
        offer = Offer.objects.get(pk=hand.offer.pk)
        assert (offer.conditions_on, offer.conditions_at) == (
            date(2025, 10, 13), at("2025-10-20 10:00"),
        )  # fmt: skip


class TestCoolingOff:
    def test_nothing_is_drawn_in_it_unless_it_is_waived(self, case: Case, product):
        hand = Hand(case, product)
        hand.does("10-09 accept; 10-09 met 10-09 - 10-14")
        with pytest.raises(PolicyBreach) as refused:
            case.draw(hand.offer, 300_000, now=at("2025-10-14 23:59"))
        assert code(refused) == "lending.cooling"
        hand.does("10-14 waive; 10-14 draw 300000")

    @pytest.mark.parametrize("until", ["10-08", "10-17", "10-20"])
    def test_it_leaves_a_day_to_draw_on(self, case: Case, product, until):
        with pytest.raises(PolicyBreach) as refused:
            Hand(case, product).does(f"10-09 accept; 10-09 met 10-09 - {until}")
        assert code(refused) == "lending.cooling_too_long"
        assert not Duty.objects.filter(kind="disburse_loan").exists()

    def test_it_is_waived_once_and_only_while_it_runs(self, case: Case, product):
        hand = Hand(case, product)
        hand.does("10-09 accept; 10-09 met 10-09 - 10-14; 10-10 waive")
        for on in ("2025-10-10 11:00", "2025-10-15 10:00"):
            case.now = at(on)
            with pytest.raises(WrongState) as refused:
                hand.waive()
            assert code(refused) == "lending.not_cooling"

    def test_who_agreed_none_has_none_to_waive(self, case: Case, product):
        hand = Hand(case, product)
        hand.does("10-09 accept; 10-09 met 10-09")
        with pytest.raises(WrongState):
            hand.waive()

    def test_the_supplier_may_step_back_in_it_and_after_it(self, case: Case, product):
        hand = Hand(case, product)
        hand.does("10-09 accept; 10-09 met 10-09 - 10-14; 10-15 give-up")
        assert Offer.objects.get(pk=hand.offer.pk).state == "declined"
        assert Lock.objects.get().state == "released"
