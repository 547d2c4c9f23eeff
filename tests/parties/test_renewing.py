"""A lost password: asked for in one browser, let in by two or by a proven address, then a rest."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.outreach.sentences import message_of
from cairong.parties.actions.accounts import change_password, note_sign_in
from cairong.parties.actions.invite import accept_invitation, invite_person
from cairong.parties.actions.renew import ask_renewal, follow_link, own_renewal, vouch
from cairong.parties.eyes import same_hands
from cairong.parties.four_eyes import proposals_to_decide
from cairong.parties.models import Account, Mandate, Person, Proposal, Renewal
from cairong.parties.reads import the_only
from cairong.parties.steps.invitations import hashed
from support.eyes import ANYBODY, NOW, OTHER_WORD, agreed, parameter, refusal
from support.town import CITY
from support.visitors import WORD

pytestmark = pytest.mark.django_db
OFFICER, APPROVER = Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER
DAY = timedelta(hours=24)


@pytest.fixture
def school(town):
    return town.purchaser()


@pytest.fixture
def bureau(village):
    return the_only(CITY, "bureau")


@pytest.fixture
def desk(village, bureau):
    return village.founded(bureau, OFFICER)


@pytest.fixture
def bosses(village, school):
    return tuple(village.founded(school, Role.PURCHASER_OFFICER, boss=True) for _ in range(2))


@pytest.fixture
def victim(village, school):
    return village.founded(school, Role.PURCHASER_APPROVER)


@pytest.fixture
def operator(village):
    return village.founded(the_only(CITY, "operator"), Role.OPERATOR)


class TestTwoWords:
    def test_two_administrators_let_a_colleague_in(self, village, bosses, victim):
        asked = village.asked(victim)
        assert village.word(bosses[0], victim, asked).state == "worded"
        assert village.word(bosses[1], victim, asked).state == "allowed"
        account = village.renewed(asked)
        assert account.check_password(OTHER_WORD)
        assert account.rests_until == NOW + DAY
        assert Renewal.objects.get().state == "done"
        assert Person.objects.get(pk=victim.person_id).leans_on is None

    def test_one_word_opens_nothing(self, village, bosses, victim):
        asked = village.asked(victim)
        village.word(bosses[0], victim, asked)
        assert refusal(partial(village.renewed, asked)) == "state.cannot"
        assert not village.account(victim).check_password(OTHER_WORD)

    def test_nor_do_two_of_the_same(self, village, bosses, victim):
        asked = village.asked(victim)
        village.word(bosses[0], victim, asked)
        again = partial(village.word, bosses[0], victim, asked)
        assert refusal(again) == "parties.word_same_hands"

    def test_nor_one_and_whom_they_invented(self, village, bosses, victim):
        """账户变更攻击 17, 18: an invented colleague gives the second word."""
        invented = village.joined(bosses[0], Role.PURCHASER_OFFICER, administrator=True)
        asked = village.asked(victim)
        village.word(bosses[0], victim, asked)
        assert refusal(partial(village.word, invented, victim, asked)) == "parties.word_same_hands"

    def test_nor_two_whom_one_invented(self, village, bosses, victim):
        twins = [
            village.joined(bosses[0], Role.PURCHASER_OFFICER, administrator=True) for _ in "ab"
        ]
        asked = village.asked(victim)
        village.word(twins[0], victim, asked)
        assert refusal(partial(village.word, twins[1], victim, asked)) == "parties.word_same_hands"

    def test_nobody_gives_a_word_for_themselves(self, village, bosses):
        asked = village.asked(bosses[0])
        own = partial(village.word, bosses[0], bosses[0], asked)
        assert refusal(own) == "parties.own_account"

    def test_a_code_is_of_one_person(self, village, bosses, victim):
        other = village.asked(bosses[1])
        assert refusal(partial(village.word, bosses[0], victim, other)) == "parties.renewal_code"

    def test_a_code_ends_after_a_day(self, village, bosses, victim):
        asked = village.asked(victim)
        village.now = NOW + DAY
        assert refusal(partial(village.word, bosses[0], victim, asked)) == "parties.renewal_code"

    def test_the_browser_that_did_not_ask_gets_nothing(self, village, bosses, victim):
        asked = village.asked(victim)
        for boss in bosses:
            village.word(boss, victim, asked)
        village.nonces[str(asked.pk)] = "another"
        assert refusal(partial(village.renewed, asked)) == "parties.no_renewal"

    def test_one_renewal_sets_one_password(self, village, bosses, victim):
        asked = village.asked(victim)
        for boss in bosses:
            village.word(boss, victim, asked)
        village.renewed(asked)
        assert refusal(partial(village.renewed, asked)) == "parties.no_renewal"

    def test_signing_in_or_a_new_password_ends_what_was_asked(self, village, bosses, victim):
        account = village.account(victim)
        for ends in (
            partial(note_sign_in, actor=victim, now=NOW, account_id=account.pk),
            partial(change_password, actor=victim, now=NOW, account_id=account.pk, old=WORD,
                    new="a third good word"),
        ):  # fmt: skip
            asked = village.asked(victim)
            for boss in bosses:
                village.word(boss, victim, asked)
            ends()
            assert refusal(partial(village.renewed, asked)) == "parties.no_renewal"

    def test_words_are_for_where_the_person_acts(self, village, town, bosses, victim):
        asked = village.asked(victim)
        village.word(bosses[0], victim, asked)
        village.word(bosses[1], victim, asked)
        lender = village.founded(town.institution(), Role.INSTITUTION_MANAGER, boss=True)
        accept_invitation(
            actor=victim, now=NOW, token=village.link(lender, Role.INSTITUTION_APPROVER)
        )
        assert refusal(partial(village.renewed, asked)) == "parties.renewal_moved"

    def test_who_acts_elsewhere_is_not_let_in_by_one_of_their_organisations(
        self, village, town, bosses, victim
    ):
        lender = village.founded(town.institution(), Role.INSTITUTION_MANAGER, boss=True)
        accept_invitation(
            actor=victim, now=NOW, token=village.link(lender, Role.INSTITUTION_APPROVER)
        )
        asked = village.asked(victim)
        assert refusal(partial(village.word, bosses[0], victim, asked)) == "parties.works_elsewhere"

    def test_a_name_nobody_has_is_asked_for_alike(self, village):
        made = ask_renewal(actor=ANYBODY, now=NOW, username="nobody", nonce="n")
        assert (made.account, made.state, len(made.code)) == (None, "asked", 8)

    def test_the_database_wants_two_pairs_of_eyes(self, village, bosses, victim):
        twin = village.joined(bosses[0], Role.PURCHASER_OFFICER, administrator=True)
        asked = village.asked(victim)
        for second in (None, bosses[0].person_id, twin.person_id, victim.person_id):
            with (
                pytest.raises(IntegrityError, match="parties_renewal_two_words"),
                transaction.atomic(),
            ):
                Renewal.objects.filter(pk=asked.pk).update(
                    state="allowed", first_by=bosses[0].person_id, second_by=second
                )


class TestTheBureauAndTheOperator:
    def test_a_single_administrator_and_the_bureau(self, village, bosses, victim, desk):
        Mandate.objects.filter(pk=bosses[1].mandate_id).update(ended_reason="调离")
        asked = village.asked(victim)
        village.word(bosses[0], victim, asked)
        village.second(desk, asked)
        village.renewed(asked)
        assert Person.objects.get(pk=victim.person_id).leans_on is None

    def test_the_bureau_gives_no_first_word(self, village, victim, desk):
        asked = village.asked(victim)
        assert refusal(partial(village.second, desk, asked)) == "access.not_found"

    def test_the_operator_first_and_the_bureau_second(self, village, bosses, operator, desk):
        asked = village.asked(bosses[0])
        village.word(operator, bosses[0], asked, papers="公函〔2026〕3号")
        village.second(desk, asked)
        village.renewed(asked)
        assert Renewal.objects.get().first_papers == "公函〔2026〕3号"

    def test_the_operator_alone_can_nothing(self, village, bosses, operator):
        """攻击 2, 「口头」: papers named by one alone let nobody in."""
        asked = village.asked(bosses[0])
        village.word(operator, bosses[0], asked, papers="口头")
        second = partial(village.word, operator, bosses[0], asked, papers="口头")
        assert refusal(second) == "parties.operator_first"
        assert refusal(partial(village.renewed, asked)) == "state.cannot"

    def test_two_operators_can_nothing_either(self, village, bosses, operator):
        other = village.founded(the_only(CITY, "operator"), Role.OPERATOR)
        asked = village.asked(bosses[0])
        village.word(operator, bosses[0], asked)
        second = partial(village.word, other, bosses[0], asked)
        assert refusal(second) == "parties.operator_first"

    def test_the_operator_names_papers(self, village, bosses, operator):
        asked = village.asked(bosses[0])
        word = partial(village.word, operator, bosses[0], asked, papers="")
        assert refusal(word) == "invalid.missing"

    def test_the_operator_helps_administrators_alone(self, village, victim, operator):
        asked = village.asked(victim)
        assert refusal(partial(village.word, operator, victim, asked)) != ""

    def test_operator_and_one_colleague_leave_the_person_in_that_colleagues_hands(
        self, village, bosses, operator
    ):
        asked = village.asked(bosses[0])
        village.word(operator, bosses[0], asked)
        village.word(bosses[1], bosses[0], asked)
        village.renewed(asked)
        assert same_hands(bosses[0].person_id, bosses[1].person_id)

    def test_an_officer_of_the_bureau_is_no_second_to_whom_they_brought_in(
        self, village, bureau, desk, operator
    ):
        boss = village.founded(bureau, Role.TREASURY_OFFICER, boss=True)
        twins = village.joined(boss, OFFICER), village.joined(boss, APPROVER, administrator=True)
        victim = village.founded(bureau, Role.TREASURY_APPROVER)
        asked = village.asked(victim)
        village.word(boss, victim, asked)
        for twin in twins:
            assert refusal(partial(village.second, twin, asked)) == "parties.word_same_hands"

    def test_nor_for_themselves(self, village, bureau):
        boss = village.founded(bureau, Role.TREASURY_OFFICER, boss=True)
        own = village.founded(bureau, OFFICER)
        asked = village.asked(own)
        village.word(boss, own, asked)
        assert refusal(partial(village.second, own, asked)) == "access.not_found"

    def test_everybody_concerned_is_told_at_once(self, village, bosses, victim, desk):
        asked = village.asked(victim)
        village.word(bosses[0], victim, asked)
        village.second(desk, asked)
        village.renewed(asked)
        for kind in (
            "parties.renewal.worded", "parties.renewal.allowed", "parties.password.renewed",
        ):  # fmt: skip
            said = Event.objects.get(type=kind)
            told = {one["role"] for one in said.after["tell"]}
            assert told == {"purchaser-approver", "purchaser-officer", "procurement-approver"}
            assert victim.person_name in message_of(said)


class TestRest:
    @pytest.fixture
    def two(self, village, bureau):
        return tuple(village.founded(bureau, Role.TREASURY_OFFICER, boss=True) for _ in "ab")

    @pytest.fixture
    def approver(self, village, bureau):
        return village.founded(bureau, APPROVER)

    @pytest.fixture
    def resting(self, village, two, approver):
        asked = village.asked(approver)
        for boss in two:
            village.word(boss, approver, asked)
        return village.acting(village.renewed(asked))

    def test_it_decides_nothing_and_nothing_waits_for_it(self, village, desk, resting):
        laid = parameter(desk)
        assert not agreed(resting, laid)
        assert not proposals_to_decide(resting).exists()
        assert Proposal.objects.get(pk=laid.pk).state == "waiting"

    def test_it_prepares_nothing(self, resting):
        assert refusal(partial(parameter, replace(resting, role=OFFICER))) == "access.rests"

    def test_it_invites_confirms_and_vouches_for_nobody(self, village, bureau, resting, desk):
        Mandate.objects.filter(pk=resting.mandate_id).update(administrator=True)
        asked = village.asked(desk)
        for act in (
            partial(village.confirm, resting, desk),
            partial(invite_person, actor=resting, now=NOW, name="王假人", role=OFFICER),
            partial(village.word, resting, desk, asked),
            partial(vouch, actor=resting, now=NOW, mandate_id=desk.mandate_id),
        ):
            assert refusal(act) == "access.rests"

    def test_after_a_day_it_goes_on(self, village, desk, resting):
        laid = parameter(desk)
        village.now = NOW + DAY
        awake = village.acting(village.account(resting))
        assert awake.rests_until is None
        assert agreed(awake, laid, now=village.now)

    def test_the_database_refuses_its_decision_and_its_proposal(self, desk, resting):
        laid = parameter(desk)
        for how in (
            {"state": "approved", "decided_by": resting.person_id, "decided_at": NOW},
            {"state": "approved", "decided_by": resting.person_id, "decided_at": None},
        ):
            with (
                pytest.raises(IntegrityError, match="parties_proposal_rests"),
                transaction.atomic(),
            ):
                Proposal.objects.filter(pk=laid.pk).update(**how)
        laid.pk, laid.prepared_by_id = None, resting.person_id
        with pytest.raises(IntegrityError, match="parties_proposal_rests"), transaction.atomic():
            laid.save(force_insert=True)

    def test_a_third_and_the_person_end_it(self, village, bureau, desk, resting):
        third = village.founded(bureau, OFFICER, boss=True)
        account = village.account(resting)
        vouch(actor=third, now=NOW, mandate_id=resting.mandate_id)
        assert village.acting(account).rests_until
        own_renewal(actor=resting, now=NOW, account_id=account.pk, password=OTHER_WORD)
        assert agreed(village.acting(account), parameter(desk))

    def test_neither_who_gave_a_word_nor_whom_they_brought_in(self, village, two, resting):
        twin = village.joined(two[0], OFFICER, administrator=True)
        for one in (*two, twin):
            done = partial(vouch, actor=one, now=NOW, mandate_id=resting.mandate_id)
            assert refusal(done) == "parties.vouch_same_hands"

    def test_nor_the_person_alone(self, village, resting):
        account = village.account(resting)
        own_renewal(actor=resting, now=NOW, account_id=account.pk, password=OTHER_WORD)
        assert village.acting(account).rests_until

    def test_nor_without_the_password(self, village, resting):
        own = partial(
            own_renewal, actor=resting, now=NOW, account_id=village.account(resting).pk,
            password=WORD,
        )  # fmt: skip
        assert refusal(own) == "parties.old_password"

    def test_the_database_ends_it_by_those_two_alone(self, village, two, resting):
        account = Account.objects.filter(pk=village.account(resting).pk)
        for _ in "ab":
            with pytest.raises(IntegrityError, match="parties_account_rests"), transaction.atomic():
                account.update(rests_until=None)
            Renewal.objects.update(vouched_by=two[0].person_id, vouched_at=NOW, owned_at=NOW)


class TestLinks:
    """The link of a proven address: useless alone, and not to be had by who changed the address."""

    @pytest.fixture
    def linked(self, village, victim):
        asked = village.asked(victim)
        Renewal.objects.filter(pk=asked.pk).update(
            link_hash=hashed("token"), link_until=NOW + timedelta(minutes=30)
        )
        return asked

    def follow(self, village, asked, **given):
        facts = {"token": "token", "nonce": village.nonces[str(asked.pk)], **given}
        return follow_link(
            actor=ANYBODY, now=village.now, renewal_id=asked.pk, password=OTHER_WORD, **facts
        )

    def test_link_and_browser_together_let_in(self, village, victim, linked):
        account = self.follow(village, linked)
        assert account.check_password(OTHER_WORD)
        assert account.rests_until == NOW + DAY

    def test_the_link_alone_is_useless(self, village, linked):
        assert refusal(partial(self.follow, village, linked, nonce="")) == "parties.link_alone"

    def test_the_browser_alone_too(self, village, linked):
        assert refusal(partial(self.follow, village, linked, token="")) == "parties.no_renewal"
        assert refusal(partial(village.renewed, linked)) == "state.cannot"

    def test_it_ends_after_half_an_hour_and_serves_once(self, village, linked):
        village.now = NOW + timedelta(minutes=30)
        assert refusal(partial(self.follow, village, linked)) == "parties.no_renewal"
        village.now = NOW
        self.follow(village, linked)
        assert refusal(partial(self.follow, village, linked)) == "parties.no_renewal"

    def test_the_link_of_one_request_does_not_serve_another(self, village, victim, linked):
        other = village.asked(victim)
        assert refusal(partial(self.follow, village, other)) == "parties.no_renewal"
