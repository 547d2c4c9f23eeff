"""What a supplier can borrow on, how much of whom, and the arithmetic of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cairong.contracts.reads import open_awards, own_shares
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.lending.record import grade_of
from cairong.lending.steps.bindings import Ground, ground_of
from cairong.lending.steps.reaching import lenders_for
from cairong.parties.reads import own_organisation
from cairong.policy.catalogue import sentence
from cairong.policy.lending import financeable_fen
from cairong.rulebook.reads import parameter
from cairong.treasury.arithmetic import Line, arithmetic, headroom_fen
from cairong.treasury.expected import Outlook, outlook_of
from cairong.treasury.reads import receivables_for

MOST, MOST_SUMMED = 50, 200
SUMMED = (
    "amount_fen", "opening_fen", "retention_fen", "cap_percent", "paid_fen", "in_transit_fen",
    "reserved_fen", "outstanding_fen",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Holding:
    """A contract or an award, and what can still be borrowed on it."""

    id: UUID
    no: str
    title: str
    purchaser: str
    fen: int


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """The newest contracts and awards to borrow on; `used` are those used up.

    `most` says after how many contracts the list was cut, if it was.
    """

    contracts: list[Holding]
    used: list[Holding]
    awards: list[Holding]
    most: int | None


@dataclass(frozen=True, kw_only=True)
class Lender:
    """An institution with a product for the borrower, and the largest share it lends."""

    id: UUID
    name: str
    cap_percent: int


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How much can be borrowed, under which cap, line by line."""

    fen: int
    cap_percent: int
    lines: list[Line]


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What is borrowed on, and who could be asked; `nobody` says why there is none, if so."""

    title: str
    lenders: list[Lender]
    nobody: str
    whole_cap: int
    ground: Ground

    def asked(self, chosen: Collection[UUID]) -> list[Lender]:
        """List those chosen, or all."""
        return [lender for lender in self.lenders if not chosen or lender.id in chosen]

    def outlook(self, now: datetime) -> Outlook | None:
        """Say when what is still to be paid will probably be; nothing before the contract."""
        owed = self.ground.receivable
        return outlook_of(owed, day_of(now)) if owed is not None else None

    def reach(self, chosen: Collection[UUID] = ()) -> Reach:
        """Say how much can be asked of those chosen, or of all."""
        largest = max((each.cap_percent for each in self.asked(chosen)), default=0)
        cap, receivable = min(self.whole_cap, largest), self.ground.receivable
        if receivable is not None:
            fen = max(headroom_fen(receivable, cap), 0)
            return Reach(fen=fen, cap_percent=cap, lines=arithmetic(receivable, cap))
        share = self.ground.base_fen
        fen = financeable_fen(base_fen=share, cap_percent=cap)
        lines = [
            Line(sign="", word="中标(成交)金额", fen=share),
            Line(sign="×", word=f"融资比例上限 {cap}%,舍去分以下", fen=fen),
            Line(sign="=", word="可以登记的意向金额", fen=fen),
        ]
        return Reach(fen=fen, cap_percent=cap, lines=lines)


def headrooms_of(actor: Actor) -> list[int]:
    """List what can still be borrowed on each contract of a supplier; never below nothing."""
    owed = receivables_for(actor).select_related(None).exclude(state="paid")
    return [max(headroom_fen(each), 0) for each in owed.only(*SUMMED)[:MOST_SUMMED]]


def holdings_of(actor: Actor, now: datetime) -> Holdings:
    """List what a supplier can borrow on, the newest first."""
    found = list(receivables_for(actor).exclude(state="paid")[: MOST + 1])
    contracts = [
        Holding(
            id=each.contract_id,
            no=each.contract.no,
            title=each.contract.title,
            purchaser=each.contract.purchaser_name,
            fen=max(headroom_fen(each), 0),
        )
        for each in found[:MOST]
    ]
    listed = list(open_awards(actor))
    shares = own_shares(actor, now, [each.pk for each in listed])
    awards = [
        Holding(id=each.pk, no=each.no, title=each.title, purchaser=each.purchaser_name, fen=fen)
        for each in listed
        if (fen := shares[each.pk])
    ]
    return Holdings(
        contracts=[contract for contract in contracts if contract.fen],
        used=[contract for contract in contracts if not contract.fen],
        awards=awards,
        most=MOST if len(found) > MOST else None,
    )


def asking_on(
    actor: Actor, now: datetime, *, contract_id: UUID | None = None, award_id: UUID | None = None
) -> Asking:
    """Say what an intent on a contract or an award would stand on, and whom it would reach.

    Raises NotFound, WrongState on a cancelled award, PolicyBreach.
    """
    supplier_id = own_organisation(actor)
    ground = ground_of(actor, supplier_id, contract_id, award_id)
    if ground.receivable is not None:
        cap = ground.receivable.cap_percent
    else:
        cap = parameter(actor.city, "contract_cap_percent", on=day_of(now))
    found = lenders_for(ground.borrower, grade_of(actor.city, supplier_id, now))
    return Asking(
        title=ground.title,
        lenders=[
            Lender(id=each.pk, name=each.name, cap_percent=found.caps[each.pk])
            for each in found.able
        ],
        nobody=sentence(found.nobody) if found.nobody else "",
        whole_cap=cap,
        ground=ground,
    )
