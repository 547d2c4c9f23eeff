"""Forms on paper with real threads: entered, printed and disowned at the same moment. 二(一)-6"""

from functools import partial

import pytest

from cairong.lending.actions.disown_on_paper import disown_on_paper
from cairong.lending.actions.print_form import print_form
from cairong.lending.models import Application, Intent, PaperForm
from lending.ground import Case, stand_case
from lending.test_on_paper import enter, printed
from support.racing import FEWER, ROUNDS, hands, split
from support.town import at, found_town

pytestmark = pytest.mark.soak
OTHER = "乙银行"


@pytest.fixture
def case(committed_db) -> Case:
    del committed_db
    made = stand_case(found_town(at("2025-09-01 08:00")))
    made.publish()
    made.publish(OTHER)
    return made


def test_two_institutions_that_enter_one_form_at_once_make_one_intent(case):
    with hands(2) as pair:
        for rounds in range(1, ROUNDS + 1):
            form = printed(case)
            sides = (partial(enter, case, form), partial(enter, case, form, OTHER))
            done, refused = split(pair.race(*sides))
            assert (len(done), [each.kind for each in refused]) == (1, ["Conflict"])
            form.refresh_from_db()
            assert form.intent_id == done[0].pk
            assert Intent.objects.count() == rounds


def test_printed_anew_and_entered_at_once_it_is_one_or_the_other(case):
    kinds = set()
    anew = partial(
        print_form, actor=case.supplier, now=case.now, contract_id=case.contract.pk
    )  # fmt: skip
    with hands(2) as pair:
        for _ in range(FEWER):
            form = printed(case)
            _, refused = split(pair.race(anew, partial(enter, case, form)))
            form.refresh_from_db()
            kinds.update(each.kind for each in refused)
            assert (form.state == "void") == bool(refused)
            assert PaperForm.objects.filter(state="printed").count() == 1
    assert kinds <= {"WrongState"}


def test_disowned_twice_at_once_it_ends_once(case):
    with hands(2) as pair:
        for _ in range(FEWER):
            intent = enter(case, printed(case))
            disown = partial(
                disown_on_paper, actor=case.supplier, now=case.now, intent_id=intent.pk,
                reason="没有交过这份",
            )  # fmt: skip
            done, refused = split(pair.race(disown, disown))
            assert (len(done), [each.kind for each in refused]) == (1, ["WrongState"])
            assert Application.objects.get(intent=intent).state == "withdrawn"
