"""Confirm the checklist of the trade behind an application, before an offer is decided."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import PolicyBreach
from cairong.kernel.text import clean_text
from cairong.lending.models import Application, BackgroundCheck, Verification
from cairong.lending.states import APPLICATION, UNDECIDED
from cairong.lending.steps.background import facts_of, lines_of, trade_of
from cairong.lending.steps.holding import locked_application
from cairong.lending.steps.verification import newest_verification, still_proved
from cairong.policy.background import (
    CLAUSE,
    OPINION_MOST,
    confirmed_as_shown,
    doubts_explained,
    ticked,
)
from cairong.policy.rule import require


@use_case(Role.INSTITUTION_OFFICER, word="确认贸易背景核查清单")
def check_background(
    *,
    actor: Actor,
    now: datetime,
    application_id: UUID,
    judged: list[str],
    seen: str,
    opinion: str = "",
) -> BackgroundCheck:
    """Confirm what the platform filled in of the trade, tick what only a person can judge.

    An opinion is wanted where a line is doubtful or not ticked. `seen` is the digest of the lines
    it was shown. It rests on a receipt of the newest filing, and stands as long as its facts are
    so. Raises NotFound, WrongState once decided, Invalid, PolicyBreach, also for lines that are no
    longer those seen. Writes: lending.BackgroundCheck. Source: 二(五)-2.
    """
    assert actor.person_id is not None
    application, intent, _ = locked_application(actor, application_id)
    check = _proof(application)
    lines, marks = lines_of(application, check), ticked(judged)
    said = clean_text(opinion, "opinion", most=OPINION_MOST, lines=True)
    require(
        still_proved(check),
        confirmed_as_shown(lines=lines, seen=seen),
        doubts_explained(lines=lines, judged=marks, opinion=said),
    )
    kept = BackgroundCheck.objects.create(
        city_id=actor.city,
        application=application,
        verification=check,
        **facts_of(trade_of(application)),
        lines=[line.kept_as() for line in lines],
        doubts=sum(1 for line in lines if line.doubt),
        judged=marks,
        opinion=said,
        person_id=actor.person_id,
        at=now,
    )
    record(
        actor=actor,
        now=now,
        type="lending.background.checked",
        subject=kept,
        about=[application.pk, intent.pk, intent.contract_id],
        after={"no": intent.no, "doubts": kept.doubts, "judged": marks, "opinion": said},
        basis=[CLAUSE],
    )
    return kept


def _proof(application: Application) -> Verification:
    """Find the receipt a checklist rests on, while the application is undecided."""
    if application.state not in UNDECIDED:
        raise APPLICATION.refusal(application.state, "核查贸易背景")
    if application.intent.contract_id is None:
        raise PolicyBreach("lending.contract_missing", obligation="二(四)-3")
    check = newest_verification(application.pk)
    if check is None:
        raise PolicyBreach("background.unproved", obligation=CLAUSE)
    return check
