"""The rules of complaints, as tables that a clerk can read. 三(一)-2, 802§24, 802§25"""

from datetime import date

import pytest

from cairong.complaints.reads import TABLES
from cairong.kernel.actor import Role
from cairong.lending.states import APPLICATION
from cairong.policy import complaining as rules
from cairong.policy.clauses import known
from cairong.policy.duties import DUTIES
from cairong.policy.parameters import BY_CODE, parameter_on

ON = date(2025, 11, 24)


def code_of(found) -> str:
    return found.code if found else ""


class TestKinds:
    @pytest.mark.parametrize("code", rules.KINDS)
    def test_each_rests_on_a_clause_and_goes_up_by_a_number(self, code):
        kind = rules.KINDS[code]
        assert known(kind.clause)
        assert BY_CODE[kind.route].words == rules.ROUTE_WORDS
        assert set(kind.cases) <= rules.CASES.keys()
        assert set(kind.clocks) <= DUTIES.keys()
        assert kind.hint

    @pytest.mark.parametrize(
        ("case", "codes"),
        [
            ("award", {"unsigned"}),
            ("contract", {"unfiled", "unaccepted", "unlocked", "unpaid"}),
            ("application", {"refusal", "slow", "collateral", "bundling", "fees"}),
            ("loan", {"slow", "collateral", "bundling", "fees"}),
        ],
    )
    def test_what_can_be_complained_of(self, case, codes):
        assert rules.kinds_of(case).keys() == codes

    @pytest.mark.parametrize(
        ("kind", "case", "code"),
        [
            ("unpaid", "contract", ""),
            ("unpaid", "application", "complaints.other_case"),
            ("unpaid", "loan", "complaints.other_case"),
            ("unpaid", "award", "complaints.other_case"),
            ("refusal", "application", ""),
            ("refusal", "loan", "complaints.other_case"),
            ("unsigned", "award", ""),
            ("unsigned", "contract", "complaints.other_case"),
            ("fees", "loan", ""),
            ("fees", "contract", "complaints.other_case"),
            ("made-up", "contract", "complaints.other_case"),
            ("", "contract", "complaints.other_case"),
        ],
    )
    def test_a_kind_is_of_its_case(self, kind, case, code):
        assert code_of(rules.of_this_case(kind=kind, case=case)) == code

    @pytest.mark.parametrize(
        ("kind", "case", "barred"),
        [
            ("refusal", "application", APPLICATION.states.keys() - {"rejected"}),
            ("slow", "application", ()),
            ("slow", "loan", ()),
            ("bundling", "application", ()),
            ("unsigned", "award", ()),
            ("unfiled", "contract", {"cancelled"}),
            ("unaccepted", "contract", {"draft", "cancelled"}),
            ("unlocked", "contract", {"draft", "announced", "returned", "cancelled"}),
            ("unpaid", "contract", {"draft", "announced", "returned", "cancelled"}),
            ("unpaid", "loan", ()),
        ],
    )
    def test_in_which_states_of_its_case(self, kind, case, barred):
        found = {
            state: code_of(
                rules.fits_the_case(
                    kind=kind, case=case, state=state, state_word=told.word, accepted=True
                )
            )
            for state, told in TABLES[case].states.items()
        }
        assert {state for state, code in found.items() if code} == set(barred)
        assert set(found.values()) <= {"", "complaints.not_so"}

    @pytest.mark.parametrize("code", rules.KINDS)
    def test_states_are_of_its_cases_and_a_refusal_says_what_to_do(self, code):
        kind = rules.KINDS[code]
        known_states = {state for case in kind.cases for state in TABLES[case].states}
        assert set(kind.states) <= known_states
        assert bool(kind.states) == bool(kind.otherwise)

    def test_no_late_payment_before_an_acceptance(self):
        facts = {"case": "contract", "state": "filed", "state_word": "已备案"}
        told = {
            kind: code_of(rules.fits_the_case(kind=kind, accepted=False, **facts))
            for kind in rules.kinds_of("contract")
        }
        assert told == {
            "unfiled": "", "unaccepted": "", "unlocked": "", "unpaid": "complaints.not_accepted",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("route", "role"),
        [
            (rules.LENDING, Role.PBOC),
            (rules.TERMS, Role.REGULATOR),
            (rules.PURCHASE, Role.PROCUREMENT_OFFICER),
            (rules.PAY, Role.SME_AUTHORITY),
        ],
    )
    def test_who_stands_above_until_a_city_says_otherwise(self, route, role):
        assert rules.ABOVE[parameter_on(route, ON).value] is role

    def test_every_desk_above_has_its_words_and_the_duty(self):
        assert rules.ABOVE.keys() == rules.ROUTE_WORDS.keys()
        settle = DUTIES[rules.SETTLE]
        assert {settle.holder, *settle.also} == set(rules.UPPERS)
        answer = DUTIES[rules.ANSWER]
        assert {answer.holder, *answer.also} == set(rules.ANSWERING)


class TestWhen:
    @pytest.mark.parametrize(
        ("ended_on", "today", "days", "code"),
        [
            (None, date(2035, 1, 1), 365, ""),
            (date(2025, 1, 1), date(2025, 1, 1), 365, ""),
            (date(2025, 1, 1), date(2026, 1, 1), 365, ""),
            (date(2025, 1, 1), date(2026, 1, 2), 365, "complaints.too_late"),
            (date(2024, 2, 29), date(2025, 2, 28), 365, ""),
            (date(2024, 2, 29), date(2025, 3, 1), 365, "complaints.too_late"),
            (date(2025, 1, 1), date(2025, 1, 31), 30, ""),
            (date(2025, 1, 1), date(2025, 2, 1), 30, "complaints.too_late"),
            (date(2025, 6, 1), date(2025, 1, 1), 1, ""),
        ],
    )
    def test_until_so_long_after_the_end(self, ended_on, today, days, code):
        assert code_of(rules.not_too_late(ended_on=ended_on, today=today, days=days)) == code

    @pytest.mark.parametrize(
        ("until", "today", "code"),
        [
            (date(2025, 11, 24), date(2025, 11, 23), ""),
            (date(2025, 11, 24), date(2025, 11, 24), ""),
            (date(2025, 11, 24), date(2025, 11, 25), "complaints.press_late"),
        ],
    )
    def test_pressed_to_the_last_day(self, until, today, code):
        assert code_of(rules.pressed_in_time(until=until, today=today)) == code

    @pytest.mark.parametrize(
        ("first", "on", "today", "code"),
        [
            (date(2025, 11, 1), date(2025, 11, 1), date(2025, 11, 1), ""),
            (date(2025, 11, 1), date(2025, 11, 3), date(2025, 11, 5), ""),
            (date(2025, 11, 1), date(2025, 10, 31), date(2025, 11, 5), "complaints.outside_day"),
            (date(2025, 11, 1), date(2025, 11, 6), date(2025, 11, 5), "complaints.outside_day"),
        ],
    )
    def test_outside_days_lie_between(self, first, on, today, code):
        assert code_of(rules.outside_between(first=first, on=on, today=today)) == code


class TestAbuse:
    @pytest.mark.parametrize(
        ("live", "before", "code"),
        [
            (False, 0, ""),
            (False, 2, ""),
            (False, 3, "complaints.enough"),
            (False, 9, "complaints.enough"),
            (True, 1, "complaints.live"),
            (True, 3, "complaints.live"),
        ],
    )
    def test_one_at_a_time_and_three_in_all(self, live, before, code):
        found = rules.not_the_same_again(no="TS2025-000001", live=live, before=before)
        assert code_of(found) == code

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            ("啊" * 40, "complaints.empty"),
            ("。" * 12, "complaints.empty"),
            ("不好不好不好不好不好", "complaints.empty"),
            ("a b c d a b c d a b", "complaints.empty"),
            (" \n \n \n \n 啊", "complaints.empty"),
            ("", "complaints.empty"),
            ("十月九日经办说先买理财", ""),
            ("1234567890", ""),
        ],
    )
    def test_words_that_say_nothing(self, words, code):
        assert code_of(rules.says_something(words=words)) == code

    @pytest.mark.parametrize("kind", rules.KINDS)
    def test_only_a_late_payment_is_taken_to_the_channel(self, kind):
        code = "" if kind == "unpaid" else "complaints.not_payment"
        assert code_of(rules.passed_as_late_payment(kind=kind)) == code
