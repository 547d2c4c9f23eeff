"""Close an alert: what somebody of the regulator found when looking, in words."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from cairong.alerts.models import Alert
from cairong.alerts.reads import alert_for
from cairong.alerts.states import ALERT
from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.text import clean_text
from cairong.policy.alerts import CLAUSE, FINDINGS, KINDS, LEAST, MOST

Outcome = Literal["none", "handled", "passed"]


@use_case(Role.REGULATOR, word="办结监管预警")
def close_alert(
    *, actor: Actor, now: datetime, alert_id: UUID, finding: Outcome, words: str
) -> Alert:
    """Close an alert with a finding. It is not raised again by the same facts.

    Raises NotFound for one of another region, WrongState for one that is closed, Invalid without
    words. Writes: alerts.Alert. Source: 三(一)-3.
    """
    found = alert_for(actor, alert_id, lock=True)
    found.state = ALERT.after(found.state, "close")
    found.words = clean_text(words, "words", least=LEAST, most=MOST, lines=True)
    found.finding, found.closed_at, found.closed_by_id = finding, now, actor.person_id
    found.save(update_fields=["state", "finding", "words", "closed_at", "closed_by"])
    record(
        actor=actor,
        now=now,
        type="alerts.alert.closed",
        subject=found,
        before={"state": "open"},
        after={
            "no": found.no,
            "alert": KINDS[found.kind].word,
            "state": found.state,
            "finding": FINDINGS[finding],
            "words": found.words,
        },
        basis=[CLAUSE],
    )
    return found
