"""A payment that came back after it repaid a loan, written by hand."""

from abuse.rows.loans import LOAN, R, entry
from abuse.rows.payments import SLIP, back
from abuse.rows.writing import Attempt, entries, turned, two

LENT, FEN = "%(lent_payment)s", 10_000_000
PAPER = SLIP.replace("sent_payment", "lent_payment")
SAID = two(
    "treasury.return_payment", "treasury", payment_id=f"{LENT}::uuid",
    slip_id="%(third)s::uuid", return_serial="'TH-123456'", amount_fen=str(FEN),
)  # fmt: skip
GONE = turned("treasury_payment", LENT, state="'returned'", ended_at="%(now)s")
RETURN = entries(
    "return", LENT,
    [("paid", -FEN), ("due", FEN), ("received", -FEN), ("transferred", FEN)], "lent",
)  # fmt: skip
UNREPAY = (
    "INSERT INTO treasury_entry"
    " (posting, receivable_id, kind, account, delta_fen, ref_id, at, kept_fen)"
    " SELECT post, receivable_id, 'unrepay', account, -delta_fen, ref_id, %(now)s, 0"
    " FROM gen_random_uuid() AS post, treasury_entry"
    f" WHERE ref_id = {R} AND kind = 'repay'"
)


def reversal(principal: str = "-principal_fen", accrued: str = "0", on: str = '"on"') -> str:
    """The reversal of what the lent contract's money repaid."""
    return (
        'INSERT INTO lending_loanentry (loan_id, kind, "on", at, drawn_fen, accrued_fen,'
        " interest_fen, principal_fen, fee_fen, means, reverses_id)"
        f" SELECT loan_id, 'reversed', {on}, %(now)s, 0, {accrued}, -interest_fen, {principal},"
        f" -fee_fen, '', id FROM lending_loanentry WHERE source_id = {R}"
    )


BACK = (*SAID, PAPER, GONE, back(FEN, of="lent"))
WHOLE = (*BACK, reversal(), UNREPAY, RETURN)
ENTRY, POSTING = "lending_entry_undecided", "treasury_posting_undecided"
REVERSING: list[Attempt] = [
    ("a payment returned, what it repaid left", (*BACK, RETURN), "treasury_received_not_negative"),
    ("returned and reversed, says nobody", WHOLE[len(SAID):], "treasury_payment_undecided"),
    ("reversed, its payment not returned", (reversal(), UNREPAY), ENTRY),
    ("taken back at another moment",
     (*BACK, reversal(), UNREPAY.replace("%(now)s", "%(at)s"), RETURN), POSTING),
    ("reversed in the books alone", (*BACK, UNREPAY, RETURN), "lending_posting_undecided"),
    ("reversed on the loan alone", (reversal(),), ENTRY),
    ("reversed by less than it repaid",
     (*BACK, reversal(principal="1 - principal_fen"), UNREPAY, RETURN), ENTRY),
    ("reversed with interest that nothing bore",
     (*BACK, reversal(accrued="1"), UNREPAY, RETURN), ENTRY),
    ("reversed on another day", (*BACK, reversal(on="'2025-10-19'"), UNREPAY, RETURN), ENTRY),
    ("reversed twice", (*WHOLE, reversal()), "lending_loanentry_reverses_id_key"),
    ("taken back twice", (*WHOLE, UNREPAY), "treasury_posting_once"),
    ("a reversal of nothing", (entry(LOAN, "reversed", principal=-5),), "lending_entry_reverses"),
    ("a repayment below zero",
     (entry(LOAN, "repaid", principal=-5),), "lending_entry_not_negative"),
    ("repaid again from money that came back",
     (*WHOLE, entries("repay", R, [("received", -5), ("principal_paid", 5), ("outstanding", -5),
                                   ("headroom", 5)], "lent")), "treasury_received_not_negative"),
]  # fmt: skip
DECIDED_REVERSING: list[tuple[str, tuple[str, ...]]] = [
    ("a payment returned by two of the desk, with all that it repaid", WHOLE),
]
