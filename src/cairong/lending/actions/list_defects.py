"""Name all that is missing in one list before completeness; the supplier answers it once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.lending.models import Application, Inquiry
from cairong.lending.reads import application_for
from cairong.lending.states import APPLICATION
from cairong.lending.steps.completeness import silence_until
from cairong.lending.steps.contact import contacted
from cairong.lending.steps.inquiring import (
    DEFECTS,
    ask,
    asked_before,
    end_inquiry,
    require_none_open,
    waiting_for,
)
from cairong.lending.steps.wanted import holding_of
from cairong.policy.inquiring import (
    DEFECTS_MOST,
    Defect,
    listed_in_time,
    listed_seldom,
    read_defects,
)
from cairong.policy.rule import require
from cairong.policy.wanted import kind_of
from cairong.rulebook.reads import parameter

MOST = "defect_lists_most"
HELD = "所列各项平台都有,不用供应商答复"


@use_case(Role.INSTITUTION_OFFICER, word="一次列明补正事项")
def list_defects(
    *, actor: Actor, now: datetime, application_id: UUID, defects: str, new_fact: str = ""
) -> Inquiry:
    """List all that is missing, a line each with why it is needed: «what:why».

    Within the days of silence after which the application is complete by itself; those run anew
    from the supplier's answer. A further list rests on a new fact that is said, and they are
    counted: they cannot put off the start for ever. What the platform holds is answered by itself
    and counted; a list of nothing else asks nobody and gives no days. Raises NotFound, WrongState,
    Invalid, PolicyBreach. Writes: lending.Inquiry, clocks.Mark. Source: 二(四)-2, 二(四)-3, D14.
    """
    application = application_for(actor, application_id, lock=True)
    APPLICATION.after(application.state, "list_defects")
    require_none_open(application)
    listed = read_defects(clean_text(defects, "defects", least=1, most=DEFECTS_MOST, lines=True))
    items = _looked_up(application, listed, now)
    fact, today = clean_text(new_fact, "new_fact", most=300), day_of(now)
    before = asked_before(application, DEFECTS)
    require(
        listed_in_time(today=today, last=silence_until(application)),
        listed_seldom(before=before, most=parameter(actor.city, MOST, on=today), new_fact=fact),
    )
    inquiry = ask(
        application, DEFECTS, items, before=before, now=now, new_fact=fact if before else ""
    )
    intent, asks = application.intent, inquiry.held < len(items)
    if asks:
        contacted(application, now=now, reason="列明补正事项")
    else:
        end_inquiry(inquiry, "hold", now=now, answer=HELD)
    record(
        actor=actor,
        now=now,
        type="lending.defects.listed",
        subject=application,
        about=[intent.pk, intent.contract_id],
        visible_to=[intent.supplier_id],
        after={
            "no": intent.no,
            "round": inquiry.round,
            "count": len(items),
            **({"held": inquiry.held} if inquiry.held else {}),
            "items": inquiry.items,
            "new_fact": inquiry.new_fact,
        },
        basis=["二(四)-2", "二(四)-3"],
        tell=[Tell(organisation_id=intent.supplier_id, role=Role.SUPPLIER)] if asks else (),
    )
    return inquiry


def _looked_up(application: Application, items: Sequence[Defect], now: datetime) -> list[Defect]:
    """Answer what the platform holds itself: where it lies."""
    found = []
    for each in items:
        kind = kind_of(each.what)
        held = holding_of(application, kind, on=day_of(now)) if kind else None
        found.append(replace(each, held=held.where) if held else each)
    return found


@use_case(Role.SUPPLIER, word="答复补正清单")
def answer_defects(*, actor: Actor, now: datetime, application_id: UUID, answer: str) -> Inquiry:
    """Answer a list of defects, once for all of it; the days of silence run from today.

    Raises NotFound where none waits, Invalid. Writes: lending.Inquiry. Source: 二(四)-3.
    """
    text = clean_text(answer, "answer", least=2, most=2000, lines=True)
    application, inquiry = waiting_for(actor, application_id, DEFECTS)
    end_inquiry(inquiry, "answer", now=now, answer=text)
    intent = application.intent
    record(
        actor=actor,
        now=now,
        type="lending.defects.answered",
        subject=application,
        about=[intent.pk, intent.contract_id],
        visible_to=[application.institution_id],
        after={"no": intent.no, "round": inquiry.round, "until": silence_until(application)},
        basis=["二(四)-3"],
        tell=[Tell(organisation_id=application.institution_id, role=Role.INSTITUTION_OFFICER)],
    )
    return inquiry
