"""Who is told of an event: the organisations that were invited, or that signed up."""

from collections.abc import Iterable
from uuid import UUID

from cairong.audit.recording import Tell
from cairong.kernel.actor import Role
from cairong.parties.models import Organisation
from cairong.promotion.models import OutreachEvent

Kind = Organisation.Kind
READERS = {
    Kind.SUPPLIER: Role.SUPPLIER,
    Kind.INSTITUTION: Role.INSTITUTION_OFFICER,
    Kind.PURCHASER: Role.PURCHASER_OFFICER,
}


def told(event: OutreachEvent, organisations: Iterable[Organisation]) -> list[Tell]:
    """Tell those who read for these organisations, each led to the event."""
    return [
        Tell(organisation_id=each.pk, role=READERS[Kind(each.kind)], subject_id=event.pk)
        for each in organisations
    ]


def signed_up(event: OutreachEvent) -> list[Organisation]:
    """List the organisations whose sign-up stands."""
    rows = event.sign_ups.filter(taken_back_at=None, organisation__isnull=False)
    return list(Organisation.objects.filter(pk__in=rows.values("organisation")).order_by("pk"))


def readers(organisations: Iterable[Organisation]) -> list[UUID]:
    """Name who may read what they are told."""
    return [each.pk for each in organisations]
