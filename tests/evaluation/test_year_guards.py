"""Whoever writes into the database by hand publishes, changes and earns nothing of a year.

三(二)-1 三(二)-2
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from cairong.audit.rows import insert
from cairong.evaluation.models import (
    AdoptedScheme,
    Appeal,
    ClosedFlag,
    Support,
    Year,
    YearVersion,
)
from cairong.evaluation.reads import own_facts, published_year, year_view
from cairong.evaluation.steps.versions import keep_version
from cairong.policy.recount import canonical, result_of
from evaluation.judged import ANSWERED, FROZEN, PUBLISHED, Bank, stand_bank
from support.staging import staged
from support.town import CITY, at

pytestmark = pytest.mark.django_db


@staged
def bank(db) -> Bank:
    made = stand_bank()
    made.adopts()
    return made


@staged
def published(bank: Bank) -> Bank:
    bank.publishes()
    return bank


@staged
def frozen(published: Bank) -> Bank:
    published.looks()
    published.freezes()
    return published


@contextmanager
def stopped(guard: str) -> Iterator[None]:
    """What is written here the database refuses, at once or when the transaction ends."""
    with pytest.raises(DatabaseError, match=guard), transaction.atomic():  # noqa: PT012
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_no_scheme_that_two_did_not_publish(bank):
    stands = AdoptedScheme.objects.get()
    for year in (2030, 2024):
        with stopped("evaluation_undecided"):
            AdoptedScheme.objects.create(
                city_id=CITY, first_year=year, version=1, document=stands.document,
                sha256=stands.sha256, published_at=PUBLISHED,
            )  # fmt: skip


def test_no_year_that_is_not_over_or_that_two_did_not_publish(bank):
    scheme = AdoptedScheme.objects.get()
    facts = {"city_id": CITY, "scheme": scheme, "published_at": PUBLISHED}
    with stopped("evaluation_year_steps"):
        Year.objects.create(year=2027, **facts)
    with stopped("evaluation_undecided"):
        Year.objects.create(year=2026, **facts)


def test_no_version_beside_an_appeal_that_two_upheld(published):
    first = YearVersion.objects.get()
    facts = {
        "of": first.of, "cut_off": ANSWERED, "appeal_on": first.appeal_on, "facts": b"",
        "facts_sha256": "", "result": first.result, "sha256": first.sha256, "reason": "更正",
    }  # fmt: skip
    with stopped("evaluation_undecided"):
        YearVersion.objects.create(number=2, **facts)
    with stopped("evaluation_version_once"):
        YearVersion.objects.create(number=3, **facts)
    with stopped("evaluation_result_hash"):
        YearVersion.objects.create(number=2, **facts | {"sha256": "0" * 64})


@contextmanager
def undecided_at_the_end() -> Iterator[None]:
    """What an act does here, changed on its way, the database refuses when all is written."""
    with pytest.raises(DatabaseError, match="evaluation_undecided"):  # noqa: PT012
        yield
        ended()


def ended() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("field", ["sha256", "facts_sha256", "number"])
def test_a_version_is_the_one_that_the_chain_names(bank, monkeypatch, field):
    def otherwise(*args, **more):
        made = keep_version(*args, **more)
        setattr(made.version, field, 2 if field == "number" else "0" * 64)
        return made

    monkeypatch.setattr("cairong.evaluation.actions.publish_year.keep_version", otherwise)
    with undecided_at_the_end():
        bank.publishes()


def test_a_result_names_the_facts_it_is_made_of(bank, monkeypatch):
    def otherwise(text: str) -> str:
        return canonical({**json.loads(result_of(text)), "facts_sha256": "0" * 64})

    monkeypatch.setattr("cairong.evaluation.steps.versions.result_of", otherwise)
    with undecided_at_the_end():
        bank.publishes()


def test_one_moment_makes_one_version(published):
    first = YearVersion.objects.get()
    with stopped("evaluation_version_moment"):
        YearVersion.objects.create(
            of=first.of, number=2, cut_off=first.cut_off, appeal_on=first.appeal_on, facts=b"",
            facts_sha256=first.facts_sha256, result=first.result, sha256=first.sha256,
            reason="更正",
        )  # fmt: skip


def test_a_reply_of_several_lines_is_what_two_decided(published):
    published.answers(published.appealed(), "overruled", reply="已核对凭证。\r\n放款属实。")
    ended()
    assert Appeal.objects.get().reply == "已核对凭证。\n放款属实。"


@pytest.mark.parametrize("named", [True, False])
def test_what_counts_no_more_is_what_two_named(published, monkeypatch, named):
    own = published.loan.institution_id
    key = next(key for key, _ in own_facts(YearVersion.objects.get(), own))
    appeal = published.appealed()
    monkeypatch.setattr(
        "cairong.evaluation.actions.answer_appeal._dropped", lambda *_: [] if named else [key]
    )
    with undecided_at_the_end():
        published.answers(appeal, "upheld", aside=[key] if named else [])


def test_no_year_is_frozen_with_a_flag_that_nobody_looked_at(published, monkeypatch):
    monkeypatch.setattr("cairong.evaluation.actions.freeze_year.may_freeze", lambda **_: None)
    with undecided_at_the_end():
        published.freezes()


def test_what_is_earned_is_granted_in_the_words_of_two(frozen, monkeypatch):
    def otherwise(support: Support) -> None:
        support.words = "别的理由"
        insert(support)

    monkeypatch.setattr("cairong.evaluation.actions.decide_support.insert", otherwise)
    with undecided_at_the_end():
        frozen.decides("mpa", granted=False)


def test_what_is_earned_is_of_the_year_that_two_decided(frozen, monkeypatch):
    for name, act in (("published_year", published_year), ("year_view", year_view)):
        monkeypatch.setattr(
            f"cairong.evaluation.actions.decide_support.{name}",
            lambda who, _, act=act, **more: act(who, 2026, **more),
        )
    with undecided_at_the_end():
        frozen.decides("mpa", granted=False, year=2025)


def test_no_result_is_edited(published):
    with stopped("permission denied"):
        YearVersion.objects.update(result="{}")


def test_no_year_is_frozen_early_or_by_nobody(published):
    for moment in (at("2027-01-20 10:00"), FROZEN):
        with stopped("evaluation_undecided"):
            Year.objects.update(state="frozen", frozen_at=moment)


def test_a_frozen_year_is_never_moved_and_nothing_is_added_to_it(frozen):
    with stopped("evaluation_frozen"):
        Year.objects.update(state="provisional", frozen_at=None)
    with stopped("evaluation_frozen"):
        insert(
            ClosedFlag(
                of=Year.objects.get(), institution_id=frozen.loan.institution_id, code="tiny",
                count=1, whole=1, words="没有问题", at=FROZEN, by_id=frozen.people[0].person_id,
            )
        )  # fmt: skip


def test_an_appeal_is_said_by_its_institution_and_answered_by_two(published):
    appeal = published.appealed()
    with stopped("evaluation_undecided"):
        Appeal.objects.update(state="upheld", reply="直接改", answered_at=ANSWERED)
    names = ("version_id", "institution_id", "answer_on", "at", "by_id", "words")
    with stopped("evaluation_undecided"):
        insert(Appeal(**{name: getattr(appeal, name) for name in names}, measure="credit"))
    published.answers(appeal, "overruled")
    with stopped("evaluation_appeal_steps"):
        Appeal.objects.update(state="upheld", reply="改主意", answered_at=ANSWERED)


def test_a_flag_is_closed_by_a_person_who_says_so(published):
    with stopped("evaluation_undecided"):
        insert(
            ClosedFlag(
                of=Year.objects.get(), institution_id=published.loan.institution_id, code="split",
                count=20, whole=20, words="没有问题", at=ANSWERED,
                by_id=published.people[0].person_id,
            )
        )  # fmt: skip


def test_nothing_is_earned_before_or_without_two(published):
    facts = {
        "of": Year.objects.get(), "institution_id": published.loan.institution_id, "code": "mpa",
        "granted": True, "words": "自动给予", "at": FROZEN,
    }  # fmt: skip
    with stopped("evaluation_frozen"):
        insert(Support(**facts))
    published.looks()
    published.freezes()
    with stopped("evaluation_undecided"):
        insert(Support(**facts))
