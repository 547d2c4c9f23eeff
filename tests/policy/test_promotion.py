"""What came of an event, against published intervals; when, where and for how many. 三(三)"""

from decimal import Decimal

import pytest

from cairong.policy.promotion import (
    Stratum,
    announced_in_time,
    compared,
    door_is_open,
    guest_places,
    guests_leave_room,
    masked_contact,
    place_is_left,
    reached_by,
)
from support.town import at

STARTS, ENDS = at("2025-10-15 14:00"), at("2025-10-15 17:00")


def stratum(came_did: int, came: int, stayed_did: int, stayed: int) -> Stratum:
    return Stratum(came=came, came_did=came_did, stayed=stayed, stayed_did=stayed_did)


class TestCompared:
    """Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10, 95 %."""

    @pytest.mark.parametrize(
        ("counts", "low", "high"),
        [
            ((56, 70, 48, 80), "0.0524", "0.3339"),
            ((9, 10, 3, 10), "0.1705", "0.8090"),
            ((6, 7, 2, 7), "0.0582", "0.8062"),
            ((5, 56, 0, 29), "-0.0381", "0.1926"),
            ((0, 10, 0, 20), "-0.1611", "0.2775"),
            ((0, 10, 0, 10), "-0.2775", "0.2775"),
            ((10, 10, 0, 20), "0.6791", "1.0000"),
            ((10, 10, 0, 10), "0.6075", "1.0000"),
        ],
    )
    def test_one_stratum_is_the_published_interval(self, counts, low, high):
        found = compared([stratum(*counts)])
        assert found is not None
        assert (found.low, found.high) == (Decimal(low), Decimal(high))

    def test_strata_weigh_as_many_as_came(self):
        """2 of 4 against 1 of 10, and 0 of 1 against 5 of 10: 0.4 against 0.8 × 0.1 + 0.2 × 0.5."""
        found = compared([stratum(2, 4, 1, 10), stratum(0, 1, 5, 10)])
        assert found is not None
        assert (found.share_came, found.share_stayed) == (Decimal("0.4"), Decimal("0.18"))
        assert found.difference == Decimal("0.22")
        assert (found.came, found.stayed, found.unmatched) == (5, 20, 0)
        assert found.low < 0 < found.high

    def test_who_has_nobody_alike_is_counted_apart(self):
        found = compared([stratum(1, 2, 1, 4), stratum(3, 3, 0, 0), stratum(0, 0, 4, 9)])
        assert found is not None
        assert (found.came, found.unmatched, found.stayed) == (2, 3, 4)
        assert compared([stratum(3, 3, 0, 0)]) is None
        assert compared([]) is None


class TestRules:
    @pytest.mark.parametrize(
        ("starts", "ends", "code"),
        [
            (STARTS, ENDS, None),
            (ENDS, STARTS, "promotion.ends"),
            (STARTS, at("2025-10-19 14:00"), "promotion.ends"),
            (at("2025-09-01 14:00"), at("2025-09-01 15:00"), "promotion.starts"),
            (at("2026-06-01 14:00"), at("2026-06-01 15:00"), "promotion.starts"),
        ],
    )
    def test_an_event_comes_and_is_no_longer_than_three_days(self, starts, ends, code):
        found = announced_in_time(now=at("2025-09-25 10:00"), starts_at=starts, ends_at=ends)
        assert (found.code if found else None) == code

    @pytest.mark.parametrize(
        ("now", "code"),
        [
            ("2025-10-15 12:59", "promotion.door_early"),
            ("2025-10-15 13:00", None),
            ("2025-10-15 17:00", None),
            ("2025-10-15 17:01", "promotion.door_late"),
        ],
    )
    def test_the_door_opens_an_hour_ahead_and_closes_at_the_end(self, now, code):
        found = door_is_open(now=at(now), starts_at=STARTS, ends_at=ENDS)
        assert (found.code if found else None) == code

    def test_places_are_counted_and_half_of_them_are_for_accounts(self):
        assert place_is_left(title="座谈会", capacity=4, taken=3) is None
        assert place_is_left(title="座谈会", capacity=4, taken=4) is not None
        assert (guest_places(1), guest_places(4), guest_places(5)) == (1, 2, 2)
        assert guests_leave_room(title="座谈会", capacity=4, guests=1) is None
        assert guests_leave_room(title="座谈会", capacity=4, guests=2) is not None

    @pytest.mark.parametrize("contact", ["13800001111", "037912345678", "a.b@example.org"])
    def test_a_contact_reaches_somebody(self, contact):
        assert reached_by(contact=contact) is None

    @pytest.mark.parametrize("contact", ["1380000", "abc", "a@b", "<script>"])
    def test_what_reaches_nobody_is_no_contact(self, contact):
        assert reached_by(contact=contact) is not None

    def test_a_masked_contact_tells_its_owner_alone(self):
        assert masked_contact("13800001111") == "138****1111"
        assert masked_contact("zhang@example.org") == "z***@example.org"
        assert masked_contact("") == ""
