"""A supplier's record as read from what is filed and accepted here, and as known at a day."""

from datetime import date, timedelta

import pytest

from cairong.contracts.models import Contract
from cairong.kernel.errors import NotFound
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.record import own_record, record_in, record_of
from cairong.parties.models import City
from cairong.rulebook.models import ParameterRow
from cairong.treasury.models import Acceptance
from contracts.ground import Ground
from lending.ground import AMOUNT, FILED, Case, sign, stand_award, stand_case
from support.town import CITY, at

ACCEPTED = at("2025-11-03 10:00")
LATER = at("2025-11-20 10:00")


NOTHING = {"kept": (0, 0), "in_time": (0, 0), "filed": (0, 0)}
PARTS = {"签订开票": AMOUNT * 2 // 5, "验收": AMOUNT * 3 // 5}


def accept(case: Case, *milestones: str) -> Acceptance:
    """Accept these parts, or the whole contract; the last of them comes back."""
    with case.at(ACCEPTED):
        made = [
            case.do(
                "record_acceptance", contract=case.contract, amount_fen=PARTS[each],
                milestone=each, on=ACCEPTED.date(),
            )
            for each in milestones or PARTS
        ]  # fmt: skip
    return made[-1]


def another(case: Case) -> Case:
    return Case(case.town, sign(case.town, stand_award(case.town)))


def good_of(case: Case, moment) -> dict[str, tuple[int, int]]:
    record = record_of(CITY, case.town.supplier().pk, moment)
    return {part.component.code: (part.good, part.of) for part in record.parts}


@pytest.fixture
def case(town) -> Case:
    return stand_case(town)


def test_only_what_was_known_then_counts(case, django_assert_num_queries):
    before = FILED - timedelta(seconds=1)
    assert good_of(case, before) == NOTHING
    assert good_of(case, FILED) == {"kept": (0, 0), "in_time": (0, 0), "filed": (1, 1)}
    accept(case, "签订开票")
    assert good_of(case, LATER)["kept"] == (0, 0)
    accept(case, "验收")
    done = {"kept": (1, 1), "in_time": (1, 1), "filed": (1, 1)}
    assert good_of(case, ACCEPTED) == done
    assert good_of(case, ACCEPTED - timedelta(seconds=1))["kept"] == (0, 0)
    supplier = case.town.supplier().pk
    with django_assert_num_queries(4):
        record_of(CITY, supplier, LATER)
    second = another(case)
    accept(second)
    with django_assert_num_queries(4):
        graded = record_of(CITY, supplier, LATER)
    assert graded.grade == "B"
    assert [work.promised_on for work in graded.works] == [date(2026, 9, 26)] * 2


def test_an_acceptance_taken_back_counts_until_then(case):
    last = accept(case)
    with case.at(LATER):
        case.do("recall_acceptance", acceptance=last, reasons="登记错了,还没有验收")
    assert good_of(case, LATER - timedelta(seconds=1))["kept"] == (1, 1)
    assert good_of(case, LATER)["kept"] == (0, 0)


@pytest.mark.parametrize(("item", "good"), [("supplier_address", 0), ("quantity", 1)])
def test_a_return_counts_for_an_item_of_the_suppliers_own(town, item: str, good: int):
    ground = Ground(town)
    contract = ground.sign()
    ground.decide(contract, "return", reasons={item: "与营业执照不符,请更正"})
    case = Case(town, contract)
    assert good_of(case, LATER)["filed"] == (0, 0)  # not filed yet: not counted at all
    ground.resubmit(contract, ACCEPTED)
    ground.decide(contract, now=LATER)
    assert good_of(case, LATER)["filed"] == (good, 1)


def test_what_is_kept_back_as_retention_need_not_be_accepted(town):
    ground = Ground(town)
    contract = ground.sign(fields={"retention_fen": PARTS["签订开票"]})
    ground.decide(contract)
    case = Case(town, contract)
    accept(case, "验收")
    assert good_of(case, LATER)["kept"] == (1, 1)


def test_what_ran_before_the_city_opened_is_left_out(town):
    City.objects.update(opened_on=date(2025, 10, 1))
    case = stand_case(town)
    assert case.receivable().opening_fen is None
    assert good_of(case, LATER) == NOTHING


def test_a_sample_is_left_out(case):
    accept(case)
    Contract.objects.update(sample=True)
    assert good_of(case, LATER) == NOTHING


def test_the_numbers_are_those_of_the_day(case):
    accept(case)
    accept(another(case))
    ParameterRow.objects.create(
        city_id=CITY,
        code="record_a_percent",
        value=80,
        valid_from=LATER.date(),
        source="市定",
        recorded_at=ACCEPTED,
    )
    supplier = case.town.supplier().pk
    assert record_of(CITY, supplier, LATER - timedelta(days=1)).grade == "B"
    assert record_of(CITY, supplier, LATER).grade == "A"
    other = case.town.supplier("别的供应商", uscc="91410300MA3X4LQK6G").pk
    assert record_of(CITY, other, LATER).grade == ""


def test_who_may_read_it(case):
    intent = case.intend()
    application = case.application(intent)
    assert own_record(case.supplier, case.now).works
    assert record_in(case.officer(), application.pk, case.now)[0] == application
    with pytest.raises(NotFound):
        record_in(case.officer("乙银行"), application.pk, case.now)
    case.by_bank(
        reject_application, "甲银行", application_id=application.pk, code="outside-policy",
        words="不在本机构公布的业务规则之内",
    )  # fmt: skip
    with pytest.raises(NotFound):
        record_in(case.officer(), application.pk, case.now)
