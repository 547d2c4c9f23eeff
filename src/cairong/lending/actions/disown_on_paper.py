"""A supplier says that it handed in no such form: the application ends, the bureau is told."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.lending.models import Intent
from cairong.lending.printed import form_of
from cairong.lending.states import FORM
from cairong.lending.steps.holding import locked_intent, take_back
from cairong.lending.steps.tellings import institutions_told
from cairong.parties.deciding import deciding_bureau
from cairong.policy.counties import PROCUREMENT
from cairong.policy.on_paper import CLAUSE

REASON = "供应商否认交过这份纸质申请"


@use_case(Role.SUPPLIER, word="否认纸质申请")
def disown_on_paper(*, actor: Actor, now: datetime, intent_id: UUID, reason: str) -> Intent:
    """End what an institution entered and the supplier never handed in, before it accepts an offer.

    Its readings and events stay; the bureau's procurement desk and the institution's manager are
    told. Raises NotFound where it did not come on paper, WrongState, Invalid.
    Writes: lending.PaperForm, Intent, Application, Offer, treasury.Entry, clocks.Mark.
    Source: 二(一)-6, 双方自愿.
    """
    words = clean_text(reason, "reason", least=4, most=500, lines=True)
    intent, receivable = locked_intent(actor, intent_id)
    form = form_of(actor, intent_id, lock=True)
    before = intent.state
    told = take_back(intent, receivable, now=now, reason=REASON)
    form.state, form.disowned_at = FORM.after(form.state, "disown"), now
    form.words = words
    form.save(update_fields=["state", "disowned_at", "words"])
    bureau = deciding_bureau(actor.city, intent.region, PROCUREMENT, day_of(now))
    institution = form.institution
    assert institution is not None
    record(
        actor=actor,
        now=now,
        type="lending.intent.disowned",
        subject=intent,
        about=[intent.contract_id, form.pk],
        visible_to=[institution.pk, bureau.pk],
        before={"state": before},
        after={
            "state": intent.state,
            "no": intent.no,
            "lender": institution.name,
            "received_on": form.received_on,
            "reason": words,
        },
        basis=[CLAUSE],
        tell=[
            *institutions_told(*told),
            Tell(organisation_id=institution.pk, role=Role.INSTITUTION_MANAGER),
            Tell(organisation_id=bureau.pk, role=Role.PROCUREMENT_OFFICER, region=intent.region),
        ],
    )
    return intent
