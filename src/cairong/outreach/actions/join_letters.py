"""Letters of procurement files that wait for a supplier are its own once it is registered."""

from datetime import datetime

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.transaction import consumer
from cairong.kernel.actor import Actor
from cairong.outreach.models import Letter
from cairong.parties.models import Claim


@consumer("outreach.join_letters", word="告知函归入新注册的供应商")
def join_letters(*, actor: Actor, now: datetime, event: Event) -> int:
    """Join the letters of a code to the supplier whose mandate was proved; count them.

    Writes: outreach.Letter. Source: 附-1, 一(一)-5.
    """
    claim = Claim.objects.select_related("organisation").get(pk=event.subject_id)
    supplier = claim.organisation
    joined = 0
    if supplier is not None and supplier.uscc:
        rows = Letter.objects.filter(
            city_id=event.city, supplier=None, recipient__uscc=supplier.uscc
        )
        joined = rows.update(supplier=supplier)
    record(
        actor=actor,
        now=now,
        type="outreach.letter.joined",
        subject=event,
        visible_to=[claim.organisation_id],
        after={"supplier": claim.named, "count": joined},
        basis=["附-1"],
    )
    return joined
