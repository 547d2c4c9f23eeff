"""What is typed about a story, what its rules say, and what a year says of a share. 三(三)-3"""

from decimal import Decimal

import pytest

from cairong.kernel.errors import WrongState
from cairong.oversight.spread import compared_words, share_words
from cairong.policy.promotion import Difference
from cairong.policy.spreading import SIDES, VERDICTS, Share, both_consent
from cairong.spreading.states import CASE_STORY
from cairong.web.spreading.story_forms import AgreeForm, RefuseForm, StoryForm, WithdrawForm
from spreading.told import TITLE, WORDS

HASH = "a" * 64


def wrong_in(form) -> list[str]:
    form.full_clean()
    return list(form.errors)


class TestTyped:
    @pytest.mark.parametrize(
        ("typed", "wrong"),
        [
            ({"title": TITLE, "words": WORDS}, []),
            ({"title": "", "words": WORDS}, ["title"]),
            ({"title": "案例", "words": WORDS}, ["title"]),
            ({"title": TITLE, "words": ""}, ["words"]),
            ({"title": TITLE, "words": "字" * 49}, ["words"]),
            ({"title": TITLE, "words": "字" * 50}, []),
            ({"title": TITLE, "words": "字" * 2000}, []),
            ({"title": TITLE, "words": "字" * 2001}, ["words"]),
            ({"title": f"{TITLE}\u0000", "words": WORDS}, ["title"]),
        ],
    )
    def test_a_story_has_a_title_and_enough_words(self, typed, wrong):
        assert wrong_in(StoryForm(typed)) == wrong

    def test_a_consent_goes_with_the_hash_that_was_read(self):
        form = AgreeForm({"sha256": HASH})
        assert wrong_in(form) == []
        assert form.arguments() == {"sha256": HASH, "agreed": True}
        assert wrong_in(AgreeForm({})) == ["sha256"]
        assert wrong_in(AgreeForm({"sha256": "abc"})) == ["sha256"]

    def test_a_refusal_says_why(self):
        form = RefuseForm({"sha256": HASH, "words": "还没有想好"})
        assert wrong_in(form) == []
        assert form.arguments() == {"sha256": HASH, "agreed": False, "words": "还没有想好"}
        assert wrong_in(RefuseForm({"sha256": HASH})) == ["words"]
        assert wrong_in(RefuseForm({"sha256": HASH, "words": "字" * 301})) == ["words"]

    def test_taking_a_consent_back_says_why(self):
        assert wrong_in(WithdrawForm({"reason": ""})) == ["reason"]
        assert wrong_in(WithdrawForm({"reason": "不想再公开"})) == []


class TestRules:
    @pytest.mark.parametrize(
        ("missing", "code"),
        [
            ([], ""),
            (["供应商"], "spreading.unconsented"),
            (["供应商", "金融机构"], "spreading.unconsented"),
        ],
    )
    def test_both_sides_have_to_consent(self, missing, code):
        found = both_consent(title=TITLE, missing=missing)
        assert (found.code if found else "") == code

    def test_it_names_who_is_missing(self):
        found = both_consent(title=TITLE, missing=["供应商", "金融机构"])
        assert found.params["missing"] == "供应商、金融机构"
        assert found.obligation == "三(三)-3"

    def test_each_side_and_each_word_has_a_name(self):
        assert list(SIDES.values()) == ["供应商", "金融机构"]
        assert list(VERDICTS.values()) == ["同意", "不同意", "撤回同意"]

    @pytest.mark.parametrize(
        ("state", "act", "after"),
        [
            ("draft", "change", "draft"),
            ("draft", "ask", "asked"),
            ("asked", "change", "draft"),
            ("asked", "answer", "asked"),
            ("asked", "withdraw", "asked"),
            ("asked", "publish", "published"),
            ("published", "withdraw", "withdrawn"),
            ("published", "take_down", "withdrawn"),
            ("draft", "take_down", "withdrawn"),
            ("draft", "publish", None),
            ("draft", "answer", None),
            ("published", "change", None),
            ("published", "answer", None),
            ("published", "ask", None),
            ("withdrawn", "publish", None),
            ("withdrawn", "change", None),
            ("withdrawn", "ask", None),
        ],
    )
    def test_a_story_moves_so_and_not_otherwise(self, state, act, after):
        if after is None:
            with pytest.raises(WrongState):
                CASE_STORY.after(state, act)
        else:
            assert CASE_STORY.after(state, act) == after


class TestSaidOfAYear:
    @pytest.mark.parametrize(
        ("count", "of", "said"),
        [
            (0, 0, "n=0"),
            (2, 3, "n=3,66.7%,95% 区间 20.8% 到 93.9%,不到 30 份,只作参考"),
            (20, 40, "n=40,50.0%,95% 区间 35.2% 到 64.8%"),
        ],
    )
    def test_a_share_says_its_n(self, count, of, said):
        assert share_words(Share(words="是", count=count, of=of, by_way={})) == said

    def test_a_difference_says_that_it_proves_nothing(self):
        found = Difference(
            came=4, unmatched=0, stayed=10, share_came=Decimal("0.5"),
            share_stayed=Decimal("0.1"), difference=Decimal("0.4"), low=Decimal("-0.05"),
            high=Decimal("0.7"),
        )  # fmt: skip
        said = compared_words(found)
        assert "相差 40.0 个百分点,95% 区间 -5.0 到 70.0" in said
        assert said.endswith("不是证明:来的人可能本来就更想借款")
        assert compared_words(None) == "没有同类可比"
