"""How a loan stands on a day: as its state says, or overdue."""

from dataclasses import replace
from datetime import date

from cairong.kernel.states import State
from cairong.lending.states import LOAN
from cairong.listing.declared import TODAY
from cairong.web.parts import Column


def loan_state(state: str, due_on: date, today: date) -> State:
    """Show a loan's state; one that should have been repaid by the days since."""
    shown = LOAN.states[state]
    if state != "repaying" or due_on >= today:
        return shown
    return replace(shown, word=f"已逾期 {(today - due_on).days} 天", shape="alert")


LOAN_STATE = Column(
    "state",
    "状态",
    "status",
    of=("state", "due_on", TODAY),
    states=LOAN,
    filter=True,
    show=loan_state,
)
DRAWN_AND_DUE = (
    Column("drawn", "放款日", "date", of="drawn_on", sort=True),
    Column("due", "到期日", "date", of="due_on", sort=True),
)
