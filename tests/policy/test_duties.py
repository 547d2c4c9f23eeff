"""When duties are due and how they are judged; the numbers and rates behind them."""

from datetime import date, datetime

import pytest

from cairong.kernel.calendar import SHANGHAI
from cairong.kernel.errors import PolicyBreach
from cairong.policy.calendar_data import CALENDAR
from cairong.policy.clauses import known
from cairong.policy.duties import DUTIES, Agreed, due_days, verdict
from cairong.policy.lpr import LPR, lpr_at
from cairong.policy.parameters import BY_CODE, NUMBERS, Parameter, parameter_on


def d(text: str) -> date:
    return date.fromisoformat(text)


DUE = [
    ("sign_contract", "2025-09-15", "2025-09-30", "2025-10-15"),
    ("sign_contract", "2024-01-29", "2024-02-18", "2024-02-28"),
    ("announce_contract", "2025-09-26", "2025-09-29", "2025-09-29"),
    ("announce_contract", "2024-02-07", "2024-02-09", "2024-02-09"),
    ("file_contract", "2025-09-26", "2025-09-30", "2025-10-13"),
    ("file_contract", "2024-02-07", "2024-02-18", "2024-02-22"),
    ("review_filing", "2025-09-29", "2025-10-09", None),
    ("review_filing", "2024-02-23", "2024-02-27", None),
    ("mend_filing", "2025-09-29", "2025-10-09", None),
    ("decide_application", "2025-10-10", "2025-10-23", None),
    ("decide_application", "2024-03-04", "2024-03-18", None),
    ("disburse_loan", "2025-10-20", "2025-10-29", None),
    ("disburse_loan", "2024-03-20", "2024-03-29", None),
    ("pay", "2024-03-29", "2024-04-28", "2024-04-28"),
    ("acknowledge_lock", "2025-10-16", "2025-10-20", "2025-11-17"),
    ("confirm_lock", "2025-09-30", "2025-10-09", None),
]


@pytest.mark.parametrize(("code", "start", "due", "due_law"), DUE)
def test_due_days(code: str, start: str, due: str, due_law: str | None) -> None:
    found = due_days(code, start=d(start), calendar=CALENDAR)
    assert found.due == d(due)
    assert found.due_law == (d(due_law) if due_law else None)
    assert found.counted[-1] == d(due)


PAY = [
    ("2025-11-03", 10, "working", "2025-11-17", "2025-12-03"),
    ("2026-01-15", 10, "working", "2026-01-29", "2026-02-14"),
    ("2024-03-29", 30, "calendar", "2024-04-28", "2024-04-28"),
    ("2025-11-03", 45, "calendar", "2025-12-18", "2025-12-18"),
    ("2025-11-03", 60, "calendar", "2026-01-04", "2026-01-04"),
    ("2025-11-03", 90, "calendar", "2026-02-02", "2026-01-04"),
    ("2025-11-03", 30, "working", "2025-12-15", "2025-12-15"),
    ("2025-11-03", 50, "working", "2026-01-13", "2026-01-04"),
]


@pytest.mark.parametrize(("start", "days", "unit", "due", "due_law"), PAY)
def test_agreed_payment(start: str, days: int, unit: str, due: str, due_law: str) -> None:
    agreed = Agreed(days=days, unit=unit)  # type: ignore[arg-type]
    found = due_days("pay", start=d(start), calendar=CALENDAR, agreed=agreed)
    assert (found.due, found.due_law) == (d(due), d(due_law))


def test_days_in_force_replace_the_default() -> None:
    found = due_days("review_filing", start=d("2025-09-29"), calendar=CALENDAR, days=1)
    assert found.due == d("2025-09-30")


def test_a_legal_day_in_an_unknown_year_makes_the_duty_provisional() -> None:
    found = due_days("sign_contract", start=d("2026-12-10"), calendar=CALENDAR)
    assert (found.due, found.due_law) == (d("2026-12-25"), d("2027-01-11"))
    assert found.provisional


@pytest.mark.parametrize(
    ("due", "due_law", "done", "today", "said"),
    [
        ("2025-09-30", "2025-10-15", None, "2025-09-30", "open"),
        ("2025-09-30", "2025-10-15", None, "2025-10-01", "late"),
        ("2025-09-30", "2025-10-15", None, "2025-10-16", "breached"),
        ("2025-09-30", "2025-10-15", "2025-09-30", "2025-12-01", "kept"),
        ("2025-09-30", "2025-10-15", "2025-10-15", "2025-12-01", "late"),
        ("2025-09-30", "2025-10-15", "2025-10-16", "2025-12-01", "breached"),
        ("2024-02-09", "2024-02-09", "2024-02-23", "2024-02-23", "breached"),
        ("2024-02-27", None, "2024-02-28", "2024-02-28", "late"),
        ("2024-02-27", None, None, "2029-02-28", "late"),
        ("2026-02-02", "2026-01-04", None, "2026-01-05", "breached"),
    ],
)
def test_verdicts(due: str, due_law: str | None, done: str | None, today: str, said: str) -> None:
    found = verdict(
        due=d(due),
        due_law=d(due_law) if due_law else None,
        done_on=d(done) if done else None,
        today=d(today),
    )
    assert found == said


def test_every_duty_and_parameter_cites_a_known_clause() -> None:
    for kind in DUTIES.values():
        assert known(kind.obligation)
        if kind.law:
            assert known(kind.law.obligation)
            assert kind.law.values
        assert kind.parameter in BY_CODE
    assert len(BY_CODE) == len(NUMBERS)
    for number in NUMBERS:
        assert number.city.values
        for one in (*number.by_city(), *number.by_law()):
            assert known(one.obligation), one
            assert one.source


def test_an_override_holds_from_its_day_on() -> None:
    lower = Parameter(
        code="contract_cap_percent", word="合同融资比例上限", value=60, unit="%",
        valid_from=d("2026-01-01"), obligation="一(一)-1", source="洛财购〔2025〕9号",
    )  # fmt: skip
    assert parameter_on("contract_cap_percent", d("2025-12-31"), [lower]).value == 70
    assert parameter_on("contract_cap_percent", d("2026-01-01"), [lower]).value == 60
    assert parameter_on("sign_days", d("2026-01-01"), [lower]).value == 15


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "one_year", "five_year"),
    [
        ("2025-05-20 08:50", 310, 360), ("2025-05-20 09:00", 300, 350),
        ("2025-10-15 10:30", 300, 350), ("2024-03-19 10:00", 345, 395),
        ("2020-04-20 10:00", 385, 465), ("2022-08-22 12:00", 365, 430),
        ("2024-07-22 12:00", 335, 385), ("2024-10-21 12:00", 310, 360),
    ],
)  # fmt: skip
def test_the_last_rate_published_by_then(moment: str, one_year: int, five_year: int) -> None:
    found = lpr_at(at(moment))
    assert found.rate_bp("1Y") == one_year
    assert found.rate_bp("5Y") == five_year


def test_no_rate_before_the_first() -> None:
    assert LPR[0].published_on == d("2019-08-20")
    with pytest.raises(PolicyBreach) as refused:
        lpr_at(at("2019-08-20 08:59"))
    assert refused.value.obligation == "二(五)-7"
