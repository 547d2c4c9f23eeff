"""Every number of the rulebook decides something: what a city sets is met again in what is done.

三(一)-2
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from admission.ground import review
from board.ground import PBOC, Board, stand_board
from cairong.alerts.actions.find_alerts import lines_on
from cairong.board.agreements import to_warn
from cairong.board.reads import usual_due
from cairong.clocks.models import Duty
from cairong.contracts.facts import Milestone
from cairong.guidance.actions.consent_roster import consent_roster
from cairong.guidance.shortages import window_of
from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of, days_between
from cairong.kernel.errors import PolicyBreach
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.await_conditions import await_conditions
from cairong.lending.actions.complete_by_silence import complete_by_silence
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.disputes import DAYS, disputable_until
from cairong.lending.models import Application, Inquiry, PaperForm
from cairong.lending.reads import lock_by, unlocked_offers
from cairong.lending.record import formula_of
from cairong.oversight.ladder import climbed
from cairong.oversight.reads import financed
from cairong.papers.actions.keep_paper import keep_paper
from cairong.parties.models import City
from cairong.policy.calendar_data import CALENDAR
from cairong.policy.complaining import ABOVE
from cairong.policy.duties import DUTIES
from cairong.policy.lending import Terms
from cairong.policy.parameters import BY_CODE, parameter_on
from cairong.policy.record import FORMULA
from cairong.promotion.actions.erase_contacts import erase_contacts
from cairong.promotion.effect import effect_of
from cairong.rulebook.models import ParameterRow
from cairong.rulebook.reads import numbers_of
from cairong.spreading.actions.erase_survey_words import erase_survey_words
from cairong.treasury.actions.change_payee import ask_payee_change
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.expected import outlook_of
from cairong.treasury.models import Acceptance, Receivable
from complaints.ground import stand_complaints
from contracts.ground import Ground
from evaluation.judged import Bank, plain_bank
from guidance.ground import stand_guiding
from guidance.test_relending import Short
from lending.ground import ACCOUNT, Case, drain, stand_case
from lending.late import days_of_plan, days_until_told_again, late_case
from lending.test_on_paper import enter, printed
from oversight.urged import Desk
from papers.ground import SEEN
from promotion.ground import ENDS, stand_promotion
from recommending.ground import stand_recommending
from sizing.ground import stand_sizing
from spreading.ground import stand_spreading
from support.lived import lay_paid
from support.town import CITY, COUNTY, Town, at

ON = date(2025, 9, 1)
PAID = at("2025-11-03 10:00")
Probe = Callable[[Town], int]


def working(first: date, last: date) -> int:
    return days_between(first, last, "working", CALENDAR)


def days_of(kind: str) -> int:
    """The days of the newest duty of a kind, counted again from its last day."""
    duty = Duty.objects.filter(kind=kind).latest("pk")
    if duty.unit == "working":
        assert working(duty.start_on, duty.due_on) == duty.days
    return duty.days


def signed(town: Town) -> int:
    Ground(town).sign()
    return 0


def unconfirmed(town: Town) -> int:
    filing = Ground(town).sign(silent=True).filings.get()
    return working(day_of(filing.submitted_at), filing.confirm_until)


def returned(town: Town) -> int:
    ground = Ground(town)
    ground.decide(ground.sign(), "return", reasons={"": "请补正"})
    return days_of("mend_filing")


def after(kind: str, act: Callable[[Town], object]) -> Probe:
    def probe(town: Town) -> int:
        act(town)
        return days_of(kind)

    return probe


def locked(town: Town) -> None:
    case = stand_case(town)
    case.lock(case.accepted(case.publish()))
    drain(case.now, {"lending.await_conditions": await_conditions})


def drawable(town: Town) -> None:
    case = stand_case(town)
    case.ready(case.publish())


def completed(town: Town) -> None:
    case = stand_case(town)
    case.complete(case.intend())


def paid(town: Town) -> None:
    stand_case(town).paid(1000, PAID, "签订开票")


def cap(town: Town) -> int:
    Ground(town).sign()
    return Receivable.objects.get().cap_percent


def hours_of_receipt(town: Town) -> int:
    case = stand_case(town)
    product, intent = case.publish(), case.intend()
    case.complete(intent)
    with pytest.raises(PolicyBreach) as caught:
        case.by_bank(approve_offer, "甲银行", **case.terms(intent, product, 300_000))
    found = next(one for one in caught.value.findings if one.code == "lending.not_verified")
    return found.params["hours"]


def days_of_intent(town: Town) -> int:
    case = stand_case(town)
    intent = case.intend()
    return (intent.lapses_on - day_of(case.now)).days


def days_to_enter(town: Town) -> int:
    """Enter forms of one day on one later day after another, and count to the last not late."""
    case = stand_case(town)
    case.publish()
    moments = [case.now + timedelta(days=days) for days in range(9)]
    for moment in moments:
        enter(case, printed(case), now=moment)
    last = PaperForm.objects.filter(late=False).order_by("entered_at").last()
    return working(day_of(case.now), day_of(last.entered_at))


def days_of_offer(town: Town) -> int:
    case = stand_case(town)
    offer = case.offer(case.intend(), case.publish())
    return working(day_of(case.now), offer.valid_until)


def days_of_silence(town: Town) -> int:
    case = stand_case(town)
    began = case.intend().registered_at
    for later in range(1, 30):
        if complete_by_silence(actor=town.system, now=began + timedelta(days=later)):
            return working(day_of(began), Application.objects.get().complete_on)
    raise AssertionError("silence never ends")


def asked(town: Town, kind: str) -> Inquiry:
    """Ask, and have it answered at once, until no more may be asked."""
    case = stand_case(town)
    application = case.application(case.intend())
    if kind == "question":
        case.complete(application.intent)
    words = {
        "defects": {"defects": "流水:判断还款来源", "new_fact": "供应商换了法定代表人,授权失效"},
        "question": {"question": "为何减少?", "reasons": "判断还款来源"},
    }[kind]
    act = {"defects": "list_defects", "question": "ask_supplier"}[kind]
    back = {"defects": "answer_defects", "question": "answer_lender"}[kind]
    while True:
        try:
            case.do(act, case.officer(), intent=application.intent, **words)
        except PolicyBreach:
            return Inquiry.objects.latest("round")
        case.do(back, intent=application.intent, reply="已寄出")


def late_percent(town: Town) -> int:
    case = stand_case(town)
    intent = case.intend()
    case.complete(intent)
    words = {"question": "为何减少?", "reasons": "判断还款来源"}
    # complete on 9 October: 10、11(补班)、13—15 are five of ten days, over on the 16th
    with case.at(at("2025-10-16 10:00")), pytest.raises(PolicyBreach) as caught:
        case.do("ask_supplier", case.officer(), intent=intent, **words)
    return caught.value.findings[0].params["percent"]


def days_to_answer(town: Town) -> int:
    inquiry = asked(town, "question")
    return working(day_of(inquiry.asked_at), inquiry.lapses_on)


def days_to_dispute(town: Town) -> int:
    case = stand_case(town)
    intent = case.intend()
    with case.at(at("2025-10-13 10:00")):
        application = case.complete(intent)
        duty = Duty.objects.get(subject_id=application.pk, kind="decide_application")
        return working(day_of(case.now), disputable_until(duty, numbers_of(CITY, DAYS), CALENDAR))


def days_of_lock(town: Town) -> int:
    case = stand_case(town)
    lock = case.by_bank(request_lock, "甲银行", offer_id=case.accepted(case.publish()).pk)
    return working(day_of(case.now), lock.lapses_on)


def days_held(town: Town) -> int:
    case = stand_case(town)
    offer = case.accepted(case.publish())
    ask_payee_change(actor=case.supplier, now=case.now, contract_id=case.contract.pk, **ACCOUNT)
    (waiting,) = unlocked_offers(town.system).filter(pk=offer.pk)
    return working(day_of(case.now), lock_by(waiting, CALENDAR).due)


def days_unsaid(town: Town) -> int:
    ground = Ground(town)
    silent = [Milestone(milestone="验收", percent=Decimal(100))]
    contract = ground.sign(schedule=silent)
    ground.decide(contract)
    Case(town, contract).paid(1000, PAID)
    assert days_of("pay") == Acceptance.objects.get().agreed_days
    return days_of("pay")


def days_at_most(town: Town) -> int:
    late = [Milestone(milestone="验收", percent=Decimal(100), agreed_days=3650)]
    with pytest.raises(PolicyBreach) as caught:
        Ground(town).sign(schedule=late)
    return caught.value.findings[0].params["law"]


def megabytes_at_most(town: Town) -> int:
    case = stand_case(town)
    large = replace(SEEN, size=4 * 1024 * 1024)
    with pytest.raises(PolicyBreach) as caught:
        keep_paper(
            actor=case.supplier, now=case.now, purpose="delivery", name="送货单", received=large,
            contract_id=case.contract.pk,
        )  # fmt: skip
    return caught.value.findings[0].params["most"]


def target(code: str) -> Probe:
    def probe(town: Town) -> int:
        board = financed(town.bureau(Role.PROCUREMENT_OFFICER), 2025)
        return next(one for one in board.levels if one.code == code).growth.required_percent

    return probe


def small_base(town: Town) -> int:
    """Find the base at which a year's growth is no longer called small: draw it, and look."""
    case = stand_case(town)
    case.draw(case.ready(case.publish()), 300_000, now=at("2025-10-21 10:00"))
    board = financed(town.bureau(Role.PROCUREMENT_OFFICER), 2026)
    base = next(each.growth.base for each in board.levels if each.code == COUNTY)
    return 30_000_000 if base == "normal" else 100_000_000


def brief_days(town: Town) -> int:
    """Repay a loan on its eighth day from other money, and see whether it is counted apart."""
    case = stand_case(town)
    loan = case.draw(case.ready(case.publish()), 300_000, now=at("2025-10-21 10:00"))
    case.by_bank(
        record_repayment, "甲银行", at("2025-10-29 10:00"), loan_id=loan.pk,
        amount_fen=30_023_000, on=date(2025, 10, 29), means="自有资金",
    )  # fmt: skip
    board = financed(town.bureau(Role.PROCUREMENT_OFFICER), 2025)
    return 8 if board.whole.brief_loans else 7


def rung(mark: str) -> Probe:
    """Count the working days after which a step of the ladder is taken of an overdue duty."""

    def probe(town: Town) -> int:
        Ground(town).award()
        due = Duty.objects.get(kind="sign_contract").due_on
        for later in range(1, 60):
            day = due + timedelta(days=later)
            if any(one.mark == mark for one in climbed(town.system, day, day)):
                return working(due, day)
        raise AssertionError(f"nobody is told at {mark}")

    return probe


def answer_days(town: Town) -> int:
    """Urge the purchaser about a contract that was not signed, and count the days to answer."""
    desk = Desk(town)
    letter = desk.issue(desk.late())
    return working(day_of(letter.issued_at), letter.answer_on)


def reviewed(town: Town) -> None:
    review(town, town.institution(), town.now)


def guided(town: Town) -> None:
    stand_guiding(town).issue()


def guidance_answered(town: Town) -> None:
    ground = stand_guiding(town)
    ground.answer(ground.issue())


def short(town: Town) -> None:
    Short(stand_guiding(town).town).declare(now=town.now)


def window_days(town: Town) -> int:
    return window_of(CITY, day_of(town.now))[1]


def rostered(town: Town) -> None:
    case = stand_case(town)
    consent_roster(actor=case.supplier, now=case.now)


def appeal_days(town: Town) -> int:
    """Publish a year, and count the days in which an institution may appeal."""
    version = judged(town).publishes().versions.get()
    return working(day_of(version.cut_off), version.appeal_on)


def answer_appeal_days(town: Town) -> int:
    """Appeal against a year, and count the days in which the People's Bank answers."""
    bank = judged(town)
    bank.publishes()
    appeal = bank.appealed()
    return working(day_of(appeal.at), appeal.answer_on)


def judged(town: Town) -> Bank:
    bank = plain_bank(town)
    bank.adopts()
    return bank


def objection_days(town: Town) -> int:
    """Declare what was paid of a contract of before the city opened."""
    City.objects.update(opened_on=date(2025, 10, 1))
    case = stand_case(town)
    said = {"paid_until": date(2025, 9, 29), "evidence": "没有付过款"}
    opening = case.do("declare_opening", contract=case.contract, **said)
    return working(day_of(opening.declared_at), opening.object_until)


def scope(town: Town) -> int:
    """Find whether 市级 is read as the city's own contracts or as all of it."""
    board = financed(town.bureau(Role.PROCUREMENT_OFFICER), 2026)
    return 2 if board.headline is board.whole else 1


def recommended(town: Town) -> None:
    stand_recommending(town).recommend()


def longest_recommended(town: Town) -> int:
    ground = stand_recommending(town)
    with pytest.raises(PolicyBreach) as caught:
        ground.recommend(until=date(2030, 1, 1))
    return (caught.value.findings[0].params["last"] - day_of(ground.now)).days


def size_letter(town: Town) -> None:
    stand_sizing(town).ask(town.bureau(Role.PROCUREMENT_OFFICER), letter_no="洛财购函1号")


COMPLAINED = (
    ("complaint_route_lending", 2, "slow"),
    ("complaint_route_terms", 3, "fees"),
    ("complaint_route_purchase", 4, "unfiled"),
    ("complaint_route_pay", 1, "unpaid"),
)


def upper_of(kind: str) -> Probe:
    """Find which desk a complaint of a kind goes up to."""

    def probe(town: Town) -> int:
        ground = stand_complaints(town)
        of_contract = kind.startswith("un")
        made = ground.of_contract(kind) if of_contract else ground.complain(kind=kind)
        return next(value for value, role in ABOVE.items() if role == made.upper_role)

    return probe


def complained(town: Town) -> None:
    stand_complaints(town).complain()


def complaint_raised(town: Town) -> None:
    ground = stand_complaints(town)
    ground.press(ground.answer(ground.complain()))


def days_to_press(town: Town) -> int:
    ground = stand_complaints(town)
    found = ground.answer(ground.complain())
    return working(day_of(found.made_at), found.press_until)


def days_to_complain(town: Town) -> int:
    """Complain long after the intent was over, and read in how many days one may."""
    ground = stand_complaints(town)
    ground.case.do("withdraw_intent", intent=ground.application.intent)
    with pytest.raises(PolicyBreach) as caught:
        ground.complain(at("2027-12-01 10:00"))
    return caught.value.findings[0].params["days"]


def days_of_hearing(town: Town) -> int:
    found = stand_sizing(town).ask()
    return working(day_of(found.asked_at), found.heard_until)


def days_of_effect(town: Town) -> int:
    """Count the days for which what came after an event is counted."""
    ground = stand_promotion(town)
    event = ground.announced()
    return effect_of(event, ground.now).days


def days_of_contact(town: Town) -> int:
    """Count the days after which the contact of a guest is gone."""
    ground = stand_promotion(town)
    event = ground.announced()
    ground.guest_signed_up(event)
    gone = (
        day
        for day in range(60)
        if erase_contacts(actor=town.system, now=ENDS + timedelta(days=day, seconds=1))
    )
    return next(gone)


def days_of_words(town: Town) -> int:
    """Count the days after which what was written in answers to a survey is gone."""
    ground = stand_spreading(town)
    ground.answer(ground.open())
    over = at("2025-10-20 09:00")
    gone = (
        day
        for day in range(400)
        if erase_survey_words(actor=town.system, now=over + timedelta(days=day))
    )
    return next(gone) - 1


def line(code: str) -> Probe:
    """The line by which the daily work compares: what it does with it, tests/alerts hold."""
    return lambda town: lines_on(town.system.city, ON)[code]


def least_payments(town: Town) -> int:
    """Let payments be made one by one, and count them when there is an estimate."""
    case, paid = stand_case(town), 0
    while outlook_of(case.receivable(), ON).parts[0].estimate is None:
        lay_paid(town.purchaser(), COUNTY, ON - timedelta(days=9), [1])
        paid += 1
    return paid


def years_counted(town: Town) -> int:
    """Let as many payments as are needed be made in each of five years, and see which count."""
    case, each_year = stand_case(town), 20
    for year in range(5):
        lay_paid(town.purchaser(), COUNTY, ON - timedelta(days=365 * year + 9), [1] * each_year)
    found = outlook_of(case.receivable(), ON).parts[0].estimate
    return found.paid // each_year


def formula(code: str) -> Probe:
    """The number by which records are worked out: what it does there, tests/policy hold."""
    return lambda town: formula_of(town.system.city, ON)[code]


def least_of_a_token(town: Town) -> int:
    """Offer ever less of what was asked, in percents of it, until it is a token."""
    case = stand_case(town)
    product, intent = case.publish(), case.intend(300_000)
    case.complete(intent)
    case.verify(intent)
    for percent in range(1, 101):
        facts = case.terms(intent, product, 3_000 * percent)
        with suppress(PolicyBreach):
            case.by_bank(approve_offer, "甲银行", **facts)
            return percent
    raise AssertionError("every offer is a token")


def days_beyond(town: Town) -> int:
    """Accept all of a contract whose purchaser pays in ten days, and let terms grow."""
    case = stand_case(town)
    lay_paid(town.purchaser(), COUNTY, ON - timedelta(days=30), [10] * 20)
    for milestone, fen in (("签订开票", 27_408_000), ("验收", 41_112_000)):
        case.do("record_acceptance", contract=case.contract, milestone=milestone,
                amount_fen=fen, on=day_of(case.now))  # fmt: skip
    outlook = outlook_of(case.receivable(), day_of(case.now))
    terms = (
        days
        for days in range(10, 400)
        if outlook.fits(Terms(amount_fen=1, days=days, spread_bp=0, fee_fen=0, method="bullet"))
    )
    return next(terms) - 10 - 1


def first_contact(town: Town) -> None:
    stand_case(town).intend()


def asked_for_lock(town: Town) -> None:
    case = stand_case(town)
    lock = case.by_bank(request_lock, "甲银行", offer_id=case.accepted(case.publish()).pk)
    consent_lock(actor=case.supplier, now=case.now, lock_id=lock.pk)


def usual_days(town: Town) -> int:
    board = Board(town)
    return (usual_due(board.desk(PBOC), town.now) - day_of(town.now)).days


def days_of_warning(town: Town) -> int:
    """Agree to share data, and count how long before the end its parties are told of it."""
    until = stand_board(town).agreed().until_on
    return max(days for days in range(60) if to_warn(CITY, until - timedelta(days=days)))


PROBES: dict[str, tuple[int, Probe]] = {
    "sign_days": (14, after("sign_contract", lambda town: Ground(town).award())),
    "announce_days": (1, after("announce_contract", signed)),
    "file_days": (2, after("file_contract", signed)),
    "review_days": (3, after("review_filing", signed)),
    "mend_days": (3, returned),
    "confirm_account_days": (5, unconfirmed),
    "first_contact_days": (3, after("first_contact", first_contact)),
    "decide_days": (9, after("decide_application", completed)),
    "purchaser_ack_days": (3, after("acknowledge_lock", asked_for_lock)),
    "treasury_confirm_days": (2, after("confirm_lock", locked)),
    "conditions_days": (11, after("meet_conditions", locked)),
    "disburse_days": (8, after("disburse_loan", drawable)),
    "treasury_pay_days": (3, after("release_payment", paid)),
    "pay_days": (20, days_unsaid),
    "pay_days_at_most": (45, days_at_most),
    "opening_objection_days": (7, objection_days),
    "contract_cap_percent": (60, cap),
    "receipt_hours": (12, hours_of_receipt),
    "paper_entry_days": (3, days_to_enter),
    "intent_lapse_days": (20, days_of_intent),
    "offer_days": (6, days_of_offer),
    "complete_silence_days": (3, days_of_silence),
    "defect_lists_most": (3, lambda town: asked(town, "defects").round),
    "questions_most": (3, lambda town: asked(town, "question").round),
    "question_late_percent": (50, late_percent),
    "question_silence_days": (12, days_to_answer),
    "start_dispute_days": (3, days_to_dispute),
    "overdue_contact_days": (5, after("contact_overdue", late_case)),
    "overdue_again_days": (12, days_until_told_again),
    "plan_most_days": (90, days_of_plan),
    "lock_lapse_days": (11, days_of_lock),
    "change_hold_days": (21, days_held),
    "overdue_holder_days": (4, rung("over_holder")),
    "overdue_head_days": (4, rung("over_head")),
    "overdue_bureau_days": (4, rung("over_bureau")),
    "overdue_urge_days": (4, rung("over_urge")),
    "urge_answer_days": (7, answer_days),
    "institution_review_days": (180, after("review_institution", reviewed)),
    "guidance_answer_days": (7, after("answer_guidance", guided)),
    "guidance_close_days": (6, after("close_guidance", guidance_answered)),
    "relending_answer_days": (6, after("answer_relending", short)),
    "relending_window_days": (90, window_days),
    "roster_answer_days": (15, after("answer_roster", rostered)),
    "appeal_days": (12, appeal_days),
    "answer_appeal_days": (7, answer_appeal_days),
    "complaint_answer_days": (6, after("answer_complaint", complained)),
    "complaint_upper_days": (6, after("settle_complaint", complaint_raised)),
    "complaint_press_days": (6, days_to_press),
    "complaint_late_days": (300, days_to_complain),
    **{code: (above, upper_of(kind)) for code, above, kind in COMPLAINED},
    "size_letter_days": (8, after("reply_size_letter", size_letter)),
    "size_decide_days": (7, after("decide_size", lambda town: stand_sizing(town).ask())),
    "size_heard_days": (3, days_of_hearing),
    "target_city_percent": (90, target(CITY)),
    "target_county_percent": (20, target(COUNTY)),
    "target_city_scope": (2, scope),
    "brief_loan_days": (8, brief_days),
    "answer_recommendation_days": (4, after("answer_recommendation", recommended)),
    "recommendation_days": (90, longest_recommended),
    "event_effect_days": (60, days_of_effect),
    "contact_kept_days": (12, days_of_contact),
    "survey_words_kept_days": (12, days_of_words),
    "board_task_days": (21, usual_days),
    "board_answer_days": (3, after("answer_board", lambda town: stand_board(town).proposed())),
    "agreement_warn_days": (12, days_of_warning),
    "alert_days": (60, line("alert_days")),
    "alert_twice_days": (20, line("alert_twice_days")),
    "alert_account_times": (3, line("alert_account_times")),
    "alert_near_percent": (90, line("alert_near_percent")),
    "alert_near_times": (4, line("alert_near_times")),
    "alert_overdue_days": (5, line("alert_overdue_days")),
    "expected_least_times": (3, least_payments),
    "expected_years": (2, years_counted),
    **{code: (33, formula(code)) for code in FORMULA},
    "expected_beyond_days": (90, days_beyond),
    "token_percent": (25, least_of_a_token),
    "papers_day_mb": (3, megabytes_at_most),
    "small_base_fen": (30_000_000, small_base),
}


def test_no_number_is_left_out():
    assert PROBES.keys() == BY_CODE.keys()
    assert {kind.parameter for kind in DUTIES.values()} < PROBES.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("code", PROBES)
def test_a_number_is_met_again_in_what_is_done(town: Town, code: str):
    value, probe = PROBES[code]
    assert value != parameter_on(code, ON).value
    ParameterRow.objects.create(
        city_id=CITY,
        code=code,
        value=value,
        valid_from=ON,
        source="市定",
        recorded_at=at("2025-09-01 09:00"),
    )
    assert probe(town) == value
