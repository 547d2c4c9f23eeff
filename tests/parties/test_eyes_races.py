"""Several hands at once: words, confirmations and decisions never make two persons of one."""

from datetime import date, timedelta
from functools import partial

import pytest

from cairong.kernel.actor import Role
from cairong.parties.actions.confirm import confirm_person
from cairong.parties.models import Person, Proposal, Renewal
from cairong.parties.reads import the_only
from cairong.rulebook.actions.set_parameter import set_parameter
from support.eyes import NOW, Village
from support.racing import FEWER, hands, split
from support.town import CITY, found_town

pytestmark = pytest.mark.usefixtures("committed_db")
OFFICER, APPROVER = Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER
ROUNDS = min(FEWER, 20)
FIRST = date(2026, 1, 1)


@pytest.fixture
def village(committed_db) -> Village:
    return Village(found_town())


def proposal(officer, number: int) -> Proposal:
    return set_parameter.propose(
        actor=officer, now=NOW, code="contract_cap_percent", value=60,
        valid_from=FIRST + timedelta(days=number), source="洛财购〔2025〕9号",
    )  # fmt: skip


def test_two_words_at_once_are_a_first_and_a_second(village):
    school = village.town.purchaser()
    bosses = [village.founded(school, Role.PURCHASER_OFFICER, boss=True) for _ in "ab"]
    victim = village.founded(school, Role.PURCHASER_APPROVER)
    with hands(2) as two:
        for _ in range(ROUNDS):
            asked = village.asked(victim)
            done, refused = split(
                two.race(*(partial(village.word, boss, victim, asked) for boss in bosses))
            )
            assert (len(done), refused) == (2, [])
            kept = Renewal.objects.get(pk=asked.pk)
            assert {kept.first_by_id, kept.second_by_id} == {boss.person_id for boss in bosses}


def test_the_same_word_twice_at_once_is_one(village):
    school = village.town.purchaser()
    boss = village.founded(school, Role.PURCHASER_OFFICER, boss=True)
    twin = village.joined(boss, Role.PURCHASER_OFFICER, administrator=True)
    victim = village.founded(school, Role.PURCHASER_APPROVER)
    with hands(2) as two:
        for other in (boss, twin) * (ROUNDS // 2):
            asked = village.asked(victim)
            words = (partial(village.word, each, victim, asked) for each in (boss, other))
            done, refused = split(two.race(*words))
            assert (len(done), len(refused)) == (1, 1)
            assert Renewal.objects.get(pk=asked.pk).state == "worded"


def test_a_password_is_set_once_however_often_at_once(village):
    school = village.town.purchaser()
    bosses = [village.founded(school, Role.PURCHASER_OFFICER, boss=True) for _ in "ab"]
    victim = village.founded(school, Role.PURCHASER_APPROVER)
    with hands(2) as two:
        for _ in range(ROUNDS):
            asked = village.asked(victim)
            for boss in bosses:
                village.word(boss, victim, asked)
            sets = (partial(village.renewed, asked, f"a good long word {n}") for n in "ab")
            done, refused = split(two.race(*sets))
            assert (len(done), len(refused)) == (1, 1)


def test_an_approval_while_its_approver_is_confirmed(village):
    bureau = the_only(CITY, "bureau")
    boss = village.founded(bureau, Role.TREASURY_OFFICER, boss=True)
    other = village.founded(bureau, Role.TREASURY_APPROVER, boss=True)
    officer = village.joined(boss, OFFICER)
    with hands(2) as two:
        for number in range(ROUNDS):
            came = village.joined(boss, APPROVER)
            before = proposal(officer, number)
            decided, _ = two.race(
                partial(set_parameter.approve, actor=came, now=NOW, proposal_id=before.pk),
                partial(
                    confirm_person, actor=other, now=NOW, mandate_id=came.mandate_id,
                    papers="工作证",
                ),
            )  # fmt: skip
            before.refresh_from_db()
            assert (before.state == "approved") == (not isinstance(decided, Exception))
            assert Person.objects.get(pk=came.person_id).leans_on is None


def test_a_decision_while_the_account_is_renewed_is_of_before_or_is_none(village):
    bureau = the_only(CITY, "bureau")
    bosses = [village.founded(bureau, Role.TREASURY_OFFICER, boss=True) for _ in "ab"]
    officer = village.founded(bureau, OFFICER)
    with hands(2) as two:
        for number in range(ROUNDS):
            victim = village.founded(bureau, APPROVER)
            before, asked = proposal(officer, number), village.asked(victim)
            for boss in bosses:
                village.word(boss, victim, asked)
            decided, renewed = two.race(
                partial(set_parameter.approve, actor=victim, now=NOW, proposal_id=before.pk),
                partial(village.renewed, asked),
            )
            assert not isinstance(renewed, Exception)
            before.refresh_from_db()
            assert (before.state == "approved") == (not isinstance(decided, Exception))
