"""What the database lets pass and a check finds: the row and the field it names, and which check."""

from abuse.rows.names import look
from abuse.rows.writing import posting, turned, two

SEAT = (
    "INSERT INTO parties_mandate (id, organisation_id, person_id, role, region, administrator,"
    " valid_from, ended_reason) VALUES (%(new)s, %(bureau)s, %(supplier_person)s,"
    " 'treasury-approver', %(treasury_region)s, false, '2025-09-01', '')"
)
PASSING: list[tuple[str, tuple[str, ...], str]] = [
    ("a supplier's name",
     (turned("parties_organisation", "%(supplier_house)s", name="'我的公司'"),
      look("'我的公司'", "'x'", "%(supplier_house)s")), "单位 name"),
    ("a seat at the treasury desk", (SEAT,), "授权 整行"),
    ("a payment sent back in the names of two, that no event tells of",
     (*two("treasury.send_back_payment", "treasury", payment_id="%(asked_payment)s::uuid"),
      turned("treasury_payment", "%(asked_payment)s", state="'withdrawn'", ended_at="%(now)s"),
      posting("withdraw", "%(asked_payment)s", 5_000_000, "asked")), "送审事项 decided_by"),
    ("a proposal approved that no act followed",
     two("treasury.pay", "treasury", payment_id="%(sent_payment)s::uuid"), "送审事项 decided_by"),
    ("a payment's acceptances",
     ("INSERT INTO treasury_paymentpart (payment_id, acceptance_id, amount_fen)"
      " VALUES (%(asked_payment)s, %(sent_acceptance)s, 1)",), "支付与其验收不符"),
    ("what an offer says is drawn", (turned("lending_offer", "%(waiting)s", drawn_fen="1"),),
     "报价已放款"),
]  # fmt: skip
