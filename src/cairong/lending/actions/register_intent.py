"""Register an intent to borrow on a contract or an award; institutions see it at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.lending.matching import match, query_of
from cairong.lending.models import Application, Intent
from cairong.lending.record import grade_of
from cairong.lending.steps.bindings import ground_of
from cairong.lending.steps.lookups import let_read
from cairong.lending.steps.reaching import lenders_for
from cairong.lending.steps.registering import Wanted, register, require_room
from cairong.lending.steps.tellings import institutions_told
from cairong.parties import reads as parties
from cairong.parties.models import Organisation
from cairong.policy.lending import reaches_least
from cairong.policy.lookups import KINDS
from cairong.policy.rule import require


@use_case(Role.SUPPLIER, word="登记融资意向")
def register_intent(
    *,
    actor: Actor,
    now: datetime,
    amount_fen: int,
    days: int,
    contract_id: UUID | None = None,
    award_id: UUID | None = None,
    institution_ids: Sequence[UUID] = (),
    reader_ids: Sequence[UUID] = (),
    sources: Sequence[str] = (),
    method: str = "",
    purpose: str = "",
) -> Intent:
    """Register an intent; it reaches the chosen institutions, or all that could offer for it.

    Those of them named as readers may read the contact data; being asked alone consents to
    nothing. Those asked may have the outside `sources` read that are ticked (二(五)-1). Raises
    NotFound, Invalid, PolicyBreach where nobody, or not everybody named, has a product for it,
    below what any of those asked lends and above the headroom at the largest cap of theirs, or
    while it is not known what was paid before the contract came here. How all that could offer
    were ranked at this moment is kept in the event, to be worked out anew.
    Writes: lending.Intent, Application, Consent, DataConsent, clocks.Duty.
    Source: 二(一)-3, 二(一)-5, 一(一)-1, 个人信息保护法§23.
    """
    supplier_id = parties.own_organisation(actor)
    wanted = Wanted(amount_fen=amount_fen, days=days, method=method, purpose=purpose)
    ground = ground_of(actor, supplier_id, contract_id, award_id, lock=True)
    wanted.check()
    grade = grade_of(actor.city, supplier_id, now)
    lenders = lenders_for(ground.borrower, grade)
    require(lenders.nobody)
    asked = lenders.named(institution_ids) if institution_ids else lenders.able
    least, lender = lenders.least(asked)
    require(reaches_least(amount_fen=wanted.amount_fen, least_fen=least, lender=lender))
    require_room(wanted, ground, lenders, asked, now=now)
    intent, applications = register(
        wanted, ground, supplier_id, asked,
        broadcast=not institution_ids, readers=set(reader_ids), at=now, now=now,
    )  # fmt: skip
    ticked = list(dict.fromkeys(sources))
    let_read(intent, asked, ticked, now=now)
    readers = [each for each in asked if each.pk in reader_ids]
    _record(
        actor, now, intent, applications, title=ground.title, **_ticked(ticked, asked),
        readers="、".join(each.name for each in readers), reader_ids=[each.pk for each in readers],
        ranking=match(ground, lenders.able, query_of(wanted, ground, grade), now=now).record(),
    )  # fmt: skip
    return intent


def _ticked(sources: Sequence[str], asked: Sequence[Organisation]) -> dict[str, object]:
    """Say which outside sources were ticked, and for whom."""
    return {
        "sources": sources,
        "source_ids": [each.pk for each in asked if sources],
        "source_words": "、".join(KINDS[each].word for each in sources),
    }


def _record(
    actor: Actor,
    now: datetime,
    intent: Intent,
    applications: Sequence[Application],
    **facts: object,
) -> None:
    asked = [application.institution_id for application in applications]
    record(
        actor=actor,
        now=now,
        type="lending.intent.registered",
        subject=intent,
        about=[
            intent.contract_id,
            intent.award_id,
            *(application.pk for application in applications),
        ],
        visible_to=asked,
        after={
            "no": intent.no,
            "amount_fen": intent.amount_fen,
            "days": intent.days,
            **facts,
        },
        basis=["二(一)-3", "一(一)-1"],
        tell=institutions_told(*asked),
    )
