"""Offers, loans and repayments, written by hand."""

from abuse.rows.writing import Attempt, entries, intent_of, posting, said, turned, two

LOAN, OFFER, R = "%(loan)s", "%(offer)s", "%(remittance)s"


def loan(fen: int, rate: str = "rate_bp") -> str:
    """A further loan of the offer."""
    return (
        "INSERT INTO lending_loan (id, city_id, no, offer_id, receivable_id, contract_id,"
        " institution_id, supplier_id, region, principal_fen, fee_fen, rate_bp, day_count, method,"
        " hold_until_due, service_order, drawn_on, due_on, accrued_on, outstanding_fen,"
        " accrued_fen, interest_paid_fen, principal_paid_fen, fee_paid_fen, state)"
        " SELECT %(new)s, city_id, 'DK-X', offer_id, receivable_id, contract_id, institution_id,"
        f" supplier_id, region, {fen}, 0, {rate}, day_count, method, hold_until_due,"
        " service_order, '2025-10-20', due_on, '2025-10-20', 0, 0, 0, 0, 0, 'repaying'"
        f" FROM lending_loan WHERE id = {LOAN}"
    )


def entry(of: str, kind: str, source: str = "NULL", **sums: int) -> str:
    """An entry of a loan."""
    known = {"drawn": 0, "accrued": 0, "interest": 0, "principal": 0, "fee": 0} | sums
    columns = ", ".join(f"{name}_fen" for name in known)
    return (
        f'INSERT INTO lending_loanentry (loan_id, kind, "on", at, source_id, means, {columns})'
        f" VALUES ({of}, '{kind}', '2025-10-20', %(now)s, {source}, '',"
        f" {', '.join(map(str, known.values()))})"
    )


def repaid(fen: int) -> str:
    """The posting of a repayment from elsewhere."""
    return posting("repay_own", LOAN, fen, "lent")


def recorded(fen: int, by: str = "institution", on: str = "'2025-10-20'") -> tuple[str, ...]:
    """All that two persons' recording of a repayment leaves."""
    return two("lending.record_repayment", by, loan_id=f"{LOAN}::uuid", amount_fen=str(fen), on=on)


def intent(**columns: str) -> str:
    """The intent that was lent on, turned."""
    return turned("lending_intent", intent_of(OFFER), **columns)


ASKED = (
    "INSERT INTO lending_intent (id, city_id, no, supplier_id, award_id, contract_id, receivable_id,"
    " region, amount_fen, days, purpose, broadcast, state, reserved_fen, registered_at, lapses_on)"
    " SELECT %(new)s, city_id, 'YX-X', supplier_id, award_id, contract_id, receivable_id, region,"
    f" 100, 30, '', true, 'open', 0, %(now)s, lapses_on FROM lending_intent WHERE id = {intent_of(OFFER)}"
)
PUT_BEFORE = (
    "INSERT INTO lending_application (id, city_id, intent_id, institution_id, region, state,"
    " submitted_at, by_silence, reject_code, reject_words, reject_curable)"
    " SELECT %(other)s, city_id, %(new)s, institution_id, region, 'submitted', %(now)s, false, '',"
    f" '', false FROM lending_application WHERE intent_id = {intent_of(OFFER)}"
)


READ = (
    "INSERT INTO lending_consent (id, intent_id, institution_id, scope, given_at, until)"
    " SELECT %(new)s, intent_id, institution_id, '联系人及电话', %(now)s, '2099-01-01' FROM"
    f" lending_application WHERE intent_id = {intent_of(OFFER)}"
)
ENDED = f"UPDATE lending_consent SET withdrawn_at = %(now)s WHERE intent_id = {intent_of(OFFER)}"


def registered(person: str, house: str, role: str) -> str:
    """The event that says who asked."""
    return said("lending.intent.registered", "%(new)s", person, house, role)


GUARD, MOVED, SUMS = "lending_loan_undecided", "lending_entry_undecided", "lending_sums_undecided"
POSTED = "lending_posting_undecided"
LOANS: list[Attempt] = [
    ("a loan that nobody drew", (loan(100), entry("%(new)s", "drawn", drawn=100)), GUARD),
    ("a loan of nothing", (loan(100),), GUARD),
    ("drawn by two of the purchaser",
     (*two("lending.disburse", "purchaser", offer_id=f"{OFFER}::uuid", amount_fen="100"),
      loan(100), entry("%(new)s", "drawn", drawn=100)), GUARD),
    ("drawn by two, above what its offer says is drawn",
     (*two("lending.disburse", "institution", offer_id=f"{OFFER}::uuid", amount_fen="100"),
      intent(reserved_fen="reserved_fen - 100"), loan(100), entry("%(new)s", "drawn", drawn=100),
      posting("draw", "%(new)s", 100, "lent")), GUARD),
    ("drawn by two, unposted",
     (*two("lending.disburse", "institution", offer_id=f"{OFFER}::uuid", amount_fen="100"),
      loan(100), entry("%(new)s", "drawn", drawn=100)), GUARD),
    ("drawn by two, another amount",
     (*two("lending.disburse", "institution", offer_id=f"{OFFER}::uuid", amount_fen="99"),
      loan(100), entry("%(new)s", "drawn", drawn=100)), GUARD),
    ("at another rate than its offer's",
     (*two("lending.disburse", "institution", offer_id=f"{OFFER}::uuid", amount_fen="100"),
      loan(100, rate="rate_bp + 1000"), entry("%(new)s", "drawn", drawn=100)), GUARD),
    ("a draw posted without a loan",
     (posting("reserve", "%(other)s", 5, "lent"), posting("draw", "%(other)s", 5, "lent")), POSTED),
    ("a draw posted of a loan a second time",
     (posting("reserve", "%(other)s", 5, "lent"), posting("draw", LOAN, 5, "lent")), POSTED),
    ("reserved for nobody", (posting("reserve", "%(other)s", 5, "free"),), POSTED),
    ("reserved for an intent that says nothing of it",
     (posting("reserve", intent_of(OFFER), 5, "lent"),),
     SUMS),
    ("an intent that reserves without a posting", (intent(reserved_fen="5"),), SUMS),
    ("a second draw on a loan", (entry(LOAN, "drawn", drawn=1),), MOVED),
    ("repaid by nobody", (entry(LOAN, "repaid", principal=5),), MOVED),
    ("repaid by nobody, posted", (entry(LOAN, "repaid", principal=5), repaid(5)), MOVED),
    ("repaid in the books alone", (repaid(5),), SUMS),
    ("repaid by two of the purchaser",
     (*recorded(5, "purchaser"), entry(LOAN, "repaid", principal=5), repaid(5)), MOVED),
    ("repaid by two, another amount",
     (*recorded(4), entry(LOAN, "repaid", principal=5), repaid(5)), MOVED),
    ("repaid by two, on another day",
     (*recorded(5, on="'2025-10-19'"), entry(LOAN, "repaid", principal=5), repaid(5)), MOVED),
    ("repaid by two, unposted", (*recorded(5), entry(LOAN, "repaid", principal=5)), MOVED),
    ("repaid twice by one proposal",
     (*recorded(5), entry(LOAN, "repaid", principal=5), entry(LOAN, "repaid", principal=5),
      repaid(10)), MOVED),
    ("repaid with more posted than was recorded",
     (*recorded(5), entry(LOAN, "repaid", principal=5), repaid(500)), MOVED),
    ("repaid from money that is none",
     (entry(LOAN, "remitted", "%(other)s", principal=5),), MOVED),
    ("repaid from another receivable's money",
     (entry(LOAN, "remitted", "%(sent_payment)s", principal=5),), MOVED),
    ("repaid twice from the same money", (entry(LOAN, "remitted", R, principal=5),),
     "lending_entry_source_once"),
    ("an outstanding sum posted away",
     (entries("repay", R, [("received", -5), ("principal_paid", 5), ("outstanding", -5),
                           ("headroom", 5)], "lent"),), "treasury_received_not_negative"),
    ("a loan's sum written", ("UPDATE lending_loan SET outstanding_fen = 1",), "permission denied"),
    ("a loan's state written", ("UPDATE lending_loan SET state = 'settled'",), "permission denied"),
    ("a loan deleted", ("DELETE FROM lending_loan",), "permission denied"),
    ("an offer's amount", (turned("lending_offer", OFFER, amount_fen="amount_fen * 2"),),
     "lending_offer_fixed"),
    ("an offer's rate", (turned("lending_offer", OFFER, rate_bp="rate_bp + 1"),),
     "lending_offer_fixed"),
    ("why an offer is less than was asked",
     (turned("lending_offer", OFFER, amount_reason="'因为'"),), "lending_offer_fixed"),
    ("why an offer runs so long", (turned("lending_offer", OFFER, term_reason="'因为'"),),
     "lending_offer_fixed"),
    ("an offer accepted by nobody",
     (turned("lending_offer", "%(waiting)s", state="'accepted'", accepted_at="%(now)s"),),
     "lending_offer_undecided"),
    ("asked for in a supplier's name", (ASKED,), "lending_intent_unsaid"),
    ("asked for in a supplier's name, as another says",
     (ASKED, registered("%(institution_officer)s", "%(institution_house)s", "institution-officer")),
     "lending_intent_unsaid"),
    ("put before an institution that was not asked",
     (ASKED, registered("%(supplier_person)s", "%(supplier_house)s", "supplier"), PUT_BEFORE),
     "lending_application_unsaid"),
    ("an institution lets itself read", (ENDED, READ), "lending_consent_unsaid"),
    ("an institution not ticked lets itself read",
     (ASKED, registered("%(supplier_person)s", "%(supplier_house)s", "supplier"),
      READ.replace("SELECT %(new)s, intent_id", "SELECT %(other)s, %(new)s")),
     "lending_consent_unsaid"),
    ("an offer's lender", (turned("lending_offer", OFFER, institution_id="%(supplier_house)s"),),
     "lending_offer_fixed"),
]  # fmt: skip
