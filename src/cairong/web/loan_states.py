"""How a loan stands on a day: as its state says, or by how many days it is overdue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cairong.kernel.states import State
from cairong.lending.overdues import live_of, overdue_since
from cairong.lending.states import LOAN
from cairong.listing.declared import TODAY
from cairong.web.parts import Column


def loan_state(state: str, today: date, since: date | None) -> State:
    """Show a loan's state; one that is overdue by the days since it was in time last."""
    shown = LOAN.states[state]
    if since is None:
        return shown
    return replace(shown, word=f"已逾期 {(today - since).days} 天", shape="alert")


def loans_shown(loans: Sequence[Any], today: date) -> list[tuple[Any, State]]:
    """Show loans each with how it stands."""
    late = live_of([loan.pk for loan in loans])
    since = {pk: overdue.last_on for pk, overdue in late.items()}
    return [(loan, loan_state(loan.state, today, since.get(loan.pk))) for loan in loans]


LOAN_STATE = Column(
    "state",
    "状态",
    "status",
    of=("state", TODAY),
    batch=overdue_since,
    states=LOAN,
    filter=True,
    show=loan_state,
)
DRAWN_AND_DUE = (
    Column("drawn", "放款日", "date", of="drawn_on", sort=True),
    Column("due", "到期日", "date", of="due_on", sort=True),
)
