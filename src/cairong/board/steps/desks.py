"""Who acts for a desk of the board, who is told, and what each is asked to answer by when."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell
from cairong.clocks.steps.duties import open_duty
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotAllowed
from cairong.parties.eyes import same_hands
from cairong.parties.models import Organisation
from cairong.parties.reads import desks_told, the_only
from cairong.policy.board import ANSWER, AUTHORITY, CLAUSE


def desk_of(actor: Actor) -> str:
    """Name the desk for which an actor sits on the board. NotAllowed for a county's desk."""
    if not actor.whole_city:
        raise NotAllowed("board.city_alone", CLAUSE)
    return actor.role.value


def require_apart(actor: Actor, first: UUID | None, no: str) -> None:
    """Bar the second authority's word from whoever gave the first's, or stands in his hands.

    One person may sit at two desks. Raises NotAllowed. Source: D19.
    """
    if actor.person_id == first or same_hands(actor.person_id, first):
        raise NotAllowed("board.same_person", CLAUSE, no=no, person=actor.person_name)


def authority_of(city: str, desk: str) -> Organisation:
    """Find the authority whose desk it is. Raises NotFound."""
    return the_only(city, AUTHORITY[Role(desk)])


def at_desks(
    city: str, desks: Iterable[str], subject_id: UUID, *, but: str = "", saying: str = ""
) -> list[Tell]:
    """Tell some desks of the board, one left out, of the record they are led to."""
    roles = [Role(desk) for desk in dict.fromkeys(desks) if desk != but]
    told = desks_told(city, *roles)
    return [
        replace(
            each, subject_id=subject_id, saying=saying,
            region=city if each.role in BUREAU else "",
        )
        for each in told
    ]  # fmt: skip


def seen_by(city: str, desks: Iterable[str]) -> list[UUID]:
    """Name the authorities of some desks, which may read what happened."""
    return list(dict.fromkeys(each.organisation_id for each in desks_told(city, *map(Role, desks))))


def ask(
    city: str,
    desk: str,
    *,
    subject_id: UUID,
    title: str,
    now: datetime,
    holder: Organisation | None = None,
    about: Iterable[UUID] = (),
) -> None:
    """Give a desk, or an institution, its days to answer something. Writes: clocks.Duty."""
    open_duty(
        city=city,
        kind=ANSWER,
        subject_id=subject_id,
        holder=holder or authority_of(city, desk),
        region=city,
        title=title,
        start_on=day_of(now),
        now=now,
        about=about,
        role=Role(desk),
    )
