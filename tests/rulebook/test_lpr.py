"""The LPR: entered by two of the People's Bank, near the last one, pricing from nine o'clock."""

import itertools
from datetime import date, timedelta

import pytest

from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, PolicyBreach
from cairong.policy.catalogue import sentence
from cairong.policy.lpr import LPR, lpr_at
from cairong.rulebook import reads
from cairong.rulebook.actions.publish_lpr import publish_lpr
from cairong.rulebook.models import LprRow
from rulebook.conftest import NOW, somebody, twice
from support.town import CITY, at

DAY = date(2025, 9, 12)
FACTS = {"published_on": DAY, "one_year_bp": 290, "five_year_bp": 340, "source": "中国人民银行公告"}


def publish(pair, now=NOW, **changed):
    return twice(publish_lpr, pair, now, **{**FACTS, **changed})


def refused(pair, kind=Invalid, **changed):
    with pytest.raises(kind) as caught:
        publish(pair, **changed)
    assert not LprRow.objects.exists()
    return caught.value.findings[0]


def test_it_prices_from_nine_of_its_day(bank):
    publish(bank)
    assert reads.lpr_on(CITY, at("2025-09-12 08:59")).one_year_bp == 300
    found = reads.lpr_on(CITY, at("2025-09-12 09:00"))
    assert (found.one_year_bp, found.five_year_bp) == (290, 340)
    assert (found.rate_bp("1Y"), found.rate_bp("5Y")) == (290, 340)
    assert found.evidence == FACTS["source"]


def test_it_is_entered_on_its_day_and_not_ahead(bank):
    tomorrow = date(2025, 9, 16)
    found = refused(bank, published_on=tomorrow)
    assert (found.code, found.params["field"]) == ("rulebook.day_ahead", "published_on")
    publish(bank, published_on=date(2025, 9, 15))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"one_year_bp": 3}, "one_year_bp"), ({"one_year_bp": 3000}, "one_year_bp"),
        ({"one_year_bp": 99}, "one_year_bp"), ({"one_year_bp": 501}, "one_year_bp"),
        ({"five_year_bp": 149}, "five_year_bp"), ({"five_year_bp": 551}, "five_year_bp"),
    ],
)  # fmt: skip
def test_a_slip_of_the_unit_is_noticed(bank, changed, field):
    found = refused(bank, **changed)
    assert (found.code, found.params["field"]) == ("rulebook.lpr_jump", field)
    said = sentence(found)
    assert "3.85% 填 3.85" in said
    assert "年" in said
    assert str(changed[field]) in said


def test_a_wide_move_is_still_possible(bank):
    row = publish(bank, one_year_bp=100, five_year_bp=550)
    assert (row.one_year_bp, row.five_year_bp) == (100, 550)


def test_before_the_first_known_day_nothing_is_near(bank):
    first = LPR[0].published_on
    row = publish(bank, published_on=first - timedelta(days=30), one_year_bp=1, five_year_bp=3000)
    assert row.one_year_bp == 1
    assert reads.lpr_history(CITY)[0].one_year_bp == 1


@pytest.mark.parametrize("rates", [{"one_year_bp": 0}, {"five_year_bp": 3001}])
def test_the_database_holds_the_range(bank, rates):
    found = refused(bank, published_on=LPR[0].published_on - timedelta(days=30), **rates)
    assert found.code == "rulebook.lpr_range"


def test_a_day_is_entered_once(bank):
    publish(bank)
    with pytest.raises(Conflict) as caught:
        publish(bank, one_year_bp=295)
    assert caught.value.findings[0].code == "rulebook.lpr_twice"
    assert LprRow.objects.get().one_year_bp == 290


def test_an_entered_day_stands_for_the_shipped_one(bank):
    shipped = LPR[-1]
    publish(
        bank, now=at("2026-12-01 10:00"), published_on=shipped.published_on,
        one_year_bp=shipped.one_year_bp + 5, five_year_bp=shipped.five_year_bp,
    )  # fmt: skip
    history = reads.lpr_history(CITY)
    assert len(history) == len(LPR)
    assert history[-1].one_year_bp == shipped.one_year_bp + 5


def test_the_second_person_sees_what_held_before(bank):
    proposal = publish_lpr.propose(actor=bank[0], now=NOW, **FACTS)
    assert proposal.before["one_year_bp"] == 300
    assert proposal.before["on"] == "2025-08-20"
    assert proposal.after == {
        "on": "2025-09-12", "one_year_bp": 290, "five_year_bp": 340, "source": FACTS["source"],
    }  # fmt: skip
    assert not Event.objects.filter(type="rulebook.lpr.published").exists()


def test_one_person_is_not_two(bank):
    with pytest.raises(NotAllowed):
        twice(publish_lpr, (bank[0], bank[0]), **FACTS)


@pytest.mark.parametrize(
    "role", [Role.PROCUREMENT_OFFICER, Role.TREASURY_APPROVER, Role.REGULATOR, Role.OPERATOR]
)
def test_only_the_peoples_bank_enters_it(town, role):
    with pytest.raises(NotAllowed):
        publish_lpr.propose(actor=somebody(town, role), now=NOW, **FACTS)


@pytest.mark.parametrize("source", ["", "  ", "公告", "长" * 301, "公告\x07原文"])
def test_a_source_is_written_out(bank, source):
    assert refused(bank, source=source).params["field"] == "source"


def test_the_shipped_history_is_in_order_and_near():
    days = [one.published_on for one in LPR]
    assert days == sorted(set(days))
    for before, after in itertools.pairwise(LPR):
        assert abs(after.one_year_bp - before.one_year_bp) <= 200
        assert abs(after.five_year_bp - before.five_year_bp) <= 200


@pytest.mark.parametrize(
    ("moment", "one", "five"),
    [
        ("2020-04-20 09:00", 385, 465), ("2021-12-20 09:00", 380, 465),
        ("2022-01-20 08:59", 380, 465), ("2022-01-20 09:00", 370, 460),
        ("2022-05-20 09:00", 370, 445), ("2022-08-22 09:00", 365, 430),
        ("2023-06-20 09:00", 355, 420), ("2023-08-21 09:00", 345, 420),
        ("2024-02-20 09:00", 345, 395), ("2024-07-22 09:00", 335, 385),
        ("2024-10-21 09:00", 310, 360), ("2025-05-20 08:59", 310, 360),
        ("2025-05-20 09:00", 300, 350),
    ],
)  # fmt: skip
def test_what_was_published_when(moment, one, five):
    found = lpr_at(at(moment))
    assert (found.one_year_bp, found.five_year_bp) == (one, five)


def test_before_any_publication_nothing_is_priced():
    with pytest.raises(PolicyBreach) as caught:
        lpr_at(LPR[0].published_at - timedelta(seconds=1))
    assert caught.value.findings[0].code == "lending.no_lpr"
    assert lpr_at(LPR[0].published_at) == LPR[0]


@pytest.mark.parametrize(
    ("moment", "last", "due"),
    [
        ("2026-08-20 08:59", "2026-07-20", None),
        ("2026-08-21 08:00", "2026-08-20", None),
        ("2026-09-20 23:59", "2026-08-20", None),  # a Sunday that is worked
        ("2026-09-21 00:00", "2026-08-20", "2026-09-01"),
        ("2027-01-05 10:00", "2026-08-20", "2026-12-01"),
    ],
)
def test_the_months_is_due_from_the_day_after_its_own(town, moment, last, due):
    found, month = reads.lpr_standing(CITY, at(moment))
    assert found.published_on.isoformat() == last
    assert (month and month.isoformat()) == due


def test_an_entered_one_ends_what_was_due(bank):
    now = at("2026-09-22 10:00")
    assert reads.lpr_standing(CITY, now)[1] == date(2026, 9, 1)
    publish(bank, now, published_on=date(2026, 9, 20))
    assert reads.lpr_standing(CITY, now) == (reads.lpr_on(CITY, now), None)
