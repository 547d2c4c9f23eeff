"""Receivables, acceptances and postings, written by hand."""

from abuse.rows.writing import Attempt, entries, posting, said, two
from cairong.treasury.chart import Account

A, R, P = "%(free_acceptance)s", "%(remittance)s", "%(lent_payment)s"


def receivable(supplier: str, fen: str, cap: int = 70, of: str = "free") -> str:
    """A receivable on a contract."""
    sums = ", ".join(f"{account}_fen" for account in Account)
    return (
        "INSERT INTO treasury_receivable (id, city_id, contract_id, supplier_id, seq, region,"
        f" amount_fen, retention_fen, cap_percent, established_at, {sums})"
        f" SELECT %(new)s, city_id, id, {supplier}, 2, region, {fen}, 0, {cap}, %(now)s"
        f" {', 0' * len(Account)}"
        f" FROM contracts_contract WHERE id = %({of}_contract)s"
    )


def stand(fen: str, of: str = "free") -> str:
    """The posting of a receivable just made."""
    return posting("stand", f"%({of}_contract)s::uuid", fen, of).replace(
        f"%({of}_receivable)s", "%(new)s::uuid"
    )


def acceptance(fen: int, at: str = "%(now)s", of: str = "free") -> str:
    """An acceptance."""
    return (
        "INSERT INTO treasury_acceptance (id, city_id, receivable_id, milestone, amount_fen,"
        " accepted_on, agreed_days, agreed_unit, recorded_at) VALUES (%(new)s, %(city)s,"
        f" %({of}_receivable)s, '验收', {fen}, '2025-10-20', 10, 'working', {at})"
    )


SIGNED = two(
    "filing.sign_contract", "purchaser", award_id="%(free_award)s::uuid", amount_fen="68520000"
)
RECORDED = said(
    "treasury.acceptance.recorded", "%(new)s", "%(purchaser_officer)s", "%(purchaser_house)s",
    "purchaser-officer",
)  # fmt: skip
RECALL = (
    "INSERT INTO treasury_acceptancerecall (acceptance_id, reason, recalled_at)"
    f" VALUES ({A}, 'x', %(now)s)"
)
BACK = posting("unaccept", A, 20_000_000)
STOOD, ACCEPTED = "treasury_receivable_undecided", "treasury_acceptance_undecided"
POSTED, WHOLE = "treasury_posting_undecided", "treasury_posting_whole"
MINE, THEIRS = "%(institution_house)s::uuid", "%(supplier_house)s::uuid"
BOOKS: list[Attempt] = [
    ("a receivable of a firm that is not on the contract",
     (*SIGNED, receivable(MINE, "68520000"), stand("68520000")), STOOD),
    ("a receivable signed by nobody", (receivable(MINE, "100"), stand("100")), STOOD),
    ("ten times the share", (*SIGNED, receivable(MINE, "685200000"), stand("685200000")), STOOD),
    ("under a cap that nobody declared",
     (*SIGNED, receivable(MINE, "68520000", cap=100), stand("68520000")), STOOD),
    ("a receivable without its posting", (*SIGNED, receivable(MINE, "68520000")), STOOD),
    ("the supplier's a second time", (receivable(THEIRS, "68520000"),), "treasury_receivable_once"),
    ("a contract that stands twice", (posting("stand", "%(free_contract)s", 100),),
     "treasury_posting_once"),
    ("a standing of another paper", (posting("stand", "%(other)s", 100),),
     "treasury_stands_within_contract"),
    ("accepted without an acceptance", (posting("accept", "%(other)s", 100),), POSTED),
    ("accepted by another receivable's acceptance",
     (posting("accept", "%(lent_acceptance)s", 10_000_000),), POSTED),
    ("an acceptance that nobody recorded",
     (acceptance(100), posting("accept", "%(new)s", 100)), ACCEPTED),
    ("an acceptance recorded by the supplier",
     (acceptance(100), posting("accept", "%(new)s", 100),
      said("treasury.acceptance.recorded", "%(new)s", "%(supplier_person)s",
           "%(supplier_house)s", "supplier")), ACCEPTED),
    ("an acceptance in the name of who is not the purchaser's",
     (acceptance(100), posting("accept", "%(new)s", 100),
      RECORDED.replace("%(purchaser_officer)s", "%(institution_officer)s")), ACCEPTED),
    ("an acceptance without its posting", (acceptance(100), RECORDED), ACCEPTED),
    ("an acceptance posted with more",
     (acceptance(100), RECORDED, posting("accept", "%(new)s", 40_000_000)), "undecided"),
    ("an acceptance posted at another moment",
     (acceptance(100), RECORDED, posting("accept", "%(new)s", 100, at="%(at)s")), POSTED),
    ("an acceptance posted twice",
     (acceptance(100), RECORDED, posting("accept", "%(new)s", 100),
      posting("accept", "%(new)s", 100)), "treasury_posting_once"),
    ("taken back by nobody", (RECALL, BACK), "treasury_recall_undecided"),
    ("taken back without a recall", (BACK,), POSTED),
    ("a recall without its posting",
     (*two("treasury.recall_acceptance", "purchaser", acceptance_id=f"{A}::uuid"), RECALL),
     "treasury_recall_undecided"),
    ("taken back by two of the bureau",
     (*two("treasury.recall_acceptance", "treasury", acceptance_id=f"{A}::uuid"), RECALL, BACK),
     "treasury_recall_undecided"),
    ("a payment that came back, though it arrived", (posting("bounce", P, 10_000_000, "lent"),),
     "treasury_posting_of_payment"),
    ("half of a posting", (entries("accept", "%(other)s", [("due", 1)], "free"),),
     "treasury_posting_balanced"),
    ("money on the account without the contract's side",
     (entries("confirm", "%(sent_payment)s", [("transferred", -5), ("received", 5)], "sent"),), WHOLE),
    ("a repayment that says principal and moves none",
     (entries("repay", R, [("received", -5), ("principal_paid", 5)], "lent"),), WHOLE),
    ("outstanding made less without a repayment",
     (entries("repay", R, [("outstanding", -5), ("headroom", 5)], "lent"),), WHOLE),
    ("one posting of two kinds",
     (posting("accept", "%(other)s", 5).replace(
         "(VALUES ", "(VALUES ('reserve', 'headroom', -5::bigint), ('reserve', 'reserved', 5), "),),
     WHOLE),
    ("surplus of nothing that arrived", (posting("surplus", "%(other)s", 1, "lent"),),
     "treasury_received_not_negative"),
    ("more than the remittance brought",
     (posting("surplus", R, 1, "lent"),), "treasury_received_not_negative"),
    ("an entry changed", ("UPDATE treasury_entry SET delta_fen = 1",), "permission denied"),
    ("an entry deleted", ("DELETE FROM treasury_entry",), "permission denied"),
    ("a sum written", ("UPDATE treasury_receivable SET due_fen = 1",), "permission denied"),
    ("a cap written", ("UPDATE treasury_receivable SET cap_percent = 100",), "permission denied"),
    ("an amount written", ("UPDATE treasury_receivable SET amount_fen = amount_fen * 10",),
     "permission denied"),
]  # fmt: skip
