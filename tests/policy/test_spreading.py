"""Rules of surveys, as tables a clerk can read; shares against published intervals. 三(三)-2"""

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from cairong.policy.spreading import (
    KINDS,
    MARKS,
    PAPERS_LATER,
    SMALL,
    WAYS,
    YES_NO,
    Question,
    Share,
    asks_little,
    offered,
    offers_choices,
    opens_in_time,
    papers_until,
    says_something,
    shares,
    taken_by_link,
    taken_on_paper,
)
from support.seeds import SEED

KNOWN = Question(kind="yes", words="您知道凭合同可以贷款吗")
FROM = Question(kind="one", words="您从哪里知道的", choices=["告知函", "推广活动", "还不知道"])
CLEAR = Question(kind="scale", words="办理的步骤您清楚吗")
MISSING = Question(kind="text", words="您还想知道什么")
TITLE = "政采贷知晓度问卷"


def code_of(answer) -> str:
    """Name what a rule found, empty where it found nothing."""
    return answer.code if answer else ""


def one_of(*choices: str) -> Question:
    return Question(kind="one", words="从哪里知道的", choices=list(choices))


def numbered(count: int) -> list[Question]:
    return [Question(kind="yes", words=f"第 {number} 个问题") for number in range(count)]


class TestAsked:
    @pytest.mark.parametrize(
        ("count", "code"),
        [
            (0, "spreading.questions"),
            (1, "spreading.questions"),
            (2, "spreading.questions"),
            (3, ""),
            (4, ""),
            (5, ""),
            (6, ""),
            (7, "spreading.questions"),
            (60, "spreading.questions"),
        ],
    )
    def test_three_to_six_questions_are_asked(self, count, code):
        assert code_of(asks_little(questions=numbered(count))) == code

    def test_it_says_how_many_there_are_and_how_many_there_may_be(self):
        found = asks_little(questions=numbered(2))
        assert found.params == {"value": 2, "least": 3, "most": 6}
        assert found.obligation == "三(三)-2"

    @pytest.mark.parametrize(
        "twice",
        [
            [KNOWN, CLEAR, KNOWN],
            [KNOWN, CLEAR, Question(kind="scale", words=KNOWN.words)],
            [KNOWN, FROM, MISSING, FROM],
        ],
    )
    def test_nothing_is_asked_twice_be_it_in_another_way(self, twice):
        assert code_of(asks_little(questions=twice)) == "spreading.asked_twice"

    @pytest.mark.parametrize(
        ("question", "code"),
        [
            (one_of("告知函", "推广活动"), ""),
            (one_of(*"甲乙丙丁戊己庚辛"), ""),
            (one_of(), "spreading.choices"),
            (one_of("告知函"), "spreading.choices"),
            (one_of(*"甲乙丙丁戊己庚辛壬"), "spreading.choices"),
            (one_of("告知函", "告知函"), "spreading.choices"),
            (one_of("告知函", "推广活动", "告知函"), "spreading.choices"),
            (KNOWN, ""),
            (CLEAR, ""),
            (MISSING, ""),
            (Question(kind="yes", words="知道吗", choices=["知道"]), "spreading.no_choices"),
            (Question(kind="scale", words="清楚吗", choices=["清楚"]), "spreading.no_choices"),
            (Question(kind="text", words="还缺什么", choices=["钱"]), "spreading.no_choices"),
        ],
    )
    def test_only_a_question_of_choices_has_some(self, question, code):
        assert code_of(offers_choices(questions=[KNOWN, question])) == code

    def test_it_says_which_question_is_unfit(self):
        found = offers_choices(questions=[KNOWN, CLEAR, one_of("告知函")])
        assert (found.params["number"], found.params["field"]) == (3, "choices_3")
        assert found.params["value"] == 1


class TestOffered:
    def test_each_kind_offers_its_own(self):
        assert offered(KNOWN) == YES_NO
        assert offered(CLEAR) == MARKS
        assert offered(FROM) == {"1": "告知函", "2": "推广活动", "3": "还不知道"}
        assert offered(MISSING) == {}

    def test_the_best_mark_stands_first(self):
        assert list(MARKS) == ["5", "4", "3", "2", "1"]

    def test_every_kind_has_a_word(self):
        assert set(KINDS) == {"one", "yes", "scale", "text"}


OPENS, CLOSES = date(2025, 9, 10), date(2025, 9, 20)


class TestDays:
    @pytest.mark.parametrize(
        ("today", "opens", "closes", "code"),
        [
            ("2025-09-10", "2025-09-10", "2025-09-10", ""),
            ("2025-09-08", "2025-09-10", "2025-09-20", ""),
            ("2025-09-10", "2025-09-10", "2025-12-09", ""),
            ("2025-09-10", "2025-09-10", "2025-12-10", "spreading.closes"),
            ("2025-09-10", "2025-09-10", "2025-09-09", "spreading.closes"),
            ("2025-09-11", "2025-09-10", "2025-09-20", "spreading.opens"),
            ("2025-09-10", "2025-12-31", "2026-03-31", ""),
            ("2025-09-10", "2028-02-28", "2028-02-29", ""),
        ],
    )
    def test_a_survey_opens_from_today_on_and_for_ninety_days(self, today, opens, closes, code):
        days = {"opens_on": date.fromisoformat(opens), "closes_on": date.fromisoformat(closes)}
        assert code_of(opens_in_time(today=date.fromisoformat(today), **days)) == code

    @pytest.mark.parametrize(
        ("today", "by_link", "on_paper"),
        [
            ("2025-09-09", "spreading.not_open", "spreading.not_open"),
            ("2025-09-10", "", ""),
            ("2025-09-15", "", ""),
            ("2025-09-20", "", ""),
            ("2025-09-21", "spreading.closed", ""),
            ("2025-10-04", "spreading.closed", ""),
            ("2025-10-05", "spreading.closed", "spreading.papers_closed"),
            ("2026-09-10", "spreading.closed", "spreading.papers_closed"),
        ],
    )
    def test_the_link_ends_with_the_last_day_and_papers_two_weeks_later(
        self, today, by_link, on_paper
    ):
        given = {
            "today": date.fromisoformat(today),
            "opens_on": OPENS,
            "closes_on": CLOSES,
            "title": TITLE,
        }
        assert code_of(taken_by_link(**given)) == by_link
        assert code_of(taken_on_paper(**given)) == on_paper

    def test_two_weeks_are_what_the_database_holds(self):
        """`spreading_answer_closed` (spreading/survey.sql) writes this number of its own."""
        assert PAPERS_LATER.days == 14
        assert papers_until(CLOSES) == date(2025, 10, 4)

    @pytest.mark.parametrize(("answers", "code"), [(0, "spreading.says_nothing"), (1, ""), (4, "")])
    def test_an_answer_answers_something(self, answers, code):
        assert code_of(says_something(answers=answers)) == code


def share(count: int, of: int) -> Share:
    return Share(words="是", count=count, of=of, by_way={})


class TestShares:
    @pytest.mark.parametrize(
        ("count", "of", "low", "high"),
        [
            (81, 263, "0.2553", "0.3662"),
            (15, 148, "0.0624", "0.1605"),
            (0, 20, "0.0000", "0.1611"),
            (1, 29, "0.0061", "0.1718"),
        ],
    )
    def test_the_interval_is_the_published_one(self, count, of, low, high):
        """Newcombe 1998 (Statistics in Medicine 17:857), table I, method 3."""
        found = share(count, of).interval
        assert [round(each, 4) for each in found] == [Decimal(low), Decimal(high)]

    @pytest.mark.parametrize("of", [1, 2, 29, 30, 1000])
    def test_an_interval_holds_its_share_and_stays_between_nought_and_one(self, of):
        for count in {0, 1, of // 2, of}:
            found = share(count, of)
            low, high = found.interval
            least, most = Decimal("-1e-20"), 1 + Decimal("1e-20")
            assert least <= low <= found.share + most - 1
            assert found.share + least <= high <= most

    def test_of_nobody_there_is_neither(self):
        found = share(0, 0)
        assert found.share is None
        assert found.interval is None

    @pytest.mark.parametrize(
        ("of", "small"), [(0, True), (1, True), (SMALL - 1, True), (SMALL, False), (500, False)]
    )
    def test_below_thirty_it_is_marked(self, of, small):
        assert share(0, of).small is small

    def test_each_answer_is_counted_by_its_way(self):
        said = [("link", "1"), ("link", "1"), ("link", "3"), ("paper", "1"), ("paper", "2")]
        letter, event, unknown = shares(FROM, said)
        assert (letter.words, letter.count, letter.of) == ("告知函", 3, 5)
        assert letter.by_way == {"link": (2, 3), "paper": (1, 2)}
        assert event.by_way == {"link": (0, 3), "paper": (1, 2)}
        assert (unknown.count, unknown.before) == (1, None)

    def test_what_nobody_chose_stands_there_too(self):
        found = shares(CLEAR, [("paper", "5")])
        assert [each.count for each in found] == [1, 0, 0, 0, 0]
        assert {each.of for each in found} == {1}

    def test_each_answer_is_held_against_the_same_one_before(self):
        before = shares(KNOWN, [("link", "yes"), ("link", "no"), ("paper", "no")])
        yes, no = shares(KNOWN, [("link", "yes")], before)
        assert (yes.before.count, yes.before.of) == (1, 3)
        assert (no.before.count, no.before.of) == (2, 3)
        assert (yes.share, no.share) == (1, 0)

    def test_however_it_is_answered_the_counts_add_up(self):
        chance = Random(SEED)  # noqa: S311 - answers, not keys
        for question in (KNOWN, FROM, CLEAR):
            keys = list(offered(question))
            said = [
                (chance.choice(list(WAYS)), chance.choice(keys))
                for _ in range(chance.randrange(200))
            ]
            found = shares(question, said)
            assert sum(each.count for each in found) == len(said)
            for each in found:
                assert each.of == len(said)
                assert sum(count for count, _ in each.by_way.values()) == each.count
                assert sum(of for _, of in each.by_way.values()) == each.of
