"""Which bureau decides what a county's purchasers file and are paid (采购法§47, D19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cairong.kernel.actor import Role
from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

CLAUSE = "采购法§47"
PROCUREMENT, TREASURY = "procurement", "treasury"
DESK_WORDS = {PROCUREMENT: "采购科", TREASURY: "国库科"}
MATTERS = {PROCUREMENT: "合同备案", TREASURY: "账户和支付"}
DESK_OF = {
    Role.PROCUREMENT_OFFICER: PROCUREMENT,
    Role.PROCUREMENT_APPROVER: PROCUREMENT,
    Role.COUNTY_CLERK: PROCUREMENT,
    Role.TREASURY_OFFICER: TREASURY,
    Role.TREASURY_APPROVER: TREASURY,
}
# The duties that lie with whichever bureau decides; any other of a desk names its holder.
FOLLOWING = ("review_filing", "confirm_lock", "release_payment")


class Ground(StrEnum):
    """Why a bureau decides."""

    OWN_LEVEL = "own_level"
    OPENED = "opened"
    DELEGATED = "delegated"
    TRANSITION = "transition"


GROUND_WORDS = {
    Ground.OWN_LEVEL: "市本级",
    Ground.OPENED: "县区财政局已启用",
    Ground.DELEGATED: "书面委托",
    Ground.TRANSITION: "无书面委托",
}


@dataclass(frozen=True, kw_only=True)
class Held:
    """For what days a county delegates a desk's matters to the city, by which letter (委托书).

    `ended_on` is the first day on which it no longer holds, where it was ended early.
    """

    no: str
    valid_from: date
    valid_to: date
    ended_on: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it holds on a day."""
        ended = self.ended_on is not None and on >= self.ended_on
        return self.valid_from <= on <= self.valid_to and not ended


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """Who decides on a day and why: the county's own bureau or the city's; by which letter."""

    by_county: bool
    ground: Ground
    since: date | None = None
    until: date | None = None
    no: str = ""


def deciding(
    *, own_level: bool, opened_on: date | None, delegations: Sequence[Held], on: date
) -> Deciding:
    """Say who decides the matters of one desk and region on a day.

    The city decides for its own level, and for a county that delegated it while the letter holds;
    a county that opened the desk decides itself from that day on. One that did neither is decided
    by the city as before, without a letter: a transition that the pages name.
    """
    if own_level:
        return Deciding(by_county=False, ground=Ground.OWN_LEVEL)
    held = next((each for each in delegations if each.holds(on)), None)
    if held is not None:
        return Deciding(
            by_county=False, ground=Ground.DELEGATED, since=held.valid_from, until=held.valid_to,
            no=held.no,
        )  # fmt: skip
    if opened_on is not None and opened_on <= on:
        return Deciding(by_county=True, ground=Ground.OPENED, since=opened_on)
    return Deciding(by_county=False, ground=Ground.TRANSITION)


@rule("采购法§47")
def of_deciding_bureau(*, own: bool, desk: str, region: str, decider: str, since: str) -> Answer:
    """Bar a bureau from what another decides; `since` says why, in words."""
    if own:
        return None
    return Finding.of(
        "counties.other_bureau", CLAUSE, region=region, matter=MATTERS[desk], decider=decider,
        why=since,
    )  # fmt: skip


@rule("采购法§47")
def begins_later(*, begins: date, today: date, field: str) -> Answer:
    """Bar what would change today, or a day that is past, who decides."""
    if begins > today:
        return None
    return Finding.of("counties.not_before", CLAUSE, field=field, day=begins.isoformat())


@rule("采购法§47")
def letter_in_days(*, valid_from: date, valid_to: date, today: date) -> Answer:
    """Bar a letter that is turned round or already over."""
    if valid_from <= valid_to and valid_to > today:
        return None
    return Finding.of(
        "counties.letter_days", CLAUSE, since=valid_from.isoformat(), until=valid_to.isoformat()
    )
