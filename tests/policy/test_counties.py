"""Which bureau decides: by the level, the letter that holds, the day on which a desk opened. D19"""

from datetime import date

import pytest

from cairong.policy.counties import Held, begins_later, deciding, letter_in_days

DAY = date(2025, 10, 9)


def letter(first: str, last: str, ended: str = "") -> Held:
    return Held(
        no="宜财函1号",
        valid_from=date.fromisoformat(first),
        valid_to=date.fromisoformat(last),
        ended_on=date.fromisoformat(ended) if ended else None,
    )


CASES = [
    ("the city's own level", True, None, [], (False, "own_level")),
    ("nothing written", False, None, [], (False, "transition")),
    ("opened today", False, DAY, [], (True, "opened")),
    ("opens tomorrow", False, date(2025, 10, 10), [], (False, "transition")),
    ("a letter", False, None, [letter("2025-01-01", "2025-12-31")], (False, "delegated")),
    ("its first day", False, None, [letter("2025-10-09", "2025-12-31")], (False, "delegated")),
    ("its last day", False, None, [letter("2025-01-01", "2025-10-09")], (False, "delegated")),
    ("over yesterday", False, None, [letter("2025-01-01", "2025-10-08")], (False, "transition")),
    ("of tomorrow", False, None, [letter("2025-10-10", "2025-12-31")], (False, "transition")),
    ("opened, and delegated since", False, date(2025, 9, 1),
     [letter("2025-10-01", "2025-10-31")], (False, "delegated")),
    ("opened, delegated, ended today", False, date(2025, 9, 1),
     [letter("2025-10-01", "2025-10-31", "2025-10-09")], (True, "opened")),
    ("opened, delegated until tomorrow", False, date(2025, 9, 1),
     [letter("2025-10-01", "2025-10-31", "2025-10-10")], (False, "delegated")),
    ("the second of two letters", False, date(2025, 9, 1),
     [letter("2025-01-01", "2025-02-01"), letter("2025-10-01", "2025-10-31")],
     (False, "delegated")),
]  # fmt: skip


@pytest.mark.parametrize(("own_level", "opened_on", "letters", "found"), [c[1:] for c in CASES],
                         ids=[c[0] for c in CASES])  # fmt: skip
def test_who_decides(own_level, opened_on, letters, found):
    answer = deciding(own_level=own_level, opened_on=opened_on, delegations=letters, on=DAY)
    assert (answer.by_county, answer.ground) == found


def test_a_letter_is_named_with_its_days():
    held = letter("2025-01-01", "2025-12-31")
    answer = deciding(own_level=False, opened_on=None, delegations=[held], on=DAY)
    assert (answer.no, answer.since, answer.until) == (held.no, held.valid_from, held.valid_to)


@pytest.mark.parametrize(("day", "bars"), [(8, True), (9, True), (10, False)])
def test_who_decides_changes_tomorrow_at_the_earliest(day, bars):
    answer = begins_later(begins=date(2025, 10, day), today=DAY, field="opened_on")
    assert (answer is not None) == bars


@pytest.mark.parametrize(
    ("first", "last", "bars"), [(1, 10, False), (10, 10, False), (11, 10, True), (1, 9, True)]
)
def test_a_letter_has_days_to_come(first, last, bars):
    answer = letter_in_days(
        valid_from=date(2025, 10, first), valid_to=date(2025, 10, last), today=DAY
    )
    assert (answer is not None) == bars
