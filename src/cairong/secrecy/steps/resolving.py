"""Put down the letter by which an authority decides on a frozen case; purge it, or put it back."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from cairong.audit.models import Event
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid
from cairong.kernel.events import digest
from cairong.kernel.text import clean_text
from cairong.secrecy.models import Freeze
from cairong.secrecy.reads import freeze_for
from cairong.secrecy.states import FREEZE


def resolve(
    actor: Actor, freeze_id: UUID, act: str, now: datetime, *, document_on: date, **letter: str
) -> Freeze:
    """Keep what an authority decided of a frozen case by its letter. Writes: secrecy.Freeze.

    Raises WrongState, Invalid for a day that has not come or was before the freeze.
    """
    freeze = freeze_for(actor, freeze_id, lock=True)
    freeze.state = FREEZE.after(freeze.state, act)
    if not day_of(freeze.frozen_at) <= document_on <= day_of(now):
        raise Invalid("secrecy.document_day", field="document_on", value=document_on)
    for name, text in letter.items():
        setattr(freeze, name, clean_text(text, name, least=2, most=60))
    freeze.document_on, freeze.decided_at = document_on, now
    freeze.save(update_fields=["state", *letter, "document_on", "decided_at"])
    return freeze


def facts_of(freeze: Freeze) -> dict[str, Any]:
    """List what the letter is known by."""
    names = ("no", "authority", "document_no", "document_on", "signed_by")
    return {name: getattr(freeze, name) for name in names}


def put_back(freeze: Freeze) -> int:
    """Put a case back where it was; counts its events.

    Raises Conflict where one of them is no longer what its hash covers.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT secrecy_thaw(%s)", [freeze.pk])
        (events,) = cursor.fetchone()
    if any(digest(each) != bytes(each.hash) for each in Event.objects.filter(pk__in=events)):
        raise Conflict("secrecy.untrue")
    return len(events)


def purge(freeze: Freeze) -> bytes:
    """Purge what stands apart of a case; the digest of it, by a key that nobody has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT secrecy_purge(%s)", [freeze.pk])
        (kept,) = cursor.fetchone()
    return bytes(kept)
