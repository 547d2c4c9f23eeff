"""A case that is a state secret is frozen by one person: then nobody finds anything of it."""

import os

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.test import Client

from abuse.conftest import SECRETS
from abuse.test_leaks import addresses, leaks
from cairong.audit.checking import check_whole_chain
from cairong.audit.models import Event, RefusalRecord
from cairong.contracts.models import Award, Contract
from cairong.kernel.actor import BUREAU, Role
from cairong.kernel.errors import NotAllowed, WrongState
from cairong.lending.checking import books_check
from cairong.notary.facts import differences
from cairong.policy.catalogue import sentences
from cairong.secrecy.actions.freeze_case import freeze_case
from cairong.secrecy.models import Freeze
from cairong.secrecy.steps.sealing import gather
from cairong.treasury.actions.record_acceptance import record_acceptance
from contracts.ground import Ground
from secrecy.conftest import frozen, rows_that_say, words_of
from support.browsing import problems, send, value_of
from support.town import CITY
from support.visitors import organisation_of

pytestmark = pytest.mark.xdist_group("secrecy")  # one city stands for the whole module

ROLES = [role for role in Role if role not in {Role.PUBLIC, Role.SYSTEM}]
# What is not there any more is not there for anybody: one desk of each kind looks, in soak all.
LOOKING = ROLES if os.environ.get("CAIRONG_SOAK") else [
    Role.SUPPLIER, Role.PURCHASER_OFFICER, Role.INSTITUTION_OFFICER, Role.PROCUREMENT_OFFICER,
    Role.TREASURY_APPROVER, Role.REGULATOR, Role.OPERATOR,
]  # fmt: skip


def another(busy) -> Contract:
    """A second case of the same parties."""
    ground = Ground(busy.town)
    return ground.decide(ground.sign(ground.award(title="另一个项目")))


def test_no_row_of_the_database_says_anything_of_it(busy):
    words = words_of(busy)
    assert len(rows_that_say(words)) > 100
    RefusalRecord.objects.create(
        city=CITY, at=busy.case.now, role="supplier", channel="web", act="x", kind="Invalid",
        code="x", facts={"what": f"「{Award.objects.get().title}」"},
    )  # fmt: skip
    freeze = frozen(busy)
    assert freeze.rows > 150
    assert freeze.events > 50
    assert rows_that_say(words) == []


def test_the_chain_the_rows_and_the_books_still_check(busy):
    before = Event.objects.count()
    frozen(busy)
    assert Event.objects.count() == before + 1
    assert check_whole_chain(CITY).broken is None
    assert list(differences(CITY)) == []
    assert list(differences(CITY, after=1)) == []
    assert books_check(CITY)["differences"] == []


@pytest.mark.parametrize("role", ["", *LOOKING])
def test_no_page_list_export_or_program_says_anything_of_it(busy, role):
    award, no = Award.objects.get(), busy.case.contract.no
    places = [*addresses(busy.ids(), no), f"/contracts/?q={SECRETS['place']}"]
    blind = [place for place in places if no not in place]
    frozen(busy)
    client = busy.as_role(role) if role else Client()
    told = [word for word in SECRETS.values() if word not in SECRETS["place"]]
    assert leaks(client, places, award.title, *told) == []
    assert leaks(client, blind, no, award.no) == []


def test_an_act_on_it_is_refused_in_words_with_the_clause(busy):
    officer = busy.town.actor(busy.town.purchaser(), Role.PURCHASER_OFFICER)
    frozen(busy)
    with pytest.raises(WrongState) as no:
        record_acceptance(
            actor=officer, now=busy.case.now, contract_id=busy.case.contract.pk,
            milestone="签订开票", amount_fen=1, on=busy.case.now.date(),
        )  # fmt: skip
    (said,) = sentences(no.value)
    assert said.obligation == "二(二)-5"
    assert "这一件因涉及国家秘密已冻结" in said.text
    answer = busy.as_role(Role.SUPPLIER).get(f"/cases/{busy.case.contract.pk}/")
    assert answer.status_code == 409
    assert "已冻结" in answer.content.decode()
    assert Client().get(f"/contracts/{busy.case.contract.no}/").status_code == 404


@pytest.mark.parametrize("role", sorted(BUREAU))
def test_any_officer_of_the_bureau_freezes_alone(busy, role):
    assert frozen(busy, role).state == "frozen"


@pytest.mark.parametrize("role", [Role.PURCHASER_OFFICER, Role.SUPPLIER, Role.INSTITUTION_OFFICER])
def test_nobody_else_does(busy, role):
    somebody = busy.town.actor(organisation_of(busy.town, role), role)
    with pytest.raises(NotAllowed):
        freeze_case(actor=somebody, now=busy.case.now, number=busy.case.contract.no)


def test_of_two_cases_the_other_stands_as_before(busy):
    other = another(busy)
    frozen(busy)
    assert Award.objects.get() == other.award
    assert "另一个项目" in Client().get(f"/contracts/{other.no}/").content.decode()
    assert list(differences(CITY)) == []
    frozen(busy, number=other.award.no)
    assert not Award.objects.exists()
    assert list(differences(CITY)) == []
    assert check_whole_chain(CITY).broken is None


def test_a_number_that_is_not_there_freezes_nothing_and_is_kept_in_its_box_alone(busy):
    desk, typed = busy.as_role(Role.TREASURY_OFFICER), "营区改造"
    page = send(desk, "/finance/freezes/new/", {"number": typed}, 422)
    assert "没有这个编号" in problems(page)[0]
    assert value_of(page, "number") == typed
    assert not Freeze.objects.exists()
    kept = RefusalRecord.objects.get(code="secrecy.no_case")
    assert typed not in str(kept.facts)


def test_nothing_goes_aside_by_a_freeze_that_is_over(busy):
    freeze = frozen(busy)
    other = another(busy)
    with pytest.raises(IntegrityError, match="secrecy_freeze_begun"):
        gather(freeze, other.award)


def test_a_freeze_that_nobody_tells_of_is_refused(busy):
    officer = busy.town.bureau("treasury-officer")

    def untold() -> None:
        Freeze.objects.create(
            city_id=CITY, no="BM2026-000009", organisation_id=officer.organisation_id,
            person_id=officer.person_id, frozen_at=busy.case.now,
        )  # fmt: skip
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="secrecy_freeze_undecided"), transaction.atomic():
        untold()


def test_what_stands_aside_is_read_by_no_part_of_the_program(busy):
    frozen(busy)
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("SELECT facts FROM audit_sealed")
