"""The log of access: what is noted, how much of it, who reads it, and what is gone after a time.

Docs: docs/decisions/access-log.md.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Sum
from django.utils.crypto import salted_hmac

from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotAllowed
from cairong.parties.access import Access
from cairong.parties.models import Account, Mandate, Organisation
from cairong.parties.people import brought_by, own_organisation_id
from cairong.parties.tallies import count

Outcome = Access.Outcome
PROVEN = (Outcome.SIGNED_IN, Outcome.SIGNED_OUT, Outcome.ENDED)  # by whoever holds the account
FAILED = tuple(each for each in Outcome if each not in PROVEN)
MOST_OF_EACH = 100  # rows a day of one address that fails, or of one account
MOST_OF_DAY = 5_000  # rows a day of all addresses that fail
DAY_SECONDS = 86_400
KEPT = timedelta(days=186)  # longer than any six months
LEFT = ExpressionWrapper(OuterRef("on") - KEPT, output_field=DateTimeField())
FOLD = """
    INSERT INTO parties_access AS t
        (city_id, "on", at, last_at, address, account_id, mandate_id, name_digest, device_digest,
         outcome, times, folded)
    VALUES (%(city)s, %(on)s, %(at)s, %(at)s, %(address)s, %(account)s, %(mandate)s, '', '',
            %(outcome)s, 1, true)
    ON CONFLICT (city_id, "on", outcome, account_id, address) WHERE folded DO UPDATE
    SET times = t.times + 1, last_at = GREATEST(t.last_at, EXCLUDED.last_at)
"""
AGAIN = """
    UPDATE parties_access SET times = times + 1, last_at = GREATEST(last_at, %(at)s)
    WHERE folded AND city_id = %(city)s AND "on" = %(on)s AND outcome = %(outcome)s
        AND account_id IS NOT DISTINCT FROM %(account)s AND address = %(address)s
"""


class _Entry(NamedTuple):
    """What is to be noted: where, when, what, from which address, with whose account or name."""

    city: str
    now: datetime
    outcome: Outcome
    address: str | None
    account: Account | None = None
    digest: str = ""
    device: str = ""

    def facts(self) -> dict[str, Any]:
        """Name the columns of a row that counts many."""
        account = self.account
        return {
            "city": self.city, "on": day_of(self.now), "at": self.now, "address": self.address,
            "outcome": self.outcome.value, "account": account and account.pk,
            "mandate": account and account.mandate_id,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Before:
    """How somebody was last in before now, and how many tries failed since."""

    at: datetime
    address: str
    failed: int


def note(
    *, now: datetime, outcome: Outcome, address: str | None, account: Account, device: str = ""
) -> None:
    """Note what happened at the door with an account, at a `device` of this mark.

    Writes: parties.Access, parties.Tally.
    """
    mark = digest_of(device, of="device") if device else ""
    _note(_Entry(account.person.city_id, now, outcome, address, account, device=mark))


def note_name(*, city: str, now: datetime, outcome: Outcome, address: str, name: str) -> None:
    """Note a try under a name that was typed, whether anybody has it or not: the same work.

    Writes: parties.Access, parties.Tally.
    """
    account = Account.objects.select_related("person").filter(username=name).first()
    digest = "" if account else digest_of(name)
    at = account.person.city_id if account else city
    _note(_Entry(at, now, outcome, address, account, digest))


def digest_of(said: str, *, of: str = "access") -> str:
    """Digest what was typed for a name, or a browser's mark, with a key not in the database."""
    return salted_hmac(f"cairong.{of}", said, algorithm="sha256").hexdigest()[:32]


def _note(entry: _Entry) -> None:
    """Add a row, or where there are many of this day already count one more in a row for many.

    First the rows of one address that fails are counted together, then the addresses are no
    longer told apart. Whoever holds an account is counted by it, and takes no room from others.
    """
    proven, now = entry.outcome in PROVEN, entry.now
    of = entry.account.pk if proven and entry.account else entry.address
    many = _counted(now, entry.city, proven, of) > MOST_OF_EACH
    if not proven:
        if many and _execute(AGAIN, entry.facts()):
            return
        if _counted(now, entry.city) > MOST_OF_DAY:
            many, entry = True, entry._replace(address=None)
    if many:
        _execute(FOLD, entry.facts())
        return
    Access.objects.create(
        city_id=entry.city, on=day_of(now), at=now, last_at=now, address=entry.address,
        account=entry.account, mandate_id=entry.account.mandate_id if entry.account else None,
        name_digest=entry.digest, device_digest=entry.device, outcome=entry.outcome,
    )  # fmt: skip


def _counted(now: datetime, *of: object) -> int:
    """Count one more of this day."""
    key = ":".join(map(str, ("access", day_of(now), *of)))
    return count(key, now, seconds=DAY_SECONDS)[0]


def _execute(statement: str, facts: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return int(cursor.rowcount)


def before(account: Account) -> Before | None:
    """Say how an account was last in, and how many tries failed since; None for the first time."""
    rows = Access.objects.filter(account=account)
    last = rows.filter(outcome=Outcome.SIGNED_IN).order_by("-last_at").first()
    if last is None:
        return None
    since = rows.filter(outcome__in=FAILED, last_at__gt=last.last_at)
    failed = since.aggregate(failed=Sum("times", default=0))["failed"]
    return Before(at=last.last_at, address=last.address or "", failed=failed)


def own_accesses(actor: Actor) -> QuerySet[Access]:
    """List what happened at the door with an actor's own accounts."""
    return Access.objects.filter(account__person=actor.person_id)


def accesses_of_organisation(actor: Actor) -> QuerySet[Access]:
    """List what happened with the accounts that act for an actor's organisation, in its region."""
    rows = Access.objects.filter(mandate__organisation_id=own_organisation_id(actor))
    return rows if actor.whole_city else rows.filter(mandate__region=actor.region)


def accesses_of_keepers(actor: Actor) -> QuerySet[Access]:
    """List what happened with whoever administers, or keeps the machine, for an auditor.

    Whichever mandate they had chosen, as long as they held such a one that day or within the time
    that is kept; a supplier's own people are nobody's administrators here. Raises NotAllowed for
    an auditor whom nobody but the one who brought them in has confirmed.
    """
    if actor.role is not Role.AUDITOR:
        return Access.objects.none()
    if brought := brought_by(actor.person_id):
        raise NotAllowed("parties.auditor_unproven", "网络安全法§23", brought_by=brought)
    held = Mandate.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=LEFT),
        Q(administrator=True) | Q(role=Role.OPERATOR),
        person_id=OuterRef("account__person_id"),
        valid_from__lte=OuterRef("on"),
    ).exclude(organisation__kind=Organisation.Kind.SUPPLIER)
    return Access.objects.filter(Exists(held), city_id=actor.city)


def accesses_of_nobody(actor: Actor) -> QuerySet[Access]:
    """List the tries of a city under names that nobody has."""
    return Access.objects.filter(city_id=actor.city, account=None)


def gone_well(_actor: Actor, _now: datetime, word: str) -> Q:
    """Keep what went well, or what failed."""
    return {"yes": Q(outcome__in=PROVEN), "no": Q(outcome__in=FAILED)}.get(word, Q())


def since_day(_actor: Actor, _now: datetime, day: date | None) -> Q:
    """Keep what happened from a day on."""
    return Q(on__gte=day) if day else Q()


def until_day(_actor: Actor, _now: datetime, day: date | None) -> Q:
    """Keep what happened up to a day."""
    return Q(on__lte=day) if day else Q()


def clear_accesses(*, actor: Actor, now: datetime) -> int:
    """Take away what is older than six months, whoever's city it came from."""
    del actor
    return Access.objects.filter(on__lt=day_of(now - KEPT)).delete()[0]
