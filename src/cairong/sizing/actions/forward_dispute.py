"""Send a dispute on to the authority of the place that registered the firm."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.clocks.steps.duties import fulfil_duties
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.policy import sizing as rules
from cairong.policy.rule import require
from cairong.sizing.models import Dispute
from cairong.sizing.reads import dispute_for
from cairong.sizing.states import DISPUTE
from cairong.sizing.steps.settling import number
from cairong.sizing.steps.telling import at_asker, at_firm, require_city


@two_person(Role.SME_AUTHORITY, word="转送规模异议", of=DISPUTE, numbers=("letter",))
def forward_dispute(
    *, actor: Actor, now: datetime, dispute_id: UUID, addressee: str, series: str
) -> Dispute:
    """Write to the authority of the firm's place; the days of this one end with the letter.

    Raises NotAllowed for a county's desk, NotFound, WrongState, Invalid, PolicyBreach for a firm
    that this city registered. Writes: sizing.Dispute, clocks.Mark. Source: 46§16, 802§29.
    """
    require_city(actor)
    found = dispute_for(actor, dispute_id, lock=True)
    before = found.state
    found.state = DISPUTE.after(before, "forward")
    name, place = found.supplier.name, found.place
    require(rules.forwarded_elsewhere(name=name, place=place, here=found.here))
    to = clean_text(addressee, "addressee", least=4, most=60)
    number(found, series, addressed=to, now=now)
    found.save(update_fields=Dispute.APP_UPDATES)
    fulfil_duties(subject_id=found.pk, on=day_of(now), now=now, reason="已转送企业登记地")
    record(
        actor=actor,
        now=now,
        type="sizing.dispute.forwarded",
        subject=found,
        visible_to=[found.supplier_id, found.asker_id],
        before={"state": before},
        after={
            "no": found.no,
            "supplier": found.supplier.name,
            "state": found.state,
            "registered": found.place,
            "addressee": to,
            "letter": found.letter,
        },
        basis=[rules.LETTER],
        tell=[*at_firm(found), *at_asker(found)],
    )
    return found
