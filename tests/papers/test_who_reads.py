"""Who reads a contract's text while its case goes on, and from when no more.

An institution reads as long as it is asked or lends; whatever ends that ends its reading at once.
二(四)-2, 个人信息保护法§15
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from admission.ground import resume, suspend
from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.decline_offer import decline_offer
from cairong.lending.actions.lapse import lapse_intents, lapse_offers
from cairong.lending.actions.open_paper import open_paper
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.actions.step_back import step_back
from cairong.lending.papers import case_papers
from cairong.lending.states import APPLICATION, READS_PAPERS
from cairong.papers.actions.keep_paper import keep_paper
from cairong.papers.actions.withdraw_paper import withdraw_paper
from cairong.papers.models import Paper, Reading
from lending.ground import Case, stand_case
from papers.ground import SEEN
from support.staging import staged
from support.town import Town

pytestmark = pytest.mark.django_db
OTHER = "乙银行"


@staged
def case(town: Town) -> Case:
    """A case with its contract's text, and two institutions with a product each."""
    made = stand_case(town)
    made.publish()
    made.publish(OTHER)
    keep_paper(
        actor=made.who(Role.PURCHASER_OFFICER), now=made.now, purpose="contract",
        name="合同文本", received=SEEN, contract_id=made.contract.pk,
    )  # fmt: skip
    return made


def product(case: Case, bank: str = "甲银行"):
    return case.bank(bank).products.get()


def asked(case: Case) -> None:
    case.intend()


def complete(case: Case) -> None:
    case.complete(case.intend())


def offered(case: Case):
    return case.offer(case.intend(), product(case))


def accepted(case: Case) -> None:
    accept_offer(actor=case.supplier, now=case.now, offer_id=offered(case).pk)


def lent(case: Case):
    return case.draw(case.ready(product(case)), 300_000)


READS: dict[str, Callable[[Case], object]] = {
    "asked": asked, "papers complete": complete, "offer made": offered,
    "offer accepted": accepted, "money lent": lent,
}  # fmt: skip


def withdrawn(case: Case) -> None:
    case.do("withdraw_intent", intent=case.intend())


def rejected(case: Case) -> None:
    application = case.application(case.intend())
    case.by_bank(
        reject_application, "甲银行", application_id=application.pk, code="term-mismatch",
        words="预计付款日太晚,请缩短期限后再申请",
    )  # fmt: skip


def declined(case: Case) -> None:
    decline_offer(actor=case.supplier, now=case.now, offer_id=offered(case).pk)


def another_chosen(case: Case) -> None:
    intent = case.intend(300_000, "甲银行", OTHER)
    case.offer(intent, product(case))
    chosen = case.offer(intent, product(case, OTHER), bank=OTHER)
    accept_offer(actor=case.supplier, now=case.now, offer_id=chosen.pk)


def unanswered(case: Case) -> None:
    case.intend()
    lapse_intents(actor=case.town.system, now=case.now + timedelta(days=60))


def offer_over(case: Case) -> None:
    offered(case)
    lapse_offers(actor=case.town.system, now=case.now + timedelta(days=60))


def suspended(case: Case) -> None:
    case.intend()
    suspend(case.town, case.bank(), case.now)


def repaid(case: Case) -> None:
    loan = lent(case)
    on = case.now + timedelta(days=1)
    case.by_bank(
        record_repayment, "甲银行", on, loan_id=loan.pk, amount_fen=loan.principal_fen + 2_875,
        on=day_of(on), means="自有资金",
    )  # fmt: skip


def resumed(case: Case) -> None:
    """Suspended and resumed, it is not asked anew by itself: what ended stays ended."""
    suspended(case)
    resume(case.town, case.bank())


def stepped_back(case: Case) -> None:
    offer = case.accepted(product(case))
    case.by_bank(step_back, "甲银行", offer_id=offer.pk, reason="风险政策调整,不能放款")


READS_NO_MORE: dict[str, Callable[[Case], object]] = {
    "not asked": lambda _: None, "intent withdrawn": withdrawn, "rejected": rejected,
    "offer declined": declined, "another chosen": another_chosen, "nobody answered": unanswered,
    "offer over": offer_over, "suspended": suspended, "resumed": resumed,
    "stepped back": stepped_back, "repaid": repaid,
}  # fmt: skip


@pytest.mark.parametrize("bring", READS.values(), ids=READS)
def test_an_institution_reads_while_it_is_asked_or_lends(case, bring):
    bring(case)
    paper = case_papers(case.officer()).get()
    open_paper(actor=case.officer(), now=case.now, paper_id=paper.pk)
    assert Reading.objects.get().organisation == case.bank()
    assert not case_papers(case.officer(OTHER)).exists()


@pytest.mark.parametrize("bring", READS_NO_MORE.values(), ids=READS_NO_MORE)
def test_from_then_on_it_reads_no_more(case, bring):
    bring(case)
    assert not case_papers(case.officer()).exists()
    with pytest.raises(NotFound):
        open_paper(actor=case.officer(), now=case.now, paper_id=Paper.objects.get().pk)
    assert not Reading.objects.exists()


def test_what_was_read_before_stays_said_when_it_reads_no_more(case):
    intent = case.intend()
    paper = Paper.objects.get()
    open_paper(actor=case.officer(), now=case.now, paper_id=paper.pk)
    case.do("withdraw_intent", intent=intent)
    assert Reading.objects.get(paper=paper).organisation == case.bank()


def test_a_paper_its_owner_took_back_is_read_by_nobody_who_read_it(case):
    lent(case)
    paper = Paper.objects.get()
    withdraw_paper(actor=case.who(Role.PURCHASER_OFFICER), now=case.now, paper_id=paper.pk)
    for actor in (case.officer(), case.supplier, case.who(Role.PROCUREMENT_OFFICER)):
        assert not case_papers(actor).exists()


def test_every_state_of_an_application_is_one_in_which_it_reads_or_does_not():
    assert set(READS_PAPERS) < APPLICATION.states.keys()
    ended = APPLICATION.states.keys() - set(READS_PAPERS)
    assert ended == {"rejected", "declined", "fallen", "withdrawn", "lapsed"}
