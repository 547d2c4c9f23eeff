"""Send a code or a link to one person alone, by a channel that is on; what of theirs is proven."""

import json
from datetime import datetime, timedelta

from cairong.outreach.models import Dispatch, Kind
from cairong.outreach.steps.telling import address_of, open_kinds, preferences, proofs_of
from cairong.parties.factors import seal, unseal
from cairong.parties.models import Person

SECRET_LASTS = timedelta(minutes=30)
SETTLED = timedelta(hours=24)  # how long an address has to be proven before a link goes there
BY = (Kind.SMS, Kind.MAIL)  # a telephone first


def reached_by(person: Person) -> dict[str, str]:
    """Name the channels that are on and reach a person, each with the address there."""
    kinds, choice = open_kinds(person.city_id), preferences([person.pk])[person.pk]
    found = {kind: address_of(kind, person, choice) for kind in BY if kind in kinds}
    return {kind: address for kind, address in found.items() if address}


def proven(person: Person) -> dict[str, datetime]:
    """Say since when a person's telephone and mail address are proven, as they stand now."""
    choice = preferences([person.pk])[person.pk]
    return {
        proof.kind: proof.proven_at
        for proof in proofs_of([person.pk])
        if proof.proven_at and proof.address == address_of(proof.kind, person, choice)
    }


def settled(person: Person, now: datetime) -> tuple[str, str] | None:
    """Find a channel, with its address, that was proven for this person at least a day ago."""
    since = proven(person)
    for kind, address in reached_by(person).items():
        if kind in since and since[kind] <= now - SETTLED:
            return kind, address
    return None


def send_secret(
    person: Person, kind: str, to: str, *, title: str, text: str, now: datetime
) -> Dispatch:
    """Queue what one person alone may read; in a demonstration its outbox shows it.

    Writes: outreach.Dispatch.
    """
    return Dispatch.objects.create(
        city_id=person.city_id,
        person=person,
        channel=kind,
        sealed=seal(json.dumps({"to": to, "text": text})),
        title=title,
        text=text if person.city.demo else "",
        link="",
        made_at=now,
        not_before=now,
    )


def unsealed(dispatch: Dispatch) -> dict[str, str] | None:
    """Open what was sealed; None where the key is another one."""
    opened = unseal(dispatch.sealed)
    return dict(json.loads(opened)) if opened else None
