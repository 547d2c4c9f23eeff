"""Who is reminded that an accepted offer lapses under no lock: whoever has the next step.

二(三)-3 D11
"""

from datetime import timedelta

from cairong.audit.models import Event
from cairong.cases.actions.tell_holders import tell_holders
from cairong.cases.finding import trail_of
from cairong.cases.reminding import remind
from cairong.driving.together import together
from cairong.kernel.actor import Role
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.models import Offer
from cairong.lending.reads import lock_by, unlocked_offers
from cairong.outreach.models import Message
from cairong.outreach.reads import inbox
from cairong.rulebook.reads import calendar_of
from cairong.treasury.actions.change_payee import (
    ask_payee_change,
    change_payee,
    consent_payee_change,
)
from lending.ground import ACCOUNT, Case, drain
from support.staging import staged
from support.town import CITY, at

TELL = {tell_holders.name: tell_holders}
BANK = "乙银行"
TITLE = "信息系统运维"


@staged
def elsewhere(case: Case) -> Offer:
    return case.accepted(case.publish(BANK), bank=BANK)


def last_day(case: Case, offer: Offer):
    found = unlocked_offers(case.town.system).get(pk=offer.pk)
    return lock_by(found, calendar_of(CITY)).due


def reminded(case: Case, offer: Offer, days: int = 3) -> dict[tuple[str, str], Message]:
    """Remind so many days before the offer lapses; say whom of it, by organisation and role."""
    drain(case.now, TELL)
    now = at(f"{last_day(case, offer) - timedelta(days=days)} 00:05")
    before = Message.objects.count()
    remind(actor=case.town.system, now=now)
    assert remind(actor=case.town.system, now=now) == 0, "once"
    drain(now, TELL)
    rows = Message.objects.filter(event_type="outreach.reminded.unlocked")
    rows = rows.filter(event__subject_id=str(offer.pk)).order_by("-pk")
    assert Message.objects.count() > before
    newest = rows.first().event_id
    return {(one.organisation.name, one.role): one for one in rows.filter(event=newest)}


def only(told: dict[tuple[str, str], Message]) -> tuple[tuple[str, str], str]:
    ((seat, message),) = told.items()
    return seat, message.sentence


def opens(actor, message: Message) -> str:
    """The kind of page a message leads its reader to."""
    return trail_of(actor, message.subject_id)[0][0]


def test_the_institution_that_can_ask_for_the_lock(case: Case, product):
    offer = case.accepted(product)
    seat, said = only(reminded(case, offer))
    assert seat == ("甲银行", Role.INSTITUTION_OFFICER)
    assert "¥300,000.00" in said
    assert "还没有申请锁定回款账户的,自动失效" in said


def test_its_second_person_while_the_lock_is_proposed(case: Case, product):
    offer = case.accepted(product)
    request_lock.propose(actor=case.officer(), now=case.now, offer_id=offer.pk)
    told = reminded(case, offer)
    assert list(told) == [("甲银行", Role.INSTITUTION_APPROVER)]
    assert opens(case.approver(), next(iter(told.values()))) == "proposal"


def test_the_supplier_whose_account_has_to_move_first(case: Case, elsewhere: Offer):
    told = reminded(case, elsewhere)
    seat, said = only(told)
    assert seat == (case.supplier.organisation_name, Role.SUPPLIER)
    assert "¥300,000.00" in said
    assert "请先申请变更回款账户" in said
    assert opens(case.supplier, told[seat]) == "case"


def asked(case: Case):
    return ask_payee_change(
        actor=case.supplier, now=case.now, contract_id=case.contract.pk, **ACCOUNT
    )


def agree(case: Case, change) -> None:
    pair = case.who(Role.PURCHASER_OFFICER), case.who(Role.PURCHASER_APPROVER)
    together(consent_payee_change, *pair, case.now, change_id=change.pk)


def test_the_purchaser_who_has_to_answer_the_change(case: Case, elsewhere: Offer):
    asked(case)
    told = reminded(case, elsewhere)
    seat, said = only(told)
    officer = case.who(Role.PURCHASER_OFFICER)
    assert seat == (officer.organisation_name, Role.PURCHASER_OFFICER)
    assert f"「{TITLE}」:答复变更回款账户还没有办完" in said
    assert opens(officer, told[seat]) == "change"
    assert_nothing_of_others(elsewhere, told)


def test_the_treasury_that_has_to_decide_the_change(case: Case, elsewhere: Offer):
    change = asked(case)
    agree(case, change)
    told = reminded(case, elsewhere)
    assert {role for _, role in told} == {Role.TREASURY_OFFICER}
    seat, said = only(told)
    assert "审批账户变更还没有办完" in said
    assert told[seat].region == case.contract.region
    assert opens(case.who(Role.TREASURY_OFFICER), told[seat]) == "change"
    assert_nothing_of_others(elsewhere, told)


def test_each_step_is_reminded_of_by_itself(case: Case, elsewhere: Offer):
    assert {role for _, role in reminded(case, elsewhere)} == {Role.SUPPLIER}
    change = asked(case)
    agree(case, change)
    case.by_treasury(change_payee, change_id=change.pk)
    seat, _ = only(reminded(case, elsewhere))
    assert seat == (BANK, Role.INSTITUTION_OFFICER)


def test_whoever_holds_what_binds_the_account(case: Case, elsewhere: Offer):
    part = {"contract": case.contract, "amount_fen": 10_000_000}
    case.do("record_acceptance", milestone="签订开票", on=case.now.date(), **part)
    case.do("request_payment", **part)
    told = reminded(case, elsewhere)
    seat, said = only(told)
    assert seat[1] == Role.TREASURY_OFFICER
    assert f"「{TITLE}」:办理支付 " in said
    assert_nothing_of_others(elsewhere, told)


def assert_its_parties(case: Case, told: dict[tuple[str, str], Message]) -> None:
    """Both parties of the second offer are told its amount, and nobody else."""
    seats = {(BANK, Role.INSTITUTION_OFFICER), (case.supplier.organisation_name, Role.SUPPLIER)}
    assert set(told) == seats
    assert all("¥100,000.00" in one.sentence for one in told.values())


def test_its_parties_where_nobody_can_do_anything(case: Case, product):
    case.ready(product, 200_000)
    second = case.accepted(case.publish(BANK), 100_000, BANK)
    told = reminded(case, second)
    assert_its_parties(case, told)
    said = told[BANK, Role.INSTITUTION_OFFICER].sentence
    assert inbox(case.officer(BANK)).filter(sentence=said).exists()


def test_its_parties_where_the_lock_of_another_is_on_its_way(case: Case, product):
    """Nobody is urged to agree to the lock that takes the account from this offer."""
    first = case.accepted(product, 200_000)
    second = case.accepted(case.publish(BANK), 100_000, BANK)
    lock = case.do("request_lock", *case.pair(), offer=first)
    case.do("consent_lock", lock=lock)
    assert_its_parties(case, reminded(case, second))


def assert_nothing_of_others(offer: Offer, told: dict[tuple[str, str], Message]) -> None:
    """The amount and the name of the institution are the offer's own parties' alone."""
    (event,) = Event.objects.filter(pk__in={one.event_id for one in told.values()})
    assert "amount_fen" not in event.after
    for one in told.values():
        assert BANK not in one.sentence
        assert "300,000" not in one.sentence
