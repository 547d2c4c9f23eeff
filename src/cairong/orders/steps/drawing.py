"""Draw an order: its number, what it goes on from, its bytes, digest and short code."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.models import Chain
from cairong.kernel.orders import FORMAT, code_of, digest_of, text_of
from cairong.orders.models import Order
from cairong.parties.models import Proposal
from cairong.parties.reads import city_of

KIND = Order.Kind


def draw(
    kind: str,
    *,
    city: str,
    subject_id: UUID,
    about_id: UUID,
    facts: Mapping[str, Any],
    now: datetime,
    proposal: Proposal | None = None,
    signers: Sequence[UUID] = (),
) -> Order:
    """Draw the order about a record, chained to the newest of its kind on the same subject.

    Its number is that of the event to come, so none comes twice; of two drawn at once the second
    is refused by it. Writes: orders.Order.
    """
    number = f"{city}-{Chain.objects.get(pk=city).seq + 1:07d}"
    previous = _newest(kind, subject_id)
    said = {
        "format": FORMAT,
        "city": city,
        "kind": kind,
        "number": number,
        "proposal": str(proposal.pk) if proposal else "",
        "subject": str(subject_id),
        "about": str(about_id),
        "previous": previous,
        **({"demo": True} if city_of(city).demo else {}),
        **facts,
    }
    text = text_of(said)
    digest = digest_of(text)
    return Order.objects.create(
        city_id=city,
        kind=kind,
        number=number,
        subject_id=subject_id,
        about_id=about_id,
        proposal=proposal,
        signers=list(signers),
        previous=previous,
        text=text,
        digest=digest,
        code=code_of(digest),
        drawn_at=now,
    )


def _newest(kind: str, subject_id: UUID) -> str:
    """Name the newest order of a kind on a subject: the one that none goes on from.

    No time is asked: a clock that ran ahead once holds none up.
    """
    rows = Order.objects.filter(kind=kind, subject_id=subject_id)
    head = rows.exclude(digest__in=rows.values("previous"))
    return head.values_list("digest", flat=True).first() or ""
