"""What an event's hash is made of: the one definition, for all who write, check or sign it."""

import hashlib
from collections.abc import Mapping
from datetime import UTC
from typing import Any

import rfc8785

SEALED, EVERY_COLUMN = 0, 2
# Which sealed events are vouched for: named by a later event of a freeze, with their content still
# kept apart as their hash has it (`holds`), or gone by a demand that two persons carried out.
VOUCHED = """
    SELECT (told.said ->> 0)::bigint AS seq, told.said ->> 1 AS hash, told.seq AS by
    FROM (SELECT city, seq, subject_id, jsonb_array_elements(after -> 'sealed') AS said
          FROM audit_event WHERE city = %(city)s AND type = 'secrecy.case.frozen') AS told
    JOIN audit_event AS sealed
        ON sealed.city = told.city AND sealed.seq = (told.said ->> 0)::bigint
    WHERE {holds} OR EXISTS (
        SELECT FROM audit_event AS ordered JOIN audit_event AS made
            ON made.city = ordered.city AND made.about @> ARRAY[told.subject_id::uuid]
            AND made.type = 'parties.proposal.made'
            AND made.after ->> 'act' = 'secrecy.order_purge'
            AND made.seq < ordered.seq AND made.person_id <> ordered.person_id
        WHERE ordered.city = told.city AND ordered.type = 'secrecy.purge.ordered'
            AND ordered.about @> ARRAY[told.subject_id::uuid])
"""


def digest(event: Any) -> bytes:
    """Work out an event's hash: SHA-256 over the hash before it and its RFC 8785 bytes."""
    return hashlib.sha256(bytes(event.previous_hash) + content_of(event)).digest()


def is_whole(event: Any, vouched: Mapping[int, str]) -> bool:
    """Whether an event says what its hash covers; one whose content is sealed, that it is vouched.

    `vouched` are the hashes of sealed events by their numbers, as later events name them (VOUCHED).
    """
    if event.schema_version == SEALED:
        return vouched.get(event.seq) == bytes(event.hash).hex()
    return digest(event) == bytes(event.hash)


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
