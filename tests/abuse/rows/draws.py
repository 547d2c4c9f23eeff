"""What was asked of an offer, since when its days run, and when they are kept, written by hand."""

from abuse.rows.loans import OFFER, loan
from abuse.rows.writing import Attempt, said, turned

DUTY = f"(SELECT id FROM clocks_duty WHERE subject_id = {OFFER} AND kind = 'disburse_loan')"
SUPPLIER = ("%(supplier_person)s", "%(supplier_house)s", "supplier")
LENDER = ("%(institution_officer)s", "%(institution_house)s", "institution-officer")
WAITING = "%(waiting)s"


def offer(**columns: str) -> str:
    """The offer that was lent on, of which a part is drawn and the whole is asked, turned."""
    return turned("lending_offer", OFFER, **columns)


def asked(by: tuple[str, str, str]) -> str:
    """That somebody asked for a draw, saying no amount."""
    return said("lending.draw.asked", OFFER, *by)


DONE = (
    'INSERT INTO clocks_mark (duty_id, kind, "on", at, calendar_version, reason)'
    f" VALUES ({DUTY}, 'done', '2025-10-20', %(now)s, '', '')"
)
ASKED, MET = "lending_asked_undecided", "lending_conditions_undecided"
PART = {"asked_fen": "drawn_fen", "asked_at": "%(now)s"}
DRAWS: list[Attempt] = [
    ("the duty done by a part", (DONE,), "lending_drawn_as_asked"),
    ("the duty done by a part that says it is the whole",
     (offer(drawn_fen="amount_fen"), DONE), "lending_drawn_as_asked"),
    ("a part asked by nobody", (offer(**PART),), ASKED),
    ("a part asked by the lender", (asked(LENDER), offer(**PART)), ASKED),
    ("a part said to be all, after the whole was asked",
     (asked(SUPPLIER), offer(**PART)), ASKED),
    ("accepted for less than the supplier said",
     (said("lending.offer.accepted", WAITING, *SUPPLIER),
      turned("lending_offer", WAITING, state="'accepted'", accepted_at="%(now)s", asked_fen="5")),
     ASKED),
    ("asked above the offer", (offer(asked_fen="amount_fen + 1"),), "lending_asked_within_offer"),
    ("asked below what is drawn", (offer(asked_fen="drawn_fen - 1"),),
     "lending_drawn_within_asked"),
    ("called drawn in part while the whole is asked", (offer(state="'part_drawn'"),),
     "lending_part_drawn"),
    ("the day of the conditions, later", (offer(conditions_on="conditions_on + 3"),), MET),
    ("the day of the agreement, later", (offer(signed_on="signed_on + 3"),), MET),
    ("a cooling-off put in afterwards", (offer(cooling_until="'2025-12-31'"),), MET),
    ("conditions met by nobody",
     (turned("lending_offer", WAITING, conditions_on="'2025-10-20'", signed_on="'2025-10-20'",
             conditions_at="%(now)s"),), MET),
    ("a cooling-off waived by nobody", (offer(cooling_waived_at="%(now)s"),),
     "lending_cooling_undecided"),
    ("a cooling-off waived by the lender",
     (said("lending.cooling.waived", OFFER, *LENDER), offer(cooling_waived_at="%(now)s")),
     "lending_cooling_undecided"),
    ("drawn in the cooling-off", (offer(cooling_until="'2025-10-20'"), loan(100)),
     "lending_cooled"),
]  # fmt: skip
