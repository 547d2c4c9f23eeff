"""How a loan stands on a day: as its state says, or overdue."""

from dataclasses import replace
from datetime import date

from django.db.models import Q

from cairong.kernel.states import State
from cairong.lending.models import Loan
from cairong.lending.states import LOAN


def overdue_on(today: date) -> Q:
    """Ask for the loans that should have been repaid before a day."""
    return Q(state="repaying", due_on__lt=today)


def loan_state(loan: Loan, today: date) -> State:
    """Show a loan's state; one that `overdue_on` finds by the days since its due day."""
    state = LOAN.states[loan.state]
    if loan.state != "repaying" or loan.due_on >= today:
        return state
    return replace(state, word=f"已逾期 {(today - loan.due_on).days} 天", shape="alert")
