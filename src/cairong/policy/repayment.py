"""How money repays loans: what is due first, then early, each loan in its order (D10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairong.policy.cost import accrued_interest


@dataclass(frozen=True, kw_only=True)
class Falling:
    """What of a loan's principal falls due on a day by its schedule."""

    due_on: date
    principal_fen: int


@dataclass(frozen=True, kw_only=True)
class Debt:
    """One loan as it stands before a repayment; `key` names it, `falling` is in order of days."""

    key: str
    outstanding_fen: int
    principal_paid_fen: int
    rate_bp: int
    day_count: int
    accrued_fen: int
    accrued_on: date
    interest_paid_fen: int
    fee_owed_fen: int
    hold_until_due: bool
    falling: tuple[Falling, ...]


@dataclass(frozen=True, kw_only=True)
class Share:
    """What a repayment does to one loan. `accrued_fen` is new interest up to the day `on`."""

    key: str
    on: date
    accrued_fen: int
    fee_fen: int
    interest_fen: int
    principal_fen: int

    @property
    def paid_fen(self) -> int:
        """All that this loan takes of the money."""
        return self.fee_fen + self.interest_fen + self.principal_fen


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What is owed on a loan on a day: new interest, and what of each is due or can be paid."""

    accrued_fen: int
    due_interest_fen: int
    due_principal_fen: int
    whole_interest_fen: int
    whole_principal_fen: int

    @property
    def whole_fen(self) -> int:
        """Principal and interest that would settle the loan on that day, fees apart."""
        return self.whole_interest_fen + self.whole_principal_fen


def owed(debt: Debt, on: date) -> Owed:
    """Work out what is owed on a day: interest on actual days on the whole outstanding principal.

    Due interest runs up to the last instalment day that has come; due principal is what the
    schedule wanted by then, less all principal repaid (early repayment counts for the earliest).
    """
    new = _interest(debt, on)
    passed = [each for each in debt.falling if each.due_on <= on]
    if not passed:
        due_interest = due_principal = 0
    else:
        until = _interest(debt, min(passed[-1].due_on, on))
        due_interest = max(debt.accrued_fen + min(until, new) - debt.interest_paid_fen, 0)
        wanted = sum(each.principal_fen for each in passed)
        due_principal = min(max(wanted - debt.principal_paid_fen, 0), debt.outstanding_fen)
    return Owed(
        accrued_fen=new,
        due_interest_fen=due_interest,
        due_principal_fen=due_principal,
        whole_interest_fen=debt.accrued_fen + new - debt.interest_paid_fen,
        whole_principal_fen=debt.outstanding_fen,
    )


def apply_money(amount_fen: int, debts: Sequence[Debt], on: date) -> tuple[list[Share], int]:
    """Share money among loans, given in the order of their registration; return the rest too.

    First fee, interest and principal that are due, loan by loan; then what is left repays early:
    interest up to the day, then principal, loan by loan, save where a loan holds until due. `on`
    is the day the money came; a loan that has accrued beyond it grows nothing more, the others
    no further than it. Source: D10; examples in tests/policy/test_repayment.py.
    """
    found = [owed(debt, on) for debt in debts]
    left = amount_fen
    taken: list[list[int]] = []
    for debt, each in zip(debts, found, strict=True):
        parts, left = _take(
            left, [debt.fee_owed_fen, each.due_interest_fen, each.due_principal_fen]
        )
        taken.append(parts)
    for parts, debt, each in zip(taken, debts, found, strict=True):
        if debt.hold_until_due:
            continue
        wanted = [each.whole_interest_fen - parts[1], each.whole_principal_fen - parts[2]]
        early, left = _take(left, wanted)
        parts[1], parts[2] = parts[1] + early[0], parts[2] + early[1]
    shares = [
        Share(
            key=debt.key,
            on=max(on, debt.accrued_on),
            accrued_fen=each.accrued_fen,
            fee_fen=parts[0],
            interest_fen=parts[1],
            principal_fen=parts[2],
        )
        for debt, each, parts in zip(debts, found, taken, strict=True)
    ]
    return shares, left


def share_of_own(amount_fen: int, debt: Debt, on: date) -> Share:
    """Let money of the supplier's own repay one loan: interest up to the day, then principal."""
    given = owed(debt, on)
    parts, _ = _take(amount_fen, [given.whole_interest_fen, given.whole_principal_fen])
    return Share(
        key=debt.key,
        on=on,
        accrued_fen=given.accrued_fen,
        fee_fen=0,
        interest_fen=parts[0],
        principal_fen=parts[1],
    )


def interest_since(
    principal_fen: int, rate_bp: int, day_count: int, *, since: date, on: date
) -> int:
    """Work out the interest of a principal that was never repaid, from that day to another."""
    return accrued_interest(principal_fen, rate_bp, (on - since).days, day_count)


def _interest(debt: Debt, until: date) -> int:
    days = (until - debt.accrued_on).days
    if days <= 0:
        return 0
    return accrued_interest(debt.outstanding_fen, debt.rate_bp, days, debt.day_count)


def _take(left: int, wanted: Sequence[int]) -> tuple[list[int], int]:
    parts = []
    for each in wanted:
        part = min(max(each, 0), left)
        parts.append(part)
        left -= part
    return parts, left
