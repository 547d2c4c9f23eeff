"""Whoever writes into the database by hand publishes, changes and earns nothing of a year.

三(二)-1 三(二)-2
"""

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
