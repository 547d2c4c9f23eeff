"""Send the notice letter to every registered supplier of the awards an event is about."""

from datetime import datetime

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.transaction import consumer
from cairong.contracts.models import AwardShare, Contract
from cairong.kernel.actor import Actor
from cairong.outreach.models import Letter
from cairong.policy.clauses import letter_hash

Occasion = Letter.Occasion


@consumer("outreach.send_letter", word="发告知函")
def send_letter(*, actor: Actor, now: datetime, event: Event) -> int:
    """Send the letter (附-1) once for each award, supplier and occasion; count those sent.

    Suppliers known by name alone get it when they claim the award, or when their mandate stands
    after they registered from its invitation. Samples of elsewhere get none.
    Writes: outreach.Letter. Source: 附-1, D7, D32.
    """
    signed = event.subject_type == Contract._meta.label
    occasion = Occasion.CONTRACT if signed else Occasion.AWARD
    shares = AwardShare.objects.filter(
        award__in=event.about, award__sample=False, supplier__isnull=False
    ).select_related("award", "supplier")
    sent = set(
        Letter.objects.filter(award__in=event.about, occasion=occasion).values_list(
            "award", "supplier"
        )
    )
    letters = Letter.objects.bulk_create(
        [
            Letter(
                city_id=event.city,
                award=share.award,
                supplier=share.supplier,
                occasion=occasion,
                project_title=share.award.title,
                project_no=share.award.project_no,
                sha256=letter_hash(),
                sent_at=now,
            )
            for share in shares
            if share.supplier and (share.award_id, share.supplier_id) not in sent
        ]
    )
    record(
        actor=actor,
        now=now,
        type="outreach.letter.sent",
        subject=event,
        about=[letter.award_id for letter in letters],
        visible_to=[letter.supplier_id for letter in letters],
        after={"occasion": str(occasion), "count": len(letters), "sha256": letter_hash()},
        basis=["附-1"],
    )
    return len(letters)
