"""The register of obligations, the letter, and the sentences refusals say."""

import hashlib
import re

import pytest

from cairong.kernel.errors import KINDS, Finding, NotFound, PolicyBreach
from cairong.policy.catalogue import CONSTRAINTS, SENTENCES, merge, sentence, sentences
from cairong.policy.clauses import (
    FORCE_WORDS,
    all_clauses,
    clause,
    known,
    letter,
    letter_hash,
    notice_clauses,
)
from cairong.policy.rule import rule

COUNTS = {
    "一(一)": 5, "一(二)": 4, "二(一)": 6, "二(二)": 7, "二(三)": 4, "二(四)": 6, "二(五)": 7,
    "三(一)": 4, "三(二)": 4, "三(三)": 3, "附": 2,
}  # fmt: skip


def test_every_obligation_of_the_notice_is_there_once() -> None:
    found: dict[str, int] = {}
    for one in notice_clauses():
        section = one.id.rsplit("-", 1)[0]
        found[section] = found.get(section, 0) + 1
    assert found == COUNTS
    assert len({one.id for one in all_clauses()}) == len(all_clauses())


def test_every_clause_says_who_must_do_what() -> None:
    for one in all_clauses():
        assert one.who, one
        assert one.words, one
        assert one.force in FORCE_WORDS
        if one.of_notice:
            assert one.asks


@pytest.mark.parametrize(
    "cited",
    ["采购法§46", "采购法§47", "采购法§49", "采购法§50", "采购法§85", "条例§50", "802§9", "802§10",
     "802§16", "802§17", "民法典§201", "民法典§203", "民法典§768", "公告2021-3", "保密法§29"],
)  # fmt: skip
def test_law_articles_are_known(cited: str) -> None:
    assert known(cited)
    assert clause(cited).part.startswith(("《", "中国人民银行"))


@pytest.mark.parametrize("wrong", ["二(四)-9", "采购法§999", "", "二(四)"])
def test_unknown_ids_are_refused(wrong: str) -> None:
    assert not known(wrong)
    with pytest.raises(ValueError, match="unknown obligations"):
        rule(wrong)
    with pytest.raises(KeyError):
        clause(wrong)


def test_the_letter_is_hashed_as_its_own_lines() -> None:
    assert letter().startswith("洛阳市政府采购合同融资政策告知函\n\n各供应商:\n")
    assert letter().endswith("查询联系。")
    assert letter_hash() == "2d1eb762d1dfabd586f4ac649cb87379547bad74d9d65d325d70e2acc80d13bf"
    assert letter_hash() == hashlib.sha256(letter().encode()).hexdigest()


def test_a_sentence_writes_fen_days_and_roles_in_words() -> None:
    found = Finding(
        code="access.role", params={"role": "supplier", "allowed": "treasury-approver、x"}
    )
    assert sentence(found) == "供应商不能办理这一步。请由国库科复核、x办理。"


def test_a_sentence_with_missing_facts_still_reads() -> None:
    assert "…" in sentence(Finding(code="state.cannot"))
    assert "no.such" in sentence(Finding(code="no.such"))


def test_sentences_carry_the_words_of_their_clause() -> None:
    refusal = PolicyBreach(Finding(code="access.region", obligation="二(三)-4"))
    (only,) = sentences(refusal)
    assert only.clause is not None
    assert "及时支付" in only.clause.words
    assert sentences(NotFound("access.not_found", thing="合同"))[0].clause is None


def test_two_areas_may_not_claim_one_code() -> None:
    with pytest.raises(ValueError, match=r"second.py repeats \['a'\]"):
        merge({"first": {"a": "x"}, "second": {"a": "y"}})


def test_constraints_name_known_kinds_codes_and_clauses() -> None:
    for name, (kind, code, obligation) in CONSTRAINTS.items():
        assert kind in KINDS, name
        assert code in SENTENCES, name
        if obligation:
            assert known(obligation), name


def test_every_sentence_can_be_filled() -> None:
    for code, template in SENTENCES.items():
        assert re.search(r"[一-鿿]", template), code
        assert sentence(Finding(code=code)), code
