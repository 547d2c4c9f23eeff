"""Payments and what arrived, written by hand."""

from abuse.rows.writing import Attempt, payment, posting, turned, two

ASKED = "%(asked_payment)s"
SENT = "%(sent_payment)s"
OF_ASKED, OF_SENT = {"payment_id": f"{ASKED}::uuid"}, {"payment_id": f"{SENT}::uuid"}
RELEASE = (
    turned("treasury_payment", ASKED, state="'released'", released_at="%(now)s"),
    posting("release", ASKED, 5_000_000, "asked"),
)
CONFIRM = (
    turned(
        "treasury_payment", SENT, state="'confirmed'", ended_at="%(now)s",
        bank_serial="'GK-123456'",
    ),
    posting("confirm", SENT, 5_000_000, "sent"),
)  # fmt: skip
REQUEST = {
    "contract_id": "%(free_contract)s::uuid", "amount_fen": "20000000", "supplier_id": "NULL",
}  # fmt: skip
NEW = (payment(20_000_000), posting("request", "%(new)s", 20_000_000))


def asked(by: str = "purchaser", at: str = "%(now)s", **other: str) -> tuple[str, ...]:
    """All that two persons' request of ¥200,000 leaves."""
    return two("treasury.request_payment", by, at=at, **REQUEST | other)


def paid(act: str = "pay", by: str = "treasury", **how: str) -> tuple[str, ...]:
    """All that two persons' decision on the payment asked for leaves."""
    return two(f"treasury.{act}", by, **OF_ASKED | how)


def arrived(serial: str = "'GK-123456'", on: str = "'2025-10-20'") -> tuple[str, ...]:
    """All that two persons' recording of an arrival leaves."""
    return two("treasury.confirm_arrival", "treasury", **OF_SENT, bank_serial=serial, arrived_on=on)


def remittance(fen: int, of: str = "sent", serial: str = "'GK-123456'") -> str:
    """Money that arrived."""
    return (
        "INSERT INTO treasury_remittance (id, city_id, payment_id, receivable_id, amount_fen,"
        f" bank_serial, arrived_on, recorded_at) VALUES (%(other)s, %(city)s, %({of}_payment)s,"
        f" %({of}_receivable)s, {fen}, {serial}, '2025-10-20', %(now)s)"
    )


SLIP = (
    "INSERT INTO treasury_returnslip (id, payment_id, name, kind, sha256, content, kept_at)"
    " VALUES (%(third)s, %(sent_payment)s, 'x.pdf', 'pdf', encode(sha256('x'), 'hex'), 'x',"
    " %(now)s)"
)
RETURN = (
    turned("treasury_payment", SENT, state="'returned'", ended_at="%(now)s"),
    posting("bounce", SENT, 5_000_000, "sent"),
)


def back(fen: int = 5_000_000, serial: str = "TH-123456", of: str = "sent") -> str:
    """What the bank said of a payment that came back."""
    return (
        "INSERT INTO treasury_paymentreturn"
        " (id, city_id, payment_id, amount_fen, serial, slip_id, recorded_at)"
        f" VALUES (%(more)s, %(city)s, %({of}_payment)s, {fen}, '{serial}', %(third)s, %(now)s)"
    )


def returned(**other: str) -> tuple[str, ...]:
    """All that two persons' recording of a return leaves."""
    said = {
        "slip_id": "%(third)s::uuid", "return_serial": "'TH-123456'", "amount_fen": "5000000",
    }  # fmt: skip
    return two("treasury.return_payment", "treasury", **OF_SENT | said | other)


GUARD = "treasury_payment_undecided"
PAYMENTS: list[Attempt] = [
    ("asked for by nobody", NEW, GUARD),
    ("asked for by two of the bureau", (*asked("treasury"), *NEW), GUARD),
    ("asked for by two, of another amount", (*asked(amount_fen="100"), *NEW), GUARD),
    ("asked for by two, on another contract",
     (*asked(contract_id="%(asked_contract)s::uuid"), *NEW), GUARD),
    ("asked for by two, of another supplier",
     (*asked(supplier_id="%(institution_house)s::uuid"), *NEW), GUARD),
    ("asked for by two at another moment", (*asked(at="%(at)s"), *NEW), GUARD),
    ("asked for twice by one proposal of the same moment",
     (payment(5_000_000, "asked", at="%(asked_at)s"),
      posting("request", "%(new)s", 5_000_000, "asked")), GUARD),
    ("released by nobody", RELEASE, GUARD),
    ("released by two who decided on another payment",
     (*two("treasury.pay", "treasury", **OF_SENT), *RELEASE), GUARD),
    ("released by two of the purchaser", (*paid(by="purchaser"), *RELEASE), GUARD),
    ("released by two of the procurement desk", (*paid(by="procurement"), *RELEASE), GUARD),
    ("released by two who sent it back", (*paid("send_back_payment"), *RELEASE), GUARD),
    ("released by a proposal that waits", (*paid()[:2], *RELEASE), GUARD),
    ("released by two at another moment", (*paid(at="%(at)s"), *RELEASE), GUARD),
    ("asked for and released in one breath",
     (*NEW, turned("treasury_payment", "%(new)s", state="'released'", released_at="%(now)s"),
      posting("release", "%(new)s", 20_000_000)), GUARD),
    ("a release without its posting", RELEASE[:1], "treasury_payment_posted"),
    ("a posting of a release without the payment", RELEASE[1:], "treasury_posting_of_payment"),
    ("arrived, says nobody", (*CONFIRM, remittance(5_000_000)), GUARD),
    ("arrived without a remittance", (*arrived(), *CONFIRM), GUARD),
    ("arrived with another serial than two recorded",
     (*arrived("'GK-9'"), *CONFIRM, remittance(5_000_000)), GUARD),
    ("arrived on another day than two recorded",
     (*arrived(on="'2025-10-13'"), *CONFIRM, remittance(5_000_000)), GUARD),
    ("arrived with more than was paid",
     (*arrived(), *CONFIRM, remittance(500_000_000)), "treasury_remittance_undecided"),
    ("money that no payment brought",
     (remittance(5_000_000, "asked"),), "treasury_remittance_undecided"),
    ("a payment on its way returned by nobody", (SLIP, *RETURN, back()), GUARD),
    ("returned by two without what the bank said", (*returned(), SLIP, *RETURN), GUARD),
    ("returned by two who saw no paper",
     (*two("treasury.return_payment", "treasury", **OF_SENT), SLIP, *RETURN, back()), GUARD),
    ("returned with another number than two recorded",
     (*returned(), SLIP, *RETURN, back(serial="TH-999999")), GUARD),
    ("returned with another paper than two recorded",
     (*returned(slip_id="%(new)s::uuid"), SLIP, *RETURN, back()), GUARD),
    ("returned in part", (*returned(amount_fen="100"), SLIP, *RETURN, back(100)), GUARD),
    ("returned by the paper of another payment",
     (*returned(), SLIP.replace("sent_payment", "lent_payment"), *RETURN, back()), GUARD),
    ("what came back of a payment that did not", (SLIP, back()), "treasury_return_undecided"),
    ("a paper that is not what its hash says", (SLIP.replace("sha256('x')", "sha256('y')"),),
     "treasury_slip_hash"),
    ("asked for again before it came back",
     (payment(20_000_000, "sent"), posting("request", "%(new)s", 20_000_000, "sent")),
     "treasury_due_not_negative"),
    ("a payment asked for taken back by nobody",
     (turned("treasury_payment", ASKED, state="'withdrawn'", ended_at="%(now)s"),
      posting("withdraw", ASKED, 5_000_000, "asked")), GUARD),
    ("the moment of a release", (turned("treasury_payment", SENT, released_at="%(now)s"),),
     "treasury_payment_fixed"),
    ("the moment of a request", (turned("treasury_payment", ASKED, requested_at="%(now)s"),),
     "treasury_payment_fixed"),
    ("the serial of a payment that arrived",
     (turned("treasury_payment", "%(lent_payment)s", bank_serial="'X'"),),
     "treasury_payment_fixed"),
    ("an amount made ten times", (turned("treasury_payment", ASKED, amount_fen="amount_fen * 10"),),
     "treasury_payment_fixed"),
    ("another payee version", (turned("treasury_payment", ASKED, payee_version_id="%(lent_payee)s"),),
     "treasury_payment_fixed"),
    ("to another receivable's payee", (payment(20_000_000, to="%(lent_payee)s::uuid"),),
     "treasury_payment_payee"),
    ("born released", (NEW[0].replace("'requested'", "'released'"),), "treasury_payment_steps"),
    ("more than is due", (payment(20_000_001), posting("request", "%(new)s", 20_000_001)),
     "treasury_due_not_negative"),
]  # fmt: skip
