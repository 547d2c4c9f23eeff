"""What stands: the same rows with all that decides them, in the names of who holds the mandates."""

from abuse.rows.books import RECORDED, acceptance
from abuse.rows.loans import LOAN, OFFER, entry, loan, recorded, repaid
from abuse.rows.locks import CONSENT, OF_ASKED, step
from abuse.rows.payees import AGREED, CHANGE, SUPPLIER, change, version
from abuse.rows.payments import (
    CONFIRM,
    NEW,
    RELEASE,
    RETURN,
    SLIP,
    arrived,
    asked,
    back,
    paid,
    remittance,
    returned,
)
from abuse.rows.publication import BUREAU, PURCHASER, published
from abuse.rows.writing import intent_of, posting, turned, two

DECIDED: list[tuple[str, tuple[str, ...]]] = [
    ("a payment asked for by two of the purchaser", (*asked(), *NEW)),
    ("released by two of the treasury desk", (*paid(), *RELEASE)),
    ("recorded as arrived by two of the desk", (*arrived(), *CONFIRM, remittance(5_000_000))),
    ("recorded as returned by two of the desk", (*returned(), SLIP, *RETURN, back())),
    ("an account changed by both parties and two of the bureau",
     (change(SUPPLIER), *AGREED,
      *two("treasury.change_payee", "treasury", key="%(more)s", change_id=f"{CHANGE}::uuid"),
      version(2, SUPPLIER, change=CHANGE))),
    ("an acceptance recorded by the purchaser's officer",
     (acceptance(100), RECORDED, posting("accept", "%(new)s", 100))),
    ("a lock consented to and acknowledged",
     (CONSENT, step("supplier_consented", consented_at="%(now)s"),
      *two("treasury.acknowledge_lock", "purchaser", **OF_ASKED),
      step("purchaser_acknowledged", acknowledged_at="%(now)s"))),
    ("a loan drawn by two of the lender",
     (*two("lending.disburse", "institution", offer_id=f"{OFFER}::uuid", amount_fen="100"),
      turned("lending_offer", OFFER, drawn_fen="drawn_fen + 100"),
      turned("lending_intent", intent_of(OFFER), reserved_fen="reserved_fen - 100"), loan(100),
      entry("%(new)s", "drawn", drawn=100), posting("draw", "%(new)s", 100, "lent"))),
    ("a repayment recorded by two of the lender",
     (*recorded(5), entry(LOAN, "repaid", principal=5), repaid(5))),
    ("a version filed by two of the bureau", (*BUREAU, published("filed"))),
    ("a version announced by two of the purchaser", (*PURCHASER, published("announced"))),
    ("a proposal laid, told and approved", two("treasury.pay", "treasury", payment_id="1")),
    ("the reason of a payment that is taken back",
     (*two("treasury.send_back_payment", "treasury", payment_id="%(asked_payment)s::uuid"),
      turned("treasury_payment", "%(asked_payment)s", state="'withdrawn'", ended_at="%(now)s",
             reason="'x'"), posting("withdraw", "%(asked_payment)s", 5_000_000, "asked"))),
]  # fmt: skip
