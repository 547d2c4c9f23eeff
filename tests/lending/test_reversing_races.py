"""A return beside other hands: reversed once, and no loan runs on without its lock."""

from functools import partial

import pytest

from cairong.audit.models import Outbox
from cairong.audit.outbox import deliver
from cairong.kernel.errors import WrongState
from cairong.lending.actions.apply_remittance import apply_remittance
from cairong.lending.actions.return_payment import return_payment
from cairong.lending.checking import books_check
from cairong.lending.models import Loan, LoanEntry
from cairong.treasury.models import Lock, Payment
from lending.ground import MONEY, Case, stand_case
from support.racing import FEWER, hands, split
from support.slips import came_back
from support.town import CITY, at, found_town

pytestmark = pytest.mark.soak
DRAWN, FIRST, LAST = at("2025-10-21 10:00"), at("2025-11-12 10:00"), at("2025-12-10 10:00")


@pytest.fixture
def town(committed_db):
    return found_town(at("2025-09-01 08:00"))


def repaid(town, product) -> Case:
    """A loan that a first payment has repaid for the most part."""
    case = stand_case(town)
    case.now = at("2025-10-15 10:30")
    case.draw(case.ready(product), 300_000, now=DRAWN)
    case.paid("274080", FIRST, "签订开票")
    divide()
    return case


def divide(*, only: str = "") -> None:
    """Let what is waiting among all that is told be confirmed, and divided too."""
    for name, act in MONEY.items():
        if only in ("", name):
            for row in Outbox.objects.filter(consumer=name, done_at=None).order_by("id"):
                deliver(row, now=LAST, consumers={name: act})


def asked(case: Case, payment: Payment) -> partial:
    """A return laid before the second person, who agrees when called."""
    officer, approver = case.who("treasury-officer"), case.who("treasury-approver")
    order = return_payment.propose(actor=officer, now=LAST, **came_back(payment))
    return partial(return_payment.approve, actor=approver, now=LAST, proposal_id=order.pk)


def arrived(case: Case, fen: int) -> partial:
    """The division of a further payment that has arrived, for whoever calls it."""
    part = {"contract": case.contract, "amount_fen": fen}
    with case.at(LAST):
        case.do("record_acceptance", milestone="验收", on=LAST.date(), **part)
        case.do("request_payment", **part)
        case.do("pay", **part)
    divide(only="treasury.gateway")
    row = Outbox.objects.get(consumer=apply_remittance.name, done_at=None)
    return partial(apply_remittance, actor=case.town.system, now=LAST, event_id=row.event_id)


def test_a_return_and_the_money_that_settles_and_releases_at_once(town):
    product, orders = None, set()
    with hands(2) as pair:
        for _ in range(FEWER):
            product = product or stand_case(town).publish()
            case = repaid(town, product)
            loan = Loan.objects.get(contract=case.contract)
            first = Payment.objects.get(receivable__contract=case.contract)
            divides = arrived(case, 41_112_000)
            _, lost = split(pair.race(asked(case, first), divides))
            assert [one.findings[0].code for one in lost] in ([], ["four_eyes.changed"])
            orders.add(bool(lost))
            if lost:  # the loan was settled meanwhile: the return is laid before anew
                asked(case, first)()
            loan.refresh_from_db()
            lock = Lock.objects.get(receivable__contract=case.contract)
            assert (loan.state, lock.state) in {("repaying", "active"), ("settled", "released")}
            assert LoanEntry.objects.filter(loan=loan, kind="reversed").count() == 1
    assert orders
    assert books_check(CITY)["differences"] == []


def test_two_returns_of_one_payment_reverse_once(town):
    product = stand_case(town).publish()
    with hands(2) as pair:
        for _ in range(FEWER):
            case = repaid(town, product)
            first = Payment.objects.get(receivable__contract=case.contract)
            won, lost = split(pair.race(asked(case, first), asked(case, first)))
            assert (len(won), [type(one) for one in lost]) == (1, [WrongState])
            rows = LoanEntry.objects.filter(loan__contract=case.contract, kind="reversed")
            assert rows.count() == 1
    assert books_check(CITY)["differences"] == []
