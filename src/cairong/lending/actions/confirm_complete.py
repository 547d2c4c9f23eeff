"""The institution's officer confirms that everything is there; clock A starts."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.models import Application
from cairong.lending.reads import application_for
from cairong.lending.states import APPLICATION
from cairong.lending.steps.completeness import start_deciding
from cairong.lending.steps.contact import contacted
from cairong.policy.lending import all_there
from cairong.policy.rule import require


@use_case(Role.INSTITUTION_OFFICER, word="确认材料齐全")
def confirm_complete(*, actor: Actor, now: datetime, application_id: UUID) -> Application:
    """Confirm that an application's papers are complete; the 10 working days start today.

    Raises NotFound, WrongState, PolicyBreach while the contract itself is not announced.
    Writes: lending.Application, clocks.Duty, clocks.Mark. Source: 二(四)-3, D14.
    """
    application = application_for(actor, application_id, lock=True)
    APPLICATION.after(application.state, "complete")
    intent = application.intent
    require(all_there(contract_stands=intent.contract_id is not None))
    today = day_of(now)
    start_deciding(application, on=today, now=now)
    contacted(application, now=now, reason="确认材料齐全")
    record(
        actor=actor,
        now=now,
        type="lending.application.complete",
        subject=application,
        about=[intent.pk, intent.contract_id],
        visible_to=[intent.supplier_id],
        before={"state": "submitted"},
        after={"state": application.state, "complete_on": today},
        basis=["二(四)-2", "二(四)-3"],
        tell=[Tell(organisation_id=intent.supplier_id, role=Role.SUPPLIER)],
    )
    return application
