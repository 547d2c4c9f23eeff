"""Events of the four kinds the notice names (三(三)): when, for whom, who came, what came of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

CLAUSE, REACHED, EFFECT = "三(三)-1", "三(三)-2", "三(三)-3"
KINDS: Mapping[str, str] = {
    "meeting": "银企座谈会",
    "training": "集中培训",
    "exchange": "经验交流",
    "visit": "现场观摩",
}
SEGMENTS: Mapping[str, str] = {
    "won": "一年内中标、一年内没有贷款的供应商",
    "recommended": "正在被推荐的供应商",
    "unread": "收到告知函、一次也没有打开的供应商",
    "suppliers": "全部供应商",
    "institutions": "金融机构",
}
MARKS: Mapping[int, str] = {5: "很好", 4: "好", 3: "一般", 2: "不好", 1: "很不好"}
PLANS: Mapping[str, str] = {
    "apply": "准备登记融资意向",
    "later": "以后有需要再说",
    "no": "不需要",
}
YEAR = timedelta(days=365)  # «within a year» of the segments
FURTHEST = timedelta(days=180)  # how far ahead an event is announced
LONGEST = timedelta(days=3)
DOOR_OPENS = timedelta(hours=1)  # before the beginning
AT_ONCE = 500  # invited by one act
MOST_PLACES = 5000
MOST_ASKED = 10  # by one organisation at one event
PHONE = re.compile(r"1[0-9]{10}|0[0-9]{9,11}")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
Z = Decimal("1.959964")  # of a 95 % interval
PLACES = Decimal("0.0001")


@rule(CLAUSE)
def announced_in_time(*, now: datetime, starts_at: datetime, ends_at: datetime) -> Answer:
    """Bar an event that begins in the past or too far ahead, or that ends before it begins."""
    if ends_at <= starts_at or ends_at - starts_at > LONGEST:
        return Finding.of("promotion.ends", CLAUSE, starts=starts_at, ends=ends_at)
    if not now < starts_at <= now + FURTHEST:
        return Finding.of("promotion.starts", CLAUSE, starts=starts_at, last=now + FURTHEST)
    return None


@rule(REACHED)
def before_it_begins(*, now: datetime, starts_at: datetime, title: str) -> Answer:
    """Bar inviting to what has begun."""
    if now < starts_at:
        return None
    return Finding.of("promotion.begun", REACHED, title=title, starts=starts_at)


@rule(CLAUSE)
def unmoved_once_begun(*, now: datetime, starts_at: datetime, title: str) -> Answer:
    """Bar changing what is said of an event that has begun: people are coming by it."""
    if now < starts_at:
        return None
    return Finding.of("promotion.begun_unmoved", CLAUSE, title=title, starts=starts_at)


@rule(CLAUSE)
def before_it_ends(*, now: datetime, ends_at: datetime, title: str) -> Answer:
    """Bar signing up for what is over."""
    if now < ends_at:
        return None
    return Finding.of("promotion.over", CLAUSE, title=title, ends=ends_at)


@rule(CLAUSE)
def place_is_left(*, title: str, capacity: int, taken: int) -> Answer:
    """Bar signing up where every place is taken."""
    if taken < capacity:
        return None
    return Finding.of("promotion.full", CLAUSE, title=title, capacity=capacity)


@rule(CLAUSE)
def guests_leave_room(*, title: str, capacity: int, guests: int) -> Answer:
    """Bar those without an account from taking more than half of the places."""
    most = guest_places(capacity)
    if guests < most:
        return None
    return Finding.of("promotion.guests_full", CLAUSE, title=title, most=most)


@rule(CLAUSE)
def door_is_open(*, now: datetime, starts_at: datetime, ends_at: datetime) -> Answer:
    """Bar signing in at the door earlier than an hour before, or after the end."""
    opens = starts_at - DOOR_OPENS
    if now < opens:
        return Finding.of("promotion.door_early", CLAUSE, opens=opens)
    return Finding.of("promotion.door_late", CLAUSE, ends=ends_at) if now > ends_at else None


@rule(CLAUSE)
def held_once_begun(*, now: datetime, starts_at: datetime) -> Answer:
    """Bar noting as held what has not begun."""
    return None if starts_at <= now else Finding.of("promotion.not_begun", CLAUSE, starts=starts_at)


@rule(EFFECT)
def summed_up_once_over(*, now: datetime, ends_at: datetime) -> Answer:
    """Bar summing up what is not over."""
    return None if ends_at <= now else Finding.of("promotion.not_over", EFFECT, ends=ends_at)


@rule(CLAUSE)
def reached_by(*, contact: str) -> Answer:
    """Bar a sign-up without account whose telephone or mail address is none."""
    if PHONE.fullmatch(contact) or MAIL.fullmatch(contact):
        return None
    return Finding.of("promotion.contact", CLAUSE, value=contact)


def guest_places(capacity: int) -> int:
    """Count the places that those without an account may take: half, and one at least."""
    return max(1, capacity // 2)


def masked_contact(contact: str) -> str:
    """Show of a contact what tells its owner which it is, and nobody else what it is."""
    if "@" in contact:
        name, _, host = contact.partition("@")
        return f"{name[:1]}***@{host}"
    return f"{contact[:3]}****{contact[-4:]}" if contact else ""


@dataclass(frozen=True, kw_only=True)
class Stratum:
    """Suppliers alike: how many came, how many did not, and of each how many did it afterwards."""

    came: int
    came_did: int
    stayed: int
    stayed_did: int


@dataclass(frozen=True, kw_only=True)
class Difference:
    """The share of those who came against those like them who did not, with a 95 % interval.

    Shares are fractions of one. `came` counts those who came and have somebody like them,
    `unmatched` those who have nobody; `stayed` those they are held against.
    """

    came: int
    unmatched: int
    stayed: int
    share_came: Decimal
    share_stayed: Decimal
    difference: Decimal
    low: Decimal
    high: Decimal


def compared(strata: Iterable[Stratum]) -> Difference | None:
    """Hold those who came against those like them who did not; None where nobody has his like.

    Within each stratum the two shares are compared; strata weigh as many as came of them. The
    interval is Newcombe's hybrid score one (1998, method 10): Wilson's interval of each share,
    squared and added. The n of those who stayed is the effective one of their weighted share,
    1 / sum(w^2 / m). With one stratum it is Newcombe's interval itself. Source: 三(三)-3.
    """
    listed = [each for each in strata if each.came]
    matched = [each for each in listed if each.stayed]
    came = sum(each.came for each in matched)
    if not came:
        return None
    weights = [Decimal(each.came) / came for each in matched]
    pairs = list(zip(weights, matched, strict=True))
    first = Decimal(sum(each.came_did for each in matched)) / came
    second = sum((w * each.stayed_did / each.stayed for w, each in pairs), Decimal(0))
    effective = 1 / sum((w * w / each.stayed for w, each in pairs), Decimal(0))
    low_first, high_first = wilson(first, Decimal(came))
    low_second, high_second = wilson(second, effective)
    gap = first - second
    low = gap - ((first - low_first) ** 2 + (high_second - second) ** 2).sqrt()
    high = gap + ((high_first - first) ** 2 + (second - low_second) ** 2).sqrt()
    return Difference(
        came=came,
        unmatched=sum(each.came for each in listed) - came,
        stayed=sum(each.stayed for each in matched),
        share_came=first.quantize(PLACES),
        share_stayed=second.quantize(PLACES),
        difference=gap.quantize(PLACES),
        low=low.quantize(PLACES),
        high=high.quantize(PLACES),
    )


def wilson(share: Decimal, count: Decimal) -> tuple[Decimal, Decimal]:
    """Bound a share of so many by Wilson's score interval at 95 %."""
    middle = 2 * count * share + Z * Z
    spread = Z * (Z * Z + 4 * count * share * (1 - share)).sqrt()
    below = 2 * (count + Z * Z)
    return (middle - spread) / below, (middle + spread) / below
