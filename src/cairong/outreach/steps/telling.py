"""Who reads a message, how each of them chooses to be told, and by which channels it leaves."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from cairong.kernel.calendar import day_of
from cairong.outreach.models import Channel, Dispatch, Kind, Message, Preference, Proof
from cairong.outreach.sentences import shorten
from cairong.parties.models import City, Mandate, Person, Renewal
from cairong.policy.outreach import earliest, masked
from cairong.rulebook.reads import calendar_of

REMINDED = "outreach.reminded."
LONGEST_TITLE, LONGEST_TEXT = 60, 1000


@dataclass(frozen=True, kw_only=True)
class Told:
    """One thing a person is told by every channel of theirs; `moment` the earliest there is.

    It is a message, or sums up what waits in `mandates` of theirs.
    """

    person: Person
    moment: datetime
    title: str
    text: str
    link: str
    message: Message | None = None
    mandates: Sequence[UUID] = ()
    deadline: bool = False


def queue(city: str, told: Iterable[Told], *, now: datetime) -> None:
    """Queue what persons are told, by each channel they chose; what is queued already stays.

    A mailbox is told nothing before its holder has proved it.
    Writes: outreach.Dispatch.
    """
    listed = list(told)
    kinds, calendar = open_kinds(city), calendar_of(city)
    choices = preferences([item.person.pk for item in listed])
    mails = proven_mails([pk for pk, choice in choices.items() if Kind.MAIL in choice.channels])
    demo = City.objects.values_list("demo", flat=True).get(pk=city)
    rows = list[Dispatch]()
    for item in listed:
        choice = choices[item.person.pk]
        first = earliest(item.moment, choice.quiet, calendar, deadline=item.deadline)
        rows += [
            Dispatch(
                city_id=city,
                person=item.person,
                channel=kind,
                message=item.message,
                digest_on=None if item.message else day_of(item.moment),
                mandates=list(item.mandates),
                title=shorten(masked(item.title), LONGEST_TITLE),
                text=masked(item.text)[:LONGEST_TEXT],
                link=item.link,
                made_at=now,
                not_before=first,
            )
            for kind in choice.channels
            if kind in kinds
            and (
                mails.get(item.person.pk) == choice.mail
                if kind == Kind.MAIL
                else demo or address_of(kind, item.person, choice)
            )
        ]
    Dispatch.objects.bulk_create(rows, ignore_conflicts=True)


def open_kinds(city: str) -> frozenset[str]:
    """Name the channels that are on in a city: in a demonstration all, to its outbox page."""
    if City.objects.filter(pk=city, demo=True).exists():
        return frozenset(Kind.values)
    return frozenset(Channel.objects.filter(city_id=city, on=True).values_list("kind", flat=True))


def readers_of(messages: Sequence[Message], now: datetime) -> dict[int, list[Person]]:
    """Name who finds each message in the inbox, as `reads.inbox` shows it: by mandates of today."""
    organisations = {message.organisation_id for message in messages}
    holders = defaultdict[tuple[UUID, str], list[Mandate]](list)
    running = Mandate.objects.running(day_of(now)).select_related("person")
    for mandate in running.filter(organisation__in=organisations, organisation__active=True):
        holders[mandate.organisation_id, mandate.role].append(mandate)
    found = dict[int, list[Person]]()
    for message in messages:
        persons = {
            mandate.person_id: mandate.person
            for mandate in holders[message.organisation_id, message.role]
            if not message.region or mandate.region in (message.region, message.city_id)
        }
        found[message.pk] = list(persons.values())
    return found


def preferences(persons: Iterable[UUID]) -> dict[UUID, Preference]:
    """Find what persons chose; the usual for those who have said nothing."""
    ids = set(persons)
    said = {found.person_id: found for found in Preference.objects.filter(person__in=ids)}
    return {pk: said.get(pk) or Preference(channels=Preference.USUAL) for pk in ids}


def address_of(kind: str, person: Person, choice: Preference) -> str:
    """Find where a person is reached by a channel; empty where that is not known."""
    return choice.mail if kind == Kind.MAIL else person.phone


def proofs_of(persons: Iterable[UUID]) -> QuerySet[Proof]:
    """List what persons proved, without what was proven before two let them in again.

    Whoever had the password then may have proven an address of their own.
    """
    let_in = Renewal.objects.filter(
        account__person=OuterRef("person"), state="done", by_link=False,
        done_at__gte=OuterRef("proven_at"),
    )  # fmt: skip
    rows = Proof.objects.filter(person__in=set(persons), proven_at__isnull=False)
    return rows.filter(~Exists(let_in))


def proven_mails(persons: Iterable[UUID]) -> dict[UUID, str]:
    """Find the mail address that each of these persons proved last, chosen still or not."""
    rows = proofs_of(persons).filter(kind=Kind.MAIL)
    return {proof.person_id: proof.address for proof in rows}
