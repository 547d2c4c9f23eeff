"""Register an intent on its ground, however it was asked for: on a page, or on paper."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from cairong.contracts.steps.numbers import next_numbers
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.money import positive
from cairong.kernel.text import clean_text
from cairong.lending.models import Application, Consent, Intent
from cairong.lending.steps.bindings import Ground
from cairong.lending.steps.reaching import Lenders, apply_at
from cairong.lending.steps.terms import intent_until
from cairong.parties.models import Organisation
from cairong.policy.cost import METHOD_WORDS
from cairong.policy.lending import MOST_DAYS, financeable_fen, within_headroom
from cairong.policy.opening import opening_first
from cairong.policy.rule import require
from cairong.rulebook.reads import calendar_of, parameter
from cairong.treasury.arithmetic import headroom_fen

SERIES: Final = "YX"
CONSENT_DAYS: Final = 180


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked for: how much, for how many days, what for; `method` is empty for any."""

    amount_fen: int
    days: int
    method: str = ""
    purpose: str = ""

    def check(self) -> None:
        """Raise Invalid for an amount or a number of days that cannot be."""
        positive(self.amount_fen, "amount_yuan")
        if not 0 < self.days <= MOST_DAYS:
            raise Invalid("invalid.range", field="days", value=self.days, least=1, most=MOST_DAYS)
        if self.method and self.method not in METHOD_WORDS:
            raise Invalid(
                "invalid.choice",
                field="method",
                value=self.method,
                choices="、".join(METHOD_WORDS),
            )


def require_room(
    wanted: Wanted,
    ground: Ground,
    lenders: Lenders,
    asked: Sequence[Organisation],
    *,
    now: datetime,
) -> None:
    """Require that what is asked for fits the headroom at the largest cap of those asked.

    Raises PolicyBreach, also while it is not known what was paid before the contract came here.
    """
    owed, city = ground.receivable, ground.borrower.city
    require(opening_first(opening_known=owed is None or owed.opening_fen is not None))
    largest = lenders.largest_cap(asked)
    if owed is not None:
        cap = min(owed.cap_percent, largest)
        headroom = headroom_fen(owed, cap)
    else:
        cap = min(parameter(city, "contract_cap_percent", on=day_of(now)), largest)
        headroom = financeable_fen(base_fen=ground.base_fen, cap_percent=cap)
    require(within_headroom(amount_fen=wanted.amount_fen, headroom_fen=headroom, cap_percent=cap))


def register(
    wanted: Wanted,
    ground: Ground,
    supplier_id: UUID,
    asked: Sequence[Organisation],
    *,
    broadcast: bool,
    readers: Collection[UUID],
    at: datetime,
    now: datetime,
) -> tuple[Intent, list[Application]]:
    """Put an intent before those asked, which all clocks take as asked for at the moment `at`.

    `readers` are those of them whom the supplier lets read its contact data.
    Writes: lending.Intent, Application, Consent, clocks.Duty. Source: 二(一)-3, 个人信息保护法§23.
    """
    city = ground.borrower.city
    calendar = calendar_of(city)
    intent = Intent.objects.create(
        city_id=city,
        no=next_numbers(city, SERIES, day_of(now).year)[0],
        supplier_id=supplier_id,
        award_id=ground.award_id,
        contract=ground.contract,
        receivable=ground.receivable,
        region=ground.region,
        amount_fen=wanted.amount_fen,
        days=wanted.days,
        method=wanted.method,
        purpose=clean_text(wanted.purpose, field="purpose", most=300),
        broadcast=broadcast,
        registered_at=at,
        lapses_on=intent_until(city, day_of(at), calendar),
    )
    until = day_of(now) + timedelta(days=CONSENT_DAYS)
    Consent.objects.bulk_create(
        Consent(intent=intent, institution=each, given_at=now, until=until)
        for each in asked
        if each.pk in readers
    )
    return intent, apply_at(intent, asked, title=ground.title, at=at, now=now, calendar=calendar)
