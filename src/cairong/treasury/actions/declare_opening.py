"""The purchaser says what was paid of a contract before it came here (期初余额): two persons."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import add_working_days, day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.money import positive
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import DATED, two_person
from cairong.policy.opening import (
    CLAUSE,
    paid_until_possible,
    paid_within_milestone,
    ran_elsewhere,
)
from cairong.policy.rule import require
from cairong.rulebook.reads import calendar_of, parameter
from cairong.treasury.facts import PaidPart
from cairong.treasury.models import Opening, OpeningPart, Receivable
from cairong.treasury.reads import contract_receivable
from cairong.treasury.states import OPENING
from cairong.treasury.steps.schedule import shares_of
from cairong.treasury.steps.tellings import (
    about,
    parties_of,
    paying_bureau,
    supplier,
    treasury_desk,
)

OBJECTION = "opening_objection_days"


@two_person(
    Role.PURCHASER_OFFICER, word="登记期初余额", of=OPENING, free={"object_until": DATED}
)  # fmt: skip
def declare_opening(
    *,
    actor: Actor,
    now: datetime,
    contract_id: UUID,
    paid_until: date,
    evidence: str,
    parts: Sequence[PaidPart] = (),
    supplier_id: UUID | None = None,
) -> Opening:
    """Declare what was paid for which milestone until a day; no part where nothing was.

    The supplier then has its working days to object, and the treasury decides. `evidence` names
    the vouchers. Raises NotFound, Invalid for a milestone the contract does not have or named
    twice, PolicyBreach for a contract signed since the city opened, for more than a milestone, or a
    day after the contract came here, Conflict while one waits.
    Writes: treasury.Opening, treasury.OpeningPart. Source: 二(三)-4, D19.
    """
    receivable = contract_receivable(actor, contract_id, supplier_id, lock=True)
    signed_on, today = receivable.contract.signed_on, day_of(now)
    paid = _paid(receivable, parts)
    require(
        ran_elsewhere(signed_on=signed_on, opening_known=receivable.opening_fen is not None),
        paid_until_possible(
            on=paid_until, signed_on=signed_on, came_on=day_of(receivable.established_at)
        ),
        *(
            paid_within_milestone(milestone=name, paid_fen=fen, share_fen=share)
            for name, share in shares_of(receivable).items()
            if (fen := paid.get(name, 0))
        ),
    )
    days = parameter(actor.city, OBJECTION, on=today)
    opening = Opening.objects.create(
        city_id=actor.city,
        receivable=receivable,
        paid_fen=sum(paid.values()),
        paid_until=paid_until,
        evidence=clean_text(evidence, "evidence", least=2, most=500, lines=True),
        declared_at=now,
        object_until=add_working_days(today, days, calendar_of(actor.city)).due,
    )
    OpeningPart.objects.bulk_create(
        OpeningPart(opening=opening, milestone=name, paid_fen=fen) for name, fen in paid.items()
    )
    _record(actor, now, opening, paid)
    return opening


def _paid(receivable: Receivable, parts: Sequence[PaidPart]) -> dict[str, int]:
    """Read what was paid by milestone, in the order of the schedule. Raises Invalid."""
    said: dict[str, int] = {}
    shares = shares_of(receivable)
    for part in parts:
        name = part.milestone.strip()
        if name not in shares or name in said:
            choices = "、".join(each for each in shares if each not in said)
            raise Invalid("invalid.choice", field="milestone", value=name, choices=choices)
        said[name] = positive(part.paid_fen, "paid")
    return {name: said[name] for name in shares if name in said}


def _record(actor: Actor, now: datetime, opening: Opening, paid: Mapping[str, int]) -> None:
    receivable = opening.receivable
    bureau = paying_bureau(receivable, now)
    record(
        actor=actor,
        now=now,
        type="treasury.opening.declared",
        subject=opening,
        about=about(receivable),
        visible_to=parties_of(receivable, bureau.pk),
        after={
            "paid_fen": opening.paid_fen,
            "parts": [{"milestone": name, "paid_fen": fen} for name, fen in paid.items()],
            "paid_until": opening.paid_until,
            "evidence": opening.evidence,
            "object_until": opening.object_until,
            "state": opening.state,
        },
        inside=("parts",),
        basis=[CLAUSE],
        tell=[supplier(receivable), treasury_desk(receivable, bureau)],
    )
