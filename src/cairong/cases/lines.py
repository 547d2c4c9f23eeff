"""The lines of a case as plain values: contract, money, financing, locks, payments, duties."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from cairong.clocks.reads import Deadline
from cairong.kernel.states import State


@dataclass(frozen=True, kw_only=True)
class Contract:
    """The contract of a case."""

    id: UUID
    no: str
    title: str
    purchaser: str
    amount_fen: int
    state: State
    public: bool


@dataclass(frozen=True, kw_only=True)
class Money:
    """Where the money of one supplier's receivable is."""

    supplier: str
    amount_fen: int
    due_fen: int
    requested_fen: int
    in_transit_fen: int
    paid_fen: int
    principal_paid_fen: int
    interest_paid_fen: int
    to_supplier_fen: int


@dataclass(frozen=True, kw_only=True)
class Financing:
    """One application, offer or loan on one line."""

    institution: str
    amount_fen: int
    state: State
    no: str = ""
    days: int = 0
    irr_percent: Decimal | None = None
    outstanding_fen: int = 0
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class LockLine:
    """One lock of the account; bank and number only for who may read the account."""

    institution: str
    payee: str
    bank: str
    account_end: str
    reason: str
    state: State


@dataclass(frozen=True, kw_only=True)
class PaymentLine:
    """One payment of the treasury."""

    voucher_no: str
    amount_fen: int
    requested_at: datetime
    state: State


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One duty of a case: whose, and how it stands."""

    holder: str
    deadline: Deadline


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """One paper of the case, with whose it is."""

    id: UUID
    word: str
    name: str
    organisation: str
    state: State
