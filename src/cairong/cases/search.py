"""Records by their number or by a name, of every kind that has a page, as an actor may see them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cairong.agencies.reads import files_of
from cairong.agencies.states import FILE
from cairong.contracts.reads import awards_of, contracts_here
from cairong.contracts.states import AWARD, CONTRACT
from cairong.kernel.actor import INSTITUTION, PURCHASER, Actor, Role
from cairong.kernel.states import State, StateTable
from cairong.kernel.text import half_width
from cairong.lending.reads import intents_of, loans_of
from cairong.lending.states import INTENT, LOAN
from cairong.recommending.reads import recommendations_of
from cairong.recommending.states import RECOMMENDATION
from cairong.treasury.reads import payments_for
from cairong.treasury.states import PAYMENT


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One record that was found: what sort it is of, its number, what it is called, whose it is."""

    id: UUID
    sort: str
    no: str
    title: str
    who: str
    state: State


@dataclass(frozen=True, kw_only=True)
class _Sort:
    """One sort of record: where it is read, its number, its names, how a row says it."""

    word: str
    rows: Callable[[Actor], QuerySet[Any]]
    states: StateTable
    number: str = "no"
    names: Sequence[str] = ()
    title: Callable[[Any], str] = lambda each: each.title
    who: Callable[[Any], str] = lambda each: each.supplier.name


def found_by(actor: Actor, words: str, *, most: int) -> list[Hit]:
    """List what bears these words, so many of each sort at most; a whole number finds its own."""
    hits = [hit for sort in SORTS for hit in _hits(actor, sort, words, most)]
    exact = [each for each in hits if each.no.casefold() == half_width(words).casefold()]
    return exact if len(exact) == 1 else hits


def _hits(actor: Actor, sort: _Sort, words: str, most: int) -> Iterator[Hit]:
    asked = Q(**{f"{sort.number}__icontains": half_width(words)})
    for name in sort.names:
        asked |= Q(**{f"{name}__icontains": words})
    for row in sort.rows(actor).filter(asked).distinct()[:most]:
        yield Hit(
            id=row.pk,
            sort=sort.word,
            no=str(getattr(row, sort.number)),
            title=sort.title(row),
            who=sort.who(row),
            state=sort.states.states[row.state],
        )


def _notices(actor: Actor) -> QuerySet[Any]:
    """List the awards for those who have a page of an award, without those under contract."""
    if actor.role is Role.AGENCY_CLERK:
        return awards_of(actor)
    if actor.role not in PURCHASER | INSTITUTION:
        return awards_of(actor).none()
    return awards_of(actor).exclude(state="contracted")


SORTS = (
    _Sort(
        word="合同",
        rows=lambda actor: contracts_here(actor).exclude(state="draft"),
        states=CONTRACT,
        names=("title", "purchaser_name", "suppliers__name"),
        who=lambda each: each.purchaser_name,
    ),
    _Sort(
        word="中标(成交)记录",
        rows=_notices,
        states=AWARD,
        names=("title", "purchaser_name", "project_no"),
        who=lambda each: each.purchaser_name,
    ),
    _Sort(
        word="采购文件",
        rows=files_of,
        states=FILE,
        number="project_no",
        names=("title", "purchaser__name"),
        who=lambda each: each.purchaser.name,
    ),
    _Sort(
        word="融资意向",
        rows=intents_of,
        states=INTENT,
        names=("supplier__name",),
        title=lambda each: (each.contract or each.award).title,
    ),
    _Sort(
        word="贷款",
        rows=loans_of,
        states=LOAN,
        names=("supplier__name",),
        title=lambda each: each.contract.title,
    ),
    _Sort(
        word="推荐",
        rows=recommendations_of,
        states=RECOMMENDATION,
        names=("supplier__name",),
        title=lambda each: f"{each.authority.name}推荐",
    ),
    _Sort(
        word="支付",
        rows=payments_for,
        states=PAYMENT,
        number="voucher_no",
        title=lambda each: each.receivable.contract.title,
        who=lambda each: each.receivable.supplier.name,
    ),
)
