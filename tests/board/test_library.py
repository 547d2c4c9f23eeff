"""The library of policy documents: two persons, what takes whose place, when in force. 三(一)-1"""

from datetime import date

import pytest

from board.ground import BUREAU, DOCUMENT, LATER, NOW, PBOC, SME, Board, stand_board
from cairong.audit.rows import insert
from cairong.board.actions.enter_document import enter_document, list_document, return_document
from cairong.board.library import (
    document_page,
    documents_of,
    in_force_on,
    public_document,
    public_documents,
    standing_on,
)
from cairong.board.models import Document, Supersession
from cairong.kernel.actor import Role, public
from cairong.kernel.errors import Conflict, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.policy.library import standing
from support.refusing import stopped
from support.slips import PAPER_SENT
from support.staging import staged
from support.town import CITY, Town

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2025, 10, 1), date(2026, 9, 30)
NEWER = DOCUMENT | {"no": "洛财购〔2025〕12号", "effective_on": date(2025, 12, 1)}


@staged
def ground(town: Town) -> Board:
    return stand_board(town)


def refused(kind, code: str, act, **given):
    with pytest.raises(kind) as caught:
        act(**given)
    assert caught.value.findings[0].code == code


class TestEntered:
    def test_two_persons_of_one_authority_list_it_for_anybody(self, ground):
        made = ground.entered(content=PAPER_SENT)
        anybody = public(city=CITY)
        assert not public_documents(anybody).exists()
        assert not documents_of(ground.bank).exists()
        given = {"now": LATER, "document_id": made.pk}
        refused(NotFound, "access.not_found", list_document, actor=ground.desk(PBOC), **given)
        second = ground.desk(Role.PROCUREMENT_APPROVER)
        list_document(actor=second, **given)
        assert public_document(anybody, made.pk).no == DOCUMENT["no"]
        refused(WrongState, "state.cannot", return_document, actor=second, **given, reason="再看")
        refused(Conflict, "library.listed", ground.entered)

    def test_nobody_looks_over_what_he_entered_himself(self, ground):
        made = ground.entered(by=PBOC)
        given = {"now": LATER, "document_id": made.pk}
        refused(NotAllowed, "library.same_person", list_document, actor=ground.desk(PBOC), **given)
        refused(Conflict, "library.waits", ground.entered)
        second = ground.desk(PBOC, "second")
        return_document(actor=second, **given, reason="文号写错了")
        assert ground.entered().state == "entered"

    @pytest.mark.parametrize(
        ("otherwise", "code"),
        [
            ({"effective_on": date(2025, 8, 1)}, "library.effective"),
            ({"until_on": date(2025, 9, 30)}, "library.until"),
        ],
    )
    def test_days_that_are_none_are_refused(self, ground, otherwise, code):
        refused(PolicyBreach, code, ground.entered, **otherwise)


class TestStanding:
    @pytest.mark.parametrize(
        ("on", "until", "later", "said"),
        [
            (date(2025, 9, 30), None, [], "coming"),
            (FIRST, None, [], "in_force"),
            (LAST, LAST, [], "in_force"),
            (date(2026, 10, 1), LAST, [], "over"),
            (FIRST, None, [date(2025, 10, 2)], "in_force"),
            (date(2025, 10, 2), None, [date(2025, 10, 2)], "superseded"),
        ],
    )
    def test_a_document_stands_by_its_own_days_and_by_what_takes_its_place(
        self, on, until, later, said
    ):
        found = standing(effective_on=FIRST, until_on=until, superseded=later, on=on)
        assert found == said

    def test_a_newer_one_takes_the_place_of_an_older_from_its_first_day(self, ground):
        old = ground.listed()
        early = NEWER | {"issued_on": date(2025, 8, 1), "effective_on": date(2025, 9, 1)}
        refused(PolicyBreach, "library.older", ground.entered, **early | {"supersedes": [old.pk]})
        refused(
            NotFound, "access.not_found", ground.entered, **NEWER, corrects=ground.bank.person_id
        )
        new = ground.listed(**NEWER | {"supersedes": [old.pk]})
        anybody = public(city=CITY)
        before, after = date(2025, 11, 30), date(2025, 12, 1)
        for day, numbers in ((before, [old.no]), (after, [new.no])):
            rows = public_documents(anybody).filter(in_force_on(anybody, LATER, day))
            assert [each.no for each in rows] == numbers
        assert standing_on(anybody, LATER, [old.pk, new.pk]) == {
            old.pk: "有效",
            new.pk: "还没有施行",
        }
        right = ground.listed(corrects=old.pk, title="改正了标题的通知")
        page = document_page(LATER, public_document(anybody, right.pk))
        assert [each.pk for each in page.superseded_by] == [new.pk]
        assert Document.objects.get(pk=old.pk).state == "corrected"
        assert set(public_documents(anybody)) == {new, right}
        refused(
            NotFound,
            "access.not_found",
            enter_document,
            actor=ground.desk(BUREAU),
            now=LATER,
            **DOCUMENT,
            corrects=old.pk,
        )


class TestDatabase:
    def test_nothing_is_listed_that_a_second_did_not_look_over(self, ground):
        made = ground.entered()
        rows = Document.objects.filter(pk=made.pk)
        second = ground.desk(Role.PROCUREMENT_APPROVER).person_id
        with stopped("board_document_held"):
            rows.update(state="listed", checked_by=second, checked_at=LATER)
        other = ground.entered(by=SME, no="洛工信〔2025〕3号")
        with stopped("board_document_held"):
            other.no = "洛工信〔2025〕4号"
            insert(
                Document(
                    **{
                        each.attname: getattr(other, each.attname)
                        for each in Document._meta.concrete_fields
                        if not each.primary_key
                    }
                    | {"entered_at": LATER}
                )
            )
        with stopped("board_supersession_held"):
            insert(Supersession(document=made, old=other))
        assert ground.now == NOW
