"""Decide which class a firm is of, by two of the SME authority on figures and a paper."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.parties.four_eyes import HEARD, two_person
from cairong.policy import sizing as rules
from cairong.policy.rule import require
from cairong.sizing.models import Dispute, Saying
from cairong.sizing.reads import dispute_for, was_heard
from cairong.sizing.states import DISPUTE
from cairong.sizing.steps.saying import named, say
from cairong.sizing.steps.settling import number, settle
from cairong.sizing.steps.telling import at_asker, at_firm, require_city

MOST_FIGURE = 10**9


@two_person(
    Role.SME_AUTHORITY,
    word="认定企业规模",
    of=DISPUTE,
    numbers=("letter",),
    free={"heard": HEARD},
)
def decide_size(
    *,
    actor: Actor,
    now: datetime,
    dispute_id: UUID,
    industry: str,
    reason: str,
    paper_id: UUID,
    series: str,
    employees: int | None = None,
    revenue_wan: Decimal | None = None,
    assets_wan: Decimal | None = None,
    tied: bool = False,
) -> Dispute:
    """Work the class out of the figures found; it holds from now on, never backwards.

    One `tied` to a large firm by its head or its holding is none of the small (46§2). Who asked
    learns the class, the firm the reason too. Raises NotAllowed for a county's desk, NotFound,
    WrongState, Invalid for a figure its industry needs, PolicyBreach for a firm registered
    elsewhere or not heard yet.
    Writes: sizing.Dispute, sizing.Saying, parties.SupplierProfile, clocks.Mark.
    Source: 802§29, 46§16.
    """
    found, heard = _decidable(actor, now, dispute_id)
    size = rules.class_found(
        industry, tied=tied, employees=employees, revenue_wan=revenue_wan, assets_wan=assets_wan
    )
    found.tied, found.figures = tied, _figures(industry, employees, revenue_wan, assets_wan)
    said = say(
        actor, now, found, Saying.Kind.DECIDED, words=reason, paper_id=paper_id, field="reason"
    )
    number(found, series, addressed=found.asker.name, now=now)
    settle(found, size, now=now)
    record(
        actor=actor,
        now=now,
        type="sizing.dispute.decided",
        subject=found,
        visible_to=[found.supplier_id],
        before={"state": "open", "size": rules.SIZES[found.claimed]},
        after={
            "no": found.no, "supplier": found.supplier.name, "state": found.state,
            "size": rules.SIZES[size], **_found(found), "tied": tied, "reason": said.words,
            **named(said), "letter": found.letter, "heard": heard,
        },
        basis=[rules.LETTER if found.letter_no else rules.CLAUSE],
        tell=[*at_firm(found), *at_asker(found, "sizing.dispute.told")],
    )  # fmt: skip
    return found


def _found(found: Dispute) -> dict[str, str | int]:
    return {key: value for key, value in found.figures.items() if value is not None}


def _decidable(actor: Actor, now: datetime, dispute_id: UUID) -> tuple[Dispute, bool]:
    """Lock a dispute that this authority decides now, and say whether the firm spoke."""
    require_city(actor)
    found = dispute_for(actor, dispute_id, lock=True)
    found.state = DISPUTE.after(found.state, "decide")
    name, heard, here = found.supplier.name, was_heard(found), found.here
    require(
        rules.decided_where_registered(name=name, place=found.place, here=here),
        rules.firm_was_heard(name=name, heard=heard, today=day_of(now), until=found.heard_until),
    )
    return found, heard


def _figures(
    industry: str, employees: int | None, revenue: Decimal | None, assets: Decimal | None
) -> dict[str, str | int | None]:
    given = {"employees": employees, "revenue_wan": revenue, "assets_wan": assets}
    for field, value in given.items():
        if value is not None and not 0 <= value <= MOST_FIGURE:
            raise Invalid("invalid.range", field=field, value=value, least=0, most=MOST_FIGURE)
    return {
        "industry": industry,
        "employees": employees,
        "revenue_wan": None if revenue is None else str(revenue),
        "assets_wan": None if assets is None else str(assets),
    }
