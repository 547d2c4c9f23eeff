"""Two hands at one paper, one invoice, one file: one of them, and the other is told why.

二(四)-2, 二(五)-2
"""

from functools import partial

import pytest

from cairong.kernel.actor import Role
from cairong.kernel.errors import NotAllowed
from cairong.lending.actions.give_papers import give_papers, take_back_paper
from cairong.lending.actions.keep_for_case import keep_for_case
from cairong.lending.models import GivenPaper, LenderPaper
from cairong.papers import store
from cairong.papers.actions.hand_in_paper import hand_in_paper
from cairong.papers.actions.keep_paper import keep_paper
from cairong.papers.actions.withdraw_paper import withdraw_paper
from cairong.papers.models import Content, Paper
from lending.ground import NOW, Case, stand_case
from papers.ground import PLAIN, SEEN, pdf, photograph, taken
from support.racing import FEWER, hands, split
from support.town import at, found_town

pytestmark = pytest.mark.soak
ROUNDS = FEWER // 2


@pytest.fixture
def case(committed_db, settings, tmp_path) -> Case:
    settings.FILES_ROOT = tmp_path
    return stand_case(found_town(at("2025-09-01 08:00")))


def keeping(case: Case, content: bytes, purpose: str = "delivery", number: str = ""):
    """What sends a file: taken in by whoever carries it out, as a page does."""

    def act() -> Paper:
        return keep_paper(
            actor=case.supplier, now=NOW, purpose=purpose, name="材料", number=number,
            received=taken(content), contract_id=case.contract.pk,
        )  # fmt: skip

    return act


def test_one_file_sent_twice_at_once_is_kept_once(case):
    with hands(2) as two:
        for number in range(ROUNDS):
            send = keeping(case, pdf(f"{PLAIN}{number}"))
            done, refused = split(two.race(send, send))
            assert (len(done), len(refused)) == (1, 1)
            assert refused[0].kind == "Conflict"
    assert Paper.objects.count() == Content.objects.count() == ROUNDS
    assert len(list(store.every())) == ROUNDS
    assert not list((store.folder() / store.PREPARED).iterdir())


def test_one_invoice_on_two_papers_at_once_is_on_one(case):
    with hands(2) as two:
        for number in range(ROUNDS):
            invoice = f"264120000000{number:08}"
            sides = [
                keeping(case, pdf(f"{PLAIN}{number}{which}"), "invoice", invoice) for which in "ab"
            ]
            done, refused = split(two.race(*sides))
            assert (len(done), len(refused)) == (1, 1)
            assert Paper.objects.filter(number=invoice).count() == 1


def test_handed_in_and_withdrawn_at_once_it_is_withdrawn_in_the_end(case):
    with hands(2) as two:
        for number in range(ROUNDS):
            paper = keeping(case, photograph((300 + number, 200)))()
            facts = {"actor": case.who(Role.SUPPLIER), "now": NOW, "paper_id": paper.pk}
            done, refused = split(
                two.race(partial(hand_in_paper, **facts), partial(withdraw_paper, **facts))
            )
            paper.refresh_from_db()
            assert (paper.state, len(done) + len(refused)) == ("withdrawn", 2)
            assert [each.kind for each in refused] in ([], ["WrongState"])


def test_given_twice_at_once_it_stands_given_once_and_taken_back_once(case):
    case.publish()
    intent = case.intend()
    asked = [case.application(intent).pk]
    with hands(2) as two:
        for number in range(ROUNDS):
            paper = keep_paper(
                actor=case.supplier, now=NOW, purpose="statement", name="报表",
                received=taken(pdf(f"{PLAIN}{number}")),
            )  # fmt: skip
            give = partial(
                give_papers, actor=case.supplier, now=NOW, intent_id=intent.pk,
                paper_ids=[paper.pk], application_ids=asked,
            )  # fmt: skip
            done, refused = split(two.race(give, give))
            assert (len(done), len(refused)) == (1, 1)
            assert refused[0].kind == "Conflict"
            given = GivenPaper.objects.get(paper=paper)
            back = partial(take_back_paper, actor=case.supplier, now=NOW, given_id=given.pk)
            done, refused = split(two.race(back, back))
            assert (len(done), len(refused)) == (1, 1)
            assert refused[0].kind == "NotFound"


def test_a_lenders_paper_without_its_application_is_refused_when_it_is_committed(case, monkeypatch):
    intent = case.intend()
    monkeypatch.setattr(LenderPaper.objects, "create", lambda **_: None)
    with pytest.raises(NotAllowed) as refused:
        keep_for_case(
            actor=case.officer(), now=NOW, application_id=case.application(intent).pk,
            purpose="agreement", name="合同", received=SEEN,
        )  # fmt: skip
    assert refused.value.findings[0].code == "papers.lenders"
    assert not Paper.objects.exists()
