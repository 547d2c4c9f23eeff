"""The counties of a city as a page shows them: who decides for each, by which letters."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.parties.deciding import Decider, grounds, letters_of
from cairong.parties.models import Delegation, OpenedDesk, Organisation, Region
from cairong.parties.reads import regions
from cairong.policy.counties import DESK_WORDS, MATTERS, PROCUREMENT, TREASURY, Ground

Kind = Organisation.Kind


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter of a county: what it delegates, how it stands today, whether it can be ended."""

    letter: Delegation
    matters: str
    standing: str
    runs: bool


@dataclass(frozen=True, kw_only=True)
class County:
    """One county: its own bureau where there is one, who decides for each desk, its letters.

    `lacks` are the desks decided by the city without a letter.
    """

    code: str
    name: str
    bureau: Organisation | None
    filing: Decider
    payment: Decider
    letters: list[Letter]
    opened: Mapping[str, date]

    @property
    def bureau_name(self) -> str:
        """Name its own bureau; empty where there is none."""
        return self.bureau.name if self.bureau else ""

    @property
    def lacks(self) -> list[str]:
        """Name the desks that the city decides without a letter."""
        both = (self.filing, self.payment)
        return [DESK_WORDS[each.desk] for each in both if each.why.ground is Ground.TRANSITION]


def counties(actor: Actor, now: datetime, *, code: str = "") -> list[County]:
    """List the counties that an actor's desk sees, or the one of a code, by their codes.

    Those that are no more are listed as long as they have a bureau of their own.
    """
    on, city = day_of(now), actor.city
    rows = Organisation.objects.filter(city=city, kind=Kind.BUREAU, active=True)
    bureaus = {each.region: each for each in rows}
    if city not in bureaus:
        raise NotFound("parties.no_authority", kind=Kind.BUREAU.label)
    opened = defaultdict[str, dict[str, date]](dict)
    for each in OpenedDesk.objects.filter(city=city):
        opened[each.region][each.desk] = each.opened_on
    letters = defaultdict[str, list[Delegation]](list)
    for letter in letters_of(city):
        letters[letter.region].append(letter)
    found = []
    for row in _shown(actor, on, bureaus.keys() | letters.keys()):
        if code and row.code != code:
            continue
        whys = grounds(city, row.code, opened[row.code], letters[row.code], on)
        by = {
            desk: Decider(bureau=bureaus[row.code if why.by_county else city], desk=desk, why=why)
            for desk, why in whys.items()
        }
        county = County(
            code=row.code,
            name=row.name,
            bureau=bureaus.get(row.code),
            filing=by[PROCUREMENT],
            payment=by[TREASURY],
            letters=[_letter(each, on) for each in letters[row.code]],
            opened=opened[row.code],
        )
        found.append(county)
    return found


def _shown(actor: Actor, on: date, kept: Collection[str]) -> list[Region]:
    there = set(regions(actor.city, on=on).values_list("code", flat=True)) | set(kept)
    rows = regions(actor.city).exclude(code=actor.city).filter(code__in=there)
    return list(rows if actor.whole_city else rows.filter(code=actor.region))


def _letter(letter: Delegation, today: date) -> Letter:
    over = letter.ended_on is not None and letter.ended_on <= today
    standing = "有效" if letter.valid_from <= today else "未到起日"
    if over or today > letter.valid_to:
        standing = "已终止" if over else "已到期"
    held = ((PROCUREMENT, letter.filing), (TREASURY, letter.payment))
    return Letter(
        letter=letter,
        matters="、".join(MATTERS[desk] for desk, is_held in held if is_held),
        standing=standing,
        runs=letter.ended_on is None and letter.valid_to > today,
    )
