"""Send the notice letter with a procurement file, to every supplier that obtained it."""

from datetime import datetime
from uuid import UUID

from cairong.agencies.models import Recipient
from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.transaction import consumer
from cairong.kernel.actor import Actor
from cairong.outreach.models import Letter
from cairong.parties.models import Organisation
from cairong.parties.steps.invitations import new_token
from cairong.policy.clauses import letter_hash


@consumer("outreach.send_file_letters", word="随采购文件发告知函")
def send_file_letters(*, actor: Actor, now: datetime, event: Event) -> int:
    """Send the letter (附-1) once to each recipient of a procurement file; count those sent.

    Who is registered finds it in its inbox; who is not is handed it on paper or by its link. The
    event names nobody: who obtained a file is told to no others before the bids are opened
    (87号令§28). Writes: outreach.Letter. Source: 附-1.
    """
    rows = Recipient.objects.filter(file=UUID(event.subject_id), letter=None)
    waiting = list(rows.select_related("file").order_by("at", "pk"))
    known = dict(
        Organisation.objects.filter(
            city_id=event.city, kind=Organisation.Kind.SUPPLIER, active=True,
            uscc__in=[each.uscc for each in waiting],
        ).values_list("uscc", "pk")
    )  # fmt: skip
    Letter.objects.bulk_create(
        Letter(
            city_id=event.city,
            recipient=each,
            supplier_id=known.get(each.uscc),
            occasion=Letter.Occasion.FILE,
            project_title=each.file.title,
            project_no=each.file.project_no,
            sha256=letter_hash(),
            token=new_token(),
            sent_at=now,
        )
        for each in waiting
    )
    record(
        actor=actor,
        now=now,
        type="outreach.letter.sent",
        subject=event,
        about=[UUID(event.subject_id)],
        visible_to=list(event.visible_to),
        after={"occasion": "file", "count": len(waiting), "sha256": letter_hash()},
        basis=["附-1"],
    )
    return len(waiting)
