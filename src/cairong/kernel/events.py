"""What an event's hash is made of: the one definition, for all who write, check or sign it."""

import hashlib
from datetime import UTC
from typing import Any

import rfc8785

EVERY_COLUMN = 2


def digest(event: Any) -> bytes:
    """Work out an event's hash: SHA-256 over the hash before it and its RFC 8785 bytes."""
    return hashlib.sha256(bytes(event.previous_hash) + content_of(event)).digest()


def content_of(event: Any) -> bytes:
    """Write what an event says as its hash covers it.

    `event` is any row with the columns of audit.Event by their names. Events of the first schema
    left out names, the request and who may see them; those of requests whose content is not known
    have nothing to say of it, nor those that left no row of fact of rows.
    """
    content = {
        "city": event.city,
        "seq": event.seq,
        "at": event.at.astimezone(UTC).isoformat(),
        "type": event.type,
        "schema_version": event.schema_version,
        "person": str(event.person_id or ""),
        "organisation": str(event.organisation_id or ""),
        "role": str(event.role),
        "channel": str(event.channel),
        "subject": [event.subject_type, event.subject_id],
        "about": [str(each) for each in event.about],
        "before": event.before,
        "after": event.after,
        "basis": list(event.basis),
    }
    if event.schema_version >= EVERY_COLUMN:
        content |= {
            "names": [event.person_name, event.organisation_name],
            "request": str(event.request_id or ""),
            "visible_to": [str(each) for each in event.visible_to],
        }
    if event.asked is not None:
        content["asked"] = bytes(event.asked).hex()
    if event.rows is not None:
        content["rows"] = bytes(event.rows).hex()
    return rfc8785.dumps(content)
