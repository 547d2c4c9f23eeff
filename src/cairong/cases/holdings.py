"""What a supplier can borrow on, how much of whom, and the arithmetic of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cairong.contracts.reads import open_awards, own_shares
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.lending.matching import Ranking, match, query_of, whole_cap
from cairong.lending.models import Intent
from cairong.lending.reads import intents_of
from cairong.lending.record import grade_of
from cairong.lending.states import OPEN_INTENTS
from cairong.lending.steps.bindings import Ground, ground_of
from cairong.lending.steps.lookups import sources_of
from cairong.lending.steps.reaching import lenders_for
from cairong.lending.steps.registering import CONSENT_DAYS, Wanted
from cairong.parties.models import Organisation
from cairong.parties.reads import own_organisation
from cairong.policy.catalogue import sentence
from cairong.policy.lending import financeable_fen
from cairong.policy.lookups import KINDS, Kind
from cairong.products.reads import Bounds
from cairong.treasury.arithmetic import Line, arithmetic, headroom_fen, room
from cairong.treasury.expected import Outlook, outlook_of
from cairong.treasury.reads import receivables_for

MOST, MOST_SUMMED, BEST = 30, 200, 3


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
    """The contracts and awards to borrow on, those with the most room first; `used` are used up.

    `most` says after how many contracts the list was cut, if it was.
    """

    contracts: list[Holding]
    used: list[Holding]
    awards: list[Holding]
    most: int | None


@dataclass(frozen=True, kw_only=True)
class Room:
    """What can be borrowed in all, on how many contracts, and those with the most of it."""

    fen: int
    contracts: int
    best: list[Holding]


@dataclass(frozen=True, kw_only=True)
class Lender:
    """An institution with a product for the borrower, and how far its products go."""

    id: UUID
    name: str
    bounds: Bounds


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How much can be borrowed, under which cap, line by line."""

    fen: int
    cap_percent: int
    lines: list[Line]


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What is borrowed on, and who could be asked; `nobody` says why there is none, if so.

    `grade` is that of the supplier's performance record, `sources` the outside ones read here.
    """

    title: str
    lenders: list[Lender]
    able: list[Organisation]
    nobody: str
    whole_cap: int
    ground: Ground
    grade: str
    sources: Mapping[str, Kind]
    consent_days: int = CONSENT_DAYS

    def asked(self, chosen: Collection[UUID]) -> list[Lender]:
        """List those chosen, or all."""
        return [lender for lender in self.lenders if not chosen or lender.id in chosen]

    def outlook(self, now: datetime) -> Outlook | None:
        """Say when what is still to be paid will probably be; nothing before the contract."""
        owed = self.ground.receivable
        return outlook_of(owed, day_of(now)) if owed is not None else None

    def reach(self, chosen: Collection[UUID] = ()) -> Reach:
        """Say how much can be asked of those chosen, or of all."""
        largest = max((each.bounds.cap_percent for each in self.asked(chosen)), default=0)
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

    def least(self, chosen: Collection[UUID] = ()) -> int:
        """Say the least amount that one of those chosen lends, or one of all."""
        return min((each.bounds.least_fen for each in self.asked(chosen)), default=0)

    def most_days(self, chosen: Collection[UUID]) -> int:
        """Say for how long one of those chosen lends at most, or one of all."""
        return max((each.bounds.most_days for each in self.asked(chosen)), default=0)

    def methods(self) -> set[str]:
        """Name the ways of repaying that somebody offers."""
        return {method for each in self.lenders for method in each.bounds.methods}

    def ranking(self, now: datetime, *, amount_fen: int, days: int, method: str) -> Ranking:
        """Put those who could lend in the published order for what is asked for (二(一)-5)."""
        wanted = Wanted(amount_fen=amount_fen, days=days, method=method)
        asked = query_of(wanted, self.ground, self.grade)
        return match(self.ground, self.able, asked, now=now)


def room_of(actor: Actor) -> Room:
    """Sum up what a supplier can still borrow, and where most of it is."""
    rows = list(_roomy(actor, "")[:MOST_SUMMED])
    held = [holding for holding in map(_holding, rows) if holding.fen]
    return Room(fen=sum(each.fen for each in held), contracts=len(held), best=held[:BEST])


def holdings_of(actor: Actor, now: datetime, words: str = "") -> Holdings:
    """List what a supplier can borrow on, of those only that `words` name, the most room first."""
    found = list(_roomy(actor, words)[: MOST + 1])
    contracts = [_holding(each) for each in found[:MOST]]
    named = Q(title__icontains=words) | Q(no__icontains=words) | Q(purchaser_name__icontains=words)
    listed = list(open_awards(actor).filter(named)[:MOST])
    shares = own_shares(actor, now, [each.pk for each in listed])
    awards = [
        Holding(id=each.pk, no=each.no, title=each.title, purchaser=each.purchaser_name, fen=fen)
        for each in listed
        if (fen := shares[each.pk])
    ]
    return Holdings(
        contracts=[contract for contract in contracts if contract.fen],
        used=[contract for contract in contracts if not contract.fen],
        awards=sorted(awards, key=lambda each: -each.fen),
        most=MOST if len(found) > MOST else None,
    )


def equal_intent(actor: Actor, ground: Ground, *, amount_fen: int, days: int) -> Intent | None:
    """Find an intent of a supplier that still runs and asks for the very same."""
    same: dict[str, Any] = {"amount_fen": amount_fen, "days": days}
    if ground.contract is not None:
        same["contract"] = ground.contract
    else:
        same |= {"award": ground.award_id, "contract": None}
    return intents_of(actor).filter(state__in=OPEN_INTENTS, **same).first()


def _roomy(actor: Actor, words: str) -> QuerySet[Any]:
    """List the receivables of a supplier whose contract has these words, the most room first."""
    named = (
        Q(contract__title__icontains=words)
        | Q(contract__no__icontains=words)
        | Q(contract__purchaser_name__icontains=words)
    )
    rows = receivables_for(actor).exclude(state="paid").filter(named)
    return rows.annotate(room_fen=room()).order_by("-room_fen", "-established_at", "-pk")


def _holding(receivable: Any) -> Holding:
    contract = receivable.contract
    return Holding(
        id=contract.pk,
        no=contract.no,
        title=contract.title,
        purchaser=contract.purchaser_name,
        fen=receivable.room_fen,
    )


def asking_on(
    actor: Actor, now: datetime, *, contract_id: UUID | None = None, award_id: UUID | None = None
) -> Asking:
    """Say what an intent on a contract or an award would stand on, and whom it would reach.

    Raises NotFound, WrongState on a cancelled award, PolicyBreach.
    """
    supplier_id = own_organisation(actor)
    ground = ground_of(actor, supplier_id, contract_id, award_id)
    grade = grade_of(actor.city, supplier_id, now)
    found = lenders_for(ground.borrower, grade)
    return Asking(
        title=ground.title,
        lenders=[
            Lender(id=each.pk, name=each.name, bounds=found.bounds[each.pk]) for each in found.able
        ],
        able=found.able,
        nobody=sentence(found.nobody) if found.nobody else "",
        whole_cap=whole_cap(ground, now),
        ground=ground,
        grade=grade,
        sources={code: KINDS[code] for code in sources_of(actor.city)},
    )
