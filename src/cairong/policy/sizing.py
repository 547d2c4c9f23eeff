"""Disputes about a declared size class (企业规模认定): who decides, after whom, by which number.

802§29 lets whoever disputes a class ask the authority of the place of the firm, and sets no days.
46§16 gives that authority ten working days for a letter of the finance department.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule
from cairong.policy.size import SIZE_WORDS, Size, size_of

CLAUSE, LETTER = "802§29", "46§16"
DECIDE, REPLY = "decide_size", "reply_size_letter"  # the duties: of a dispute, of a letter
HEARD_DAYS = "size_heard_days"
LEAST, MOST = 8, 500  # characters of what is said
SAYINGS = 10  # that a firm may hand in to one dispute
PREFECTURE = 4  # digits of a region code that name its city
SIZES: Mapping[str, str] = dict(SIZE_WORDS)  # type: ignore[arg-type]


def place_of(uscc: str) -> str:
    """Read from a firm's code the region of the authority that registered it (GB32100)."""
    return uscc[2:8]


def is_here(city: str, place: str) -> bool:
    """Whether a region is this city or a county of it."""
    return place[:PREFECTURE] == city[:PREFECTURE]


def class_found(
    industry: str,
    *,
    tied: bool,
    employees: int | None,
    revenue_wan: Decimal | None,
    assets_wan: Decimal | None,
) -> Size:
    """Work out the class from figures found; one tied to a large firm is none of the small (46§2).

    Raises Invalid for an unknown industry and for a figure that it needs.
    """
    found = size_of(
        industry, employees=employees, revenue_wan=revenue_wan, assets_wan=assets_wan
    ).size
    return "large" if tied else found


@rule(CLAUSE)
def class_is_declared(*, name: str, size: str) -> Answer:
    """Bar a dispute where the firm never declared what its class rests on."""
    return None if size else Finding.of("sizing.nothing_declared", CLAUSE, name=name)


@rule(CLAUSE)
def not_decided_before(*, name: str, decided_on: date | None, size: str, again: bool) -> Answer:
    """Bar disputing a class that an authority decided; the firm and the finance department may."""
    if decided_on is None or again:
        return None
    return Finding.of(
        "sizing.decided_before", CLAUSE, name=name, on=decided_on, size=SIZES.get(size, size)
    )


@rule(LETTER)
def letter_has_number(*, number: str) -> Answer:
    """Bar a finance department's question without the number of its letter."""
    return None if number else Finding.of("sizing.letter_no", LETTER)


@rule(LETTER, CLAUSE)
def decided_where_registered(*, name: str, place: str, here: bool) -> Answer:
    """Bar deciding about a firm that another place registered."""
    return None if here else Finding.of("sizing.elsewhere", LETTER, name=name, place=place)


@rule(LETTER, CLAUSE)
def forwarded_elsewhere(*, name: str, place: str, here: bool) -> Answer:
    """Bar sending on what this authority has to decide itself."""
    return Finding.of("sizing.here", LETTER, name=name, place=place) if here else None


@rule(CLAUSE)
def firm_was_heard(*, name: str, heard: bool, today: date, until: date) -> Answer:
    """Bar deciding before the firm has spoken, or its days to speak are over."""
    if heard or today > until:
        return None
    return Finding.of("sizing.not_heard", CLAUSE, name=name, until=until)


@rule(CLAUSE)
def says_not_too_often(*, said: int) -> Answer:
    """Bar more statements of a firm than anybody can read."""
    return None if said < SAYINGS else Finding.of("sizing.said_enough", CLAUSE, most=SAYINGS)


@rule(LETTER)
def answered_between(*, sent_on: date, answered_on: date, today: date) -> Answer:
    """Bar an answer dated before the letter it answers, or after today."""
    if sent_on <= answered_on <= today:
        return None
    return Finding.of(
        "sizing.answered_on", LETTER, sent_on=sent_on, answered_on=answered_on, today=today
    )
