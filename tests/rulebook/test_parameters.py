"""A city's own numbers: which are understood, which the law bars, and from when they hold."""

from datetime import date, timedelta

import pytest

from cairong.audit.models import Event, RefusalRecord
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach
from cairong.parties.models import Proposal
from cairong.policy.catalogue import sentence
from cairong.policy.parameters import (
    BY_CODE,
    CALENDAR,
    FEN,
    HOURS,
    NUMBERS,
    PERCENT,
    WORKING,
    bounds,
    most_on,
    parameter_on,
    within_law,
)
from cairong.rulebook import reads
from cairong.rulebook.actions.set_parameter import set_parameter
from cairong.rulebook.models import ParameterRow
from rulebook.conftest import NOW, somebody, twice
from support.town import CITY, at

SOURCE = "洛财购〔2025〕9号"
FROM = date(2025, 10, 1)


def put(pair, code="file_days", value=2, **changed):
    facts = {"code": code, "value": value, "valid_from": FROM, "source": SOURCE, **changed}
    return twice(set_parameter, pair, **facts)


def refused(pair, kind, **changed):
    with pytest.raises(kind) as caught:
        put(pair, **changed)
    assert not ParameterRow.objects.exists()
    assert not Proposal.objects.exists()
    assert not Event.objects.filter(type="rulebook.parameter.set").exists()
    return caught.value.findings[0]


EDGES = [
    ("review_days", WORKING, 366), ("intent_lapse_days", CALENDAR, 366),
    ("receipt_hours", HOURS, 8784), ("target_city_percent", PERCENT, 1000),
    ("contract_cap_percent", PERCENT, 100), ("small_base_fen", FEN, 10**12),
]  # fmt: skip


@pytest.mark.parametrize(("code", "unit", "most"), EDGES)
def test_a_value_runs_from_one_to_what_makes_sense_of_its_unit(desk, code, unit, most):
    assert BY_CODE[code].unit == unit
    for value in (0, -1, most + 1):
        found = refused(desk, Invalid, code=code, value=value)
        assert (found.code, found.params["field"]) == ("rulebook.value_range", "value")
    assert put(desk, code, most).value == most
    assert put(desk, code, 1, valid_from=FROM + timedelta(days=1)).value == 1


def test_a_range_is_said_in_the_unit_of_the_value(desk):
    said = sentence(refused(desk, Invalid, code="small_base_fen", value=0))
    assert "¥0.00" in said
    assert "¥0.01" in said
    assert "¥10,000,000,000.00" in said
    said = sentence(refused(desk, Invalid, code="review_days", value=400))
    assert "400 个工作日" in said
    assert "366 个工作日" in said


LAWS = [
    ("sign_days", 30, "采购法§46"), ("announce_days", 2, "条例§50"), ("file_days", 7, "采购法§47"),
    ("pay_days", 30, "802§9"), ("pay_days_at_most", 60, "802§9"), ("size_letter_days", 10, "46§16"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "most", "law"), LAWS)
def test_the_city_may_be_stricter_than_the_law_never_laxer(desk, code, most, law):
    found = refused(desk, PolicyBreach, code=code, value=most + 1)
    assert (found.code, found.obligation) == ("rulebook.laxer_than_law", law)
    said = sentence(found)
    assert BY_CODE[code].word in said
    assert str(most + 1) in said
    assert RefusalRecord.objects.get().code == "rulebook.laxer_than_law"
    assert put(desk, code, most).value == most


def test_every_number_of_the_law_is_held():
    held = [most for code in BY_CODE if (most := most_on(code, FROM))]
    assert {(one.code, one.value, one.obligation) for one in held} == set(LAWS)


def test_numbers_the_law_does_not_know_are_free():
    for code in BY_CODE.keys() - {code for code, _, _ in LAWS}:
        assert within_law(code=code, value=10**9, on=FROM) is None


def test_every_default_keeps_its_own_bounds():
    for number in NUMBERS:
        least, most = bounds(number.code)
        for one in number.by_city():
            assert least <= one.value <= most
            assert within_law(code=one.code, value=one.value, on=one.valid_from) is None


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("file_days", 3, "3 个工作日"), ("sign_days", 15, "15 日"),
        ("receipt_hours", 24, "24 小时"), ("contract_cap_percent", 70, "70 %"),
        ("small_base_fen", 100_000_000, "¥1,000,000.00"),
    ],
)  # fmt: skip
def test_a_value_is_said_with_its_unit(code, value, said):
    held = parameter_on(code, FROM)
    assert (held.value, held.said) == (value, said)


def test_a_value_holds_from_today_on_and_not_from_yesterday(desk):
    yesterday, today = date(2025, 9, 14), date(2025, 9, 15)
    found = refused(desk, Invalid, valid_from=yesterday)
    assert (found.code, found.params["field"]) == ("rulebook.day_passed", "valid_from")
    put(desk, valid_from=today)
    assert reads.parameter(CITY, "file_days", on=yesterday) == 3
    assert reads.parameter(CITY, "file_days", on=today) == 2


def test_today_is_the_day_of_luoyang(desk):
    early = at("2025-09-15 00:30")  # still the 14th in UTC
    with pytest.raises(Invalid):
        put(desk, now=early, valid_from=date(2025, 9, 14))
    put(desk, now=early, valid_from=date(2025, 9, 15))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": "no_such_days"}, "code"), ({"code": ""}, "code"), ({"code": "FILE_DAYS"}, "code"),
        ({"source": ""}, "source"), ({"source": " 四 "}, "source"),
        ({"source": "长" * 301}, "source"),
        ({"source": "洛财购\u202e〔2025〕9号"}, "source"), ({"source": "洛财购\x00号"}, "source"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_names_its_field(desk, changed, field):
    assert refused(desk, Invalid, **changed).params["field"] == field


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROCUREMENT_OFFICER, Role.PUBLIC}))
def test_only_the_procurement_desk_prepares(town, role):
    stranger = town.system if role is Role.SYSTEM else somebody(town, role)
    with pytest.raises(NotAllowed):
        set_parameter.propose(
            actor=stranger, now=NOW, code="file_days", value=2, valid_from=FROM, source=SOURCE
        )
    assert not Proposal.objects.exists()


def test_one_day_has_one_value_and_a_later_day_another(desk):
    put(desk)
    with pytest.raises(Conflict) as caught:
        put(desk, value=1)
    assert caught.value.findings[0].code == "rulebook.parameter_twice"
    put(desk, value=1, valid_from=FROM + timedelta(days=1))
    days = [FROM + timedelta(days=n) for n in (-1, 0, 1)]
    assert [reads.parameter(CITY, "file_days", on=one) for one in days] == [3, 2, 1]


def test_the_history_runs_from_the_newest_to_the_default(desk):
    put(desk, value=1, valid_from=date(2026, 1, 1))
    put(desk, value=2, valid_from=date(2025, 12, 1))
    history = reads.parameter_history(CITY, "file_days")
    assert [one.value for one in history] == [1, 2, 3]
    assert [one.source == SOURCE for one in history] == [True, True, False]
    with pytest.raises(NotFound):
        reads.parameter_history(CITY, "no_such_days")


def test_the_list_and_the_single_read_agree_on_every_day(desk):
    put(desk, value=2)
    put(desk, "contract_cap_percent", 60)
    for day in (date(2021, 3, 10), FROM - timedelta(days=1), FROM, date(2030, 1, 1)):
        for one in reads.parameters_of(CITY, on=day):
            assert one == reads.parameter_row(CITY, one.code, on=day)


def test_a_row_of_a_number_that_is_no_more_stands_and_troubles_nobody(desk):
    """Rows are never taken away: a later edition may know a number no longer."""
    ParameterRow.objects.create(
        city_id=CITY, code="no_such_number_now", value=3, valid_from=FROM, source=SOURCE,
        recorded_at=NOW,
    )  # fmt: skip
    assert {one.code for one in reads.parameters_of(CITY, on=FROM)} == set(BY_CODE)


def test_a_parameter_is_the_newest_by_the_day():
    early, late = (
        reads.own(ParameterRow(code="file_days", value=value, valid_from=day, source="x"))
        for value, day in ((5, date(2025, 1, 1)), (4, date(2025, 6, 1)))
    )
    for rows in ([early, late], [late, early]):
        assert parameter_on("file_days", date(2024, 12, 31), rows).value == 3
        assert parameter_on("file_days", date(2025, 1, 1), rows).value == 5
        assert parameter_on("file_days", date(2025, 6, 1), rows).value == 4
    with pytest.raises(KeyError):
        parameter_on("no_such_days", date(2025, 1, 1))


def test_what_was_set_stands_in_the_record_with_unit_and_paper(desk):
    put(desk, "small_base_fen", 200_000_000)
    event = Event.objects.get(type="rulebook.parameter.set")
    assert event.before["setting"] == "¥1,000,000.00"
    assert event.after["setting"] == "¥2,000,000.00"
    assert (event.before["from"], event.after["from"]) == ("2021-03-10", "2025-10-01")
    assert event.after["source"] == SOURCE
    assert event.basis == ["三(一)-2", "一(二)-3"]
