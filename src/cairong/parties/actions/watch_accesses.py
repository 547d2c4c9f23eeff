"""Tell who holds it when many tries failed: for one account, from one address, in all."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q, Sum, TextField
from django.db.models.functions import Cast, Coalesce

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.parties.access import Access, AccessAlarm
from cairong.parties.accesses import FAILED
from cairong.parties.models import Account
from cairong.parties.reads import desks_told
from cairong.parties.steps.renewing import told_of_account

FOR_ACCOUNT = 20  # tries a day that fail for one account
FROM_ADDRESS = 20  # accounts and names a day that one address fails with
IN_ALL = 1_000  # tries a day that fail
MOST_OF_KIND = 20  # alarms of one kind a day: more are one attack, of which IN_ALL tells
TOLD = (Role.PROCUREMENT_APPROVER, Role.OPERATOR)
BASIS = ["网络安全法§23"]
PAUSE = timedelta(seconds=60)
Kind = AccessAlarm.Kind
HAPPENED = {
    Kind.ACCOUNT: "parties.access.many_account",
    Kind.ADDRESS: "parties.access.many_address",
    Kind.ALL: "parties.access.many_all",
}
_LOOKED: dict[str, datetime] = {}


class Many(NamedTuple):
    """What there were many of: tries for an account, from an address, or in all."""

    kind: AccessAlarm.Kind
    tries: int
    account_id: int | None = None
    address: str | None = None


def watch_accesses(*, actor: Actor, now: datetime) -> int:
    """Raise an alarm of each account and address with many failed tries today; count them.

    Looked at once a minute at most; each is told once a day.
    """
    if timedelta(0) <= now - _LOOKED.get(actor.city, now - PAUSE) < PAUSE:
        return 0
    _LOOKED[actor.city] = now
    raised = 0
    for many in _many(actor.city, day_of(now)):
        with suppress(Conflict):
            raise_access_alarm(actor=actor, now=now, **many._asdict())
            raised += 1
    return raised


@use_case(Role.SYSTEM, word="告知多次登录失败")
def raise_access_alarm(
    *,
    actor: Actor,
    now: datetime,
    kind: AccessAlarm.Kind,
    tries: int,
    account_id: int | None = None,
    address: str | None = None,
) -> AccessAlarm:
    """Keep an alarm and tell of it: an account's to its person and administrators, once a day.

    Others to operators and the bureau. Raises Conflict where it was told today.
    Writes: parties.AccessAlarm.
    """
    alarm = AccessAlarm.objects.create(
        city_id=actor.city, kind=kind, on=day_of(now), at=now, tries=tries,
        account_id=account_id, address=address,
    )  # fmt: skip
    after: dict[str, Any] = {"tries": tries}
    tell: list[Tell] = []
    if account_id is None:
        tell = desks_told(actor.city, *TOLD)
    else:
        account = Account.objects.select_related("person").get(pk=account_id)
        after |= {"username": account.username, "who": account.person.name}
        tell = told_of_account(account, now)
    record(
        actor=actor, now=now, type=HAPPENED[kind], subject=alarm, after=after,
        visible_to=[each.organisation_id for each in tell], basis=BASIS, tell=tell,
    )  # fmt: skip
    return alarm


def _many(city: str, today: date) -> Iterator[Many]:
    rows = Access.objects.filter(city_id=city, on=today, outcome__in=FAILED).order_by()
    told = list(AccessAlarm.objects.filter(city_id=city, on=today))
    accounts = rows.exclude(account=None).values_list("account").annotate(tries=Sum("times"))
    tried = Coalesce(Cast("account_id", TextField()), "name_digest")
    addresses = (
        rows.exclude(address=None)
        .values_list("address")
        .annotate(tries=Count(tried, distinct=True, filter=~Q(folded=True, account=None)))
    )
    yield from _news(Kind.ACCOUNT, accounts.filter(tries__gte=FOR_ACCOUNT), told)
    yield from _news(Kind.ADDRESS, addresses.filter(tries__gte=FROM_ADDRESS), told)
    in_all = rows.aggregate(tries=Sum("times", default=0))["tries"]
    if in_all >= IN_ALL and not any(each.kind == Kind.ALL for each in told):
        yield Many(Kind.ALL, in_all)


def _news(kind: AccessAlarm.Kind, found: Any, told: list[AccessAlarm]) -> Iterator[Many]:
    """List what was not told today, as long as there is room for more of its kind."""
    field = "account_id" if kind == Kind.ACCOUNT else "address"
    before = {getattr(each, field) for each in told if each.kind == kind}
    news = [row for row in found.order_by("-tries") if row[0] not in before]
    for key, tries in news[: max(0, MOST_OF_KIND - len(before))]:
        yield Many(kind, tries, **{field: key})
