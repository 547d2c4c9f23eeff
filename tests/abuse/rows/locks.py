"""Locks and what stands under them, written by hand."""

from abuse.rows.writing import Attempt, entries, said, turned, two

LOCK, OFFER = "%(lock)s", "%(offer)s"
UNDER = f"(SELECT id FROM treasury_lockoperation WHERE lock_id = {LOCK})"
ASKED = "%(pending)s"
OF_ASKED = {"lock_id": f"{ASKED}::uuid"}
END = {"ended_at": "%(now)s"}


def lock(of: str = "free", state: str = "requested") -> str:
    """A lock asked for on the current payee."""
    return (
        "INSERT INTO treasury_lock (id, city_id, receivable_id, payee_version_id, institution_id,"
        " state, requested_at, lapses_on, reason) SELECT %(new)s, city_id, id, current_id,"
        f" %(institution_house)s, '{state}', %(now)s, '2025-11-03', '' FROM treasury_receivable"
        f" WHERE id = %({of}_receivable)s"
    )


def under(key: str, offer: str) -> str:
    """An operation under a lock."""
    return (
        "INSERT INTO treasury_lockoperation (lock_id, offer_id, state, opened_at)"
        f" VALUES ({key}, {offer}, 'open', %(now)s)"
    )


def step(state: str, **moments: str) -> str:
    """The pending lock turned to a state."""
    return turned("treasury_lock", ASKED, state=f"'{state}'", **moments)


GUARD = "treasury_lock_undecided"
CONSENT = said(
    "treasury.lock.consented", ASKED, "%(supplier_person)s", "%(supplier_house)s", "supplier"
)
LOCKS: list[Attempt] = [
    ("released while it is in use", (turned("treasury_lock", LOCK, state="'released'", **END),),
     "treasury_lock_in_use"),
    ("its operation settled while its loan is owed",
     (turned("treasury_lockoperation", UNDER, state="'settled'", **END),),
     "lending_operation_undecided"),
    ("its operation cancelled while its offer stands",
     (turned("treasury_lockoperation", UNDER, state="'cancelled'", **END),),
     "lending_operation_undecided"),
    ("settled and released, the loan said to be repaid from elsewhere",
     (entries("repay_own", "%(loan)s", [
         ("outstanding", "-(SELECT outstanding_fen FROM treasury_receivable WHERE id = %(lent_receivable)s)"),
         ("headroom", "(SELECT outstanding_fen FROM treasury_receivable WHERE id = %(lent_receivable)s)"),
      ], "lent"),
      turned("treasury_lockoperation", UNDER, state="'settled'", **END),
      turned("treasury_lock", LOCK, state="'released'", **END)),
     "undecided"),
    ("asked for by nobody", (lock(), under("%(new)s", "%(waiting)s")), GUARD),
    ("asked for with nothing under it", (lock(),), GUARD),
    ("asked for by two of the purchaser",
     (*two("lending.request_lock", "purchaser", offer_id="%(waiting)s::uuid"), lock(),
      under("%(new)s", "%(waiting)s")), GUARD),
    ("asked for under another contract's offer",
     (*two("lending.request_lock", "institution", offer_id=f"{OFFER}::uuid"),
      turned("treasury_lockoperation", UNDER, state="'settled'", **END),
      lock(), under("%(new)s", OFFER)), "lending_operation_undecided"),
    ("asked for on an account that is none of it", (lock().replace("current_id", "%(lent_payee)s::uuid"),),
     "treasury_lock_payee"),
    ("born active", (lock(state="active"),), "treasury_lock_steps"),
    ("consented by nobody", (step("supplier_consented", consented_at="%(now)s"),), GUARD),
    ("consented by the purchaser's officer",
     (CONSENT.replace("%(supplier_person)s", "%(purchaser_officer)s"),
      step("supplier_consented", consented_at="%(now)s")), GUARD),
    ("consented by the institution itself",
     (said("treasury.lock.consented", ASKED, "%(institution_officer)s", "%(institution_house)s",
           "institution-officer"),
      step("supplier_consented", consented_at="%(now)s")), GUARD),
    ("acknowledged by nobody",
     (CONSENT, step("supplier_consented", consented_at="%(now)s"),
      step("purchaser_acknowledged", acknowledged_at="%(now)s")), GUARD),
    ("acknowledged by two of the bureau",
     (CONSENT, step("supplier_consented", consented_at="%(now)s"),
      *two("treasury.acknowledge_lock", "treasury", **OF_ASKED),
      step("purchaser_acknowledged", acknowledged_at="%(now)s")), GUARD),
    ("confirmed by nobody",
     (CONSENT, step("supplier_consented", consented_at="%(now)s"),
      *two("treasury.acknowledge_lock", "purchaser", **OF_ASKED),
      step("purchaser_acknowledged", acknowledged_at="%(now)s"),
      step("active", active_at="%(now)s")), GUARD),
    ("confirmed from the beginning", (step("active", active_at="%(now)s"),), "treasury_lock_steps"),
    ("recalled by nobody", (step("recalled", **END),), GUARD),
    ("refused by nobody", (step("refused", **END),), GUARD),
    ("lapsed with something under it", (step("lapsed", **END),), GUARD),
    ("lapsed before its day, what stood under it cancelled",
     (turned("treasury_lockoperation",
             f"(SELECT id FROM treasury_lockoperation WHERE lock_id = {ASKED})",
             state="'cancelled'", **END), step("lapsed", **END)), "lending_operation_undecided"),
    ("its last day brought forward", (turned("treasury_lock", ASKED, lapses_on="'2025-10-01'"),),
     "treasury_lock_account_fixed"),
    ("the moment it became active", (turned("treasury_lock", LOCK, active_at="%(now)s"),),
     "treasury_lock_account_fixed"),
    ("another account under it", (turned("treasury_lock", LOCK, payee_version_id="%(free_payee)s"),),
     "treasury_lock_account_fixed"),
    ("another institution's",
     (turned("treasury_lock", LOCK, institution_id="%(supplier_house)s"),),
     "treasury_lock_account_fixed"),
    ("a second one active",
     (lock("lent"), under("%(new)s", "%(waiting)s")), "treasury_lock_one_live"),
    ("an operation of an offer that is none", (under(LOCK, "%(other)s"),),
     "lending_operation_undecided"),
    ("an operation opened again",
     (turned("treasury_lockoperation", UNDER, state="'settled'", **END),
      turned("treasury_lockoperation", UNDER, state="'open'")), "treasury_operation_steps"),
    ("an operation under another lock", (turned("treasury_lockoperation", UNDER, lock_id=ASKED),),
     "treasury_operation_steps"),
]  # fmt: skip
