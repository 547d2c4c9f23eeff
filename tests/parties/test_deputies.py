"""Deputies and heirs: on which days, whose eyes, and what ends with whom."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cairong.audit.models import Event
from cairong.kernel.actor import Actor, Channel, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from cairong.parties import reads
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.desks import appoint_deputy, hand_over, suspend_mandate
from cairong.parties.four_eyes import take_back
from cairong.parties.models import Account, Mandate
from cairong.rulebook.actions.set_parameter import set_parameter
from support.staging import staged
from support.town import CITY, Town, at, found_town

pytestmark = pytest.mark.django_db
NOW, WORD = at("2025-09-15 10:00"), "correct horse battery"
TODAY = day_of(NOW)
FACTS = {
    "code": "contract_cap_percent", "value": 60, "valid_from": date(2025, 10, 1),
    "source": "洛财购〔2025〕9号",
}  # fmt: skip
OFFICER, APPROVER = Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER


class Bureau:
    """The bureau's procurement desk: a boss, officers and approvers by name."""

    def __init__(self) -> None:
        self.town: Town = found_town()
        self.house = reads.the_only(CITY, "bureau")
        self.held: dict[str, Mandate] = {}
        self.add("boss", Role.TREASURY_OFFICER, administrator=True)
        for name, role in (("officer", OFFICER), ("approver", APPROVER), ("third", APPROVER)):
            self.add(name, role)

    def add(self, name: str, role: Role, **facts) -> Mandate:
        self.held[name] = appoint_person(
            actor=self.town.system, now=NOW, organisation_id=self.house.pk, role=role, name=name,
            username=name, password=WORD, **facts,
        )  # fmt: skip
        return self.held[name]

    def actor(self, name: str) -> Actor:
        return reads.actor_of(self.held[name], channel=Channel.WEB)

    def deputise(self, holder: str, deputy: str, first: int = 0, last: int = 5) -> Mandate:
        """Let somebody sit at a holder's desk, from so many days on to so many days on."""
        made = appoint_deputy(
            actor=self.actor("boss"), now=NOW, mandate_id=self.held[holder].pk,
            deputy_id=self.held[deputy].pk, valid_from=TODAY + timedelta(days=first),
            valid_to=TODAY + timedelta(days=last),
        )  # fmt: skip
        self.held[f"{deputy} for {holder}"] = made
        return made

    def hand(self, holder: str, heir: str) -> Mandate:
        return hand_over(
            actor=self.actor("boss"), now=NOW, mandate_id=self.held[holder].pk,
            successor_id=self.held[heir].pk, reason="退休",
        )  # fmt: skip

    def suspend(self, name: str) -> Mandate:
        return suspend_mandate(
            actor=self.actor("boss"), now=NOW, mandate_id=self.held[name].pk, reason="调离"
        )

    def roles(self, name: str, on: date = TODAY) -> set[str]:
        rows = reads.mandates_of(self.held[name].person_id, on=on)
        return set(rows.values_list("role", flat=True))

    def propose(self, name: str):
        return set_parameter.propose(actor=self.actor(name), now=NOW, **FACTS)

    def approve(self, name: str, proposal):
        return set_parameter.approve(actor=self.actor(name), now=NOW, proposal_id=proposal.pk)


@staged
def bureau(db) -> Bureau:
    return Bureau()


def told(kind: str) -> dict:
    return Event.objects.get(type=kind).after


class TestDays:
    @pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 5), (3, 3), (3, 9)])
    def test_the_desk_is_theirs_from_the_first_day_to_the_last_and_on_no_other(
        self, bureau, first, last
    ):
        bureau.deputise("officer", "approver", first, last)
        there = [
            day
            for day in range(-1, 12)
            if OFFICER in bureau.roles("approver", TODAY + timedelta(days=day))
        ]
        assert there == list(range(first, last + 1))
        assert OFFICER in bureau.roles("officer", TODAY)

    @pytest.mark.parametrize(
        ("first", "last", "refused"),
        [(5, 9, True), (0, 2, True), (3, 4, True), (0, 9, True), (6, 9, False), (0, 1, False)],
    )
    def test_nobody_sits_at_one_desk_twice_on_a_day(self, bureau, first, last, refused):
        bureau.deputise("officer", "approver", 2, 5)
        if not refused:
            bureau.deputise("officer", "approver", first, last)
            return
        with pytest.raises(Conflict) as caught:
            bureau.deputise("officer", "approver", first, last)
        assert caught.value.findings[0].code == "parties.mandate_once"

    def test_two_may_sit_there_side_by_side(self, bureau):
        bureau.deputise("officer", "approver")
        bureau.deputise("officer", "third")
        assert OFFICER in bureau.roles("approver") & bureau.roles("third")

    def test_whoever_holds_the_same_desk_is_no_deputy_for_it(self, bureau):
        bureau.add("colleague", OFFICER)
        with pytest.raises(Conflict):
            bureau.deputise("officer", "colleague")

    @pytest.mark.parametrize(("holder", "deputy"), [("approver for officer", "third"),
                                                    ("third", "approver for officer")])  # fmt: skip
    def test_a_deputy_neither_takes_a_deputy_nor_is_one_twice_over(self, bureau, holder, deputy):
        bureau.deputise("officer", "approver")
        with pytest.raises(Conflict) as caught:
            bureau.deputise(holder, deputy)
        assert caught.value.findings[0].code == "parties.only_deputy"

    @pytest.mark.parametrize("gone", ["officer", "approver"])
    def test_with_a_mandate_that_ended_nothing_is_arranged(self, bureau, gone):
        bureau.suspend(gone)
        with pytest.raises(Conflict) as caught:
            bureau.deputise("officer", "approver")
        assert caught.value.findings[0].code == "parties.mandate_over"


class TestWhatEndsWithWhom:
    @pytest.mark.parametrize("first", [0, 3])
    def test_with_the_holder_every_deputy_ends_those_to_come_too(self, bureau, first):
        bureau.deputise("officer", "approver", first, 9)
        bureau.deputise("officer", "third", first, 9)
        bureau.suspend("officer")
        for name in ("approver", "third"):
            assert bureau.roles(name, TODAY + timedelta(days=first)) == {APPROVER}
        assert sorted(told("parties.mandate.ended")["deputies"]) == ["approver", "third"]

    def test_the_deputys_own_desk_and_the_deputies_of_others_go_on(self, bureau):
        bureau.add("other", Role.TREASURY_APPROVER)
        bureau.deputise("officer", "approver")
        bureau.deputise("other", "approver")
        bureau.suspend("officer")
        assert bureau.roles("approver") == {APPROVER, Role.TREASURY_APPROVER}

    def test_who_loses_the_last_desk_of_their_own_is_deputy_no_more(self, bureau):
        bureau.deputise("officer", "approver")
        bureau.suspend("approver")
        assert bureau.roles("approver") == set()
        assert told("parties.mandate.ended")["deputies"] == ["approver"]
        assert bureau.roles("officer") == {OFFICER}

    def test_who_has_another_desk_of_their_own_stays_deputy(self, bureau):
        second = appoint_person(
            actor=bureau.town.system, now=NOW, organisation_id=bureau.house.pk, name="",
            role=Role.COUNTY_CLERK, person_id=bureau.held["approver"].person_id,
        )  # fmt: skip
        bureau.deputise("officer", "approver")
        bureau.suspend("approver")
        assert bureau.roles("approver") == {OFFICER, second.role}

    def test_a_desk_chosen_that_ended_is_chosen_no_more(self, bureau):
        sits = bureau.deputise("officer", "approver")
        Account.objects.filter(username="approver").update(mandate=sits)
        bureau.suspend("officer")
        assert Account.objects.get(username="approver").mandate is None

    def test_what_ended_before_keeps_its_own_reason_and_day(self, bureau):
        sits = bureau.deputise("officer", "approver")
        bureau.suspend("approver for officer")
        bureau.suspend("officer")
        sits.refresh_from_db()
        assert sits.ended_reason == "调离"


class TestHandingOver:
    def test_the_heir_sits_there_the_holder_and_their_deputies_do_not(self, bureau):
        bureau.deputise("officer", "third")
        bureau.hand("officer", "approver")
        assert bureau.roles("officer") == set()
        assert bureau.roles("approver") == {OFFICER, APPROVER}
        assert bureau.roles("third") == {APPROVER}
        said = told("parties.desk.handed_over")
        assert (said["successor"], said["deputies"]) == ("approver", ["third"])

    def test_the_deputy_may_be_the_heir_and_then_sits_there_for_good(self, bureau):
        bureau.deputise("officer", "approver", 0, 2)
        bureau.hand("officer", "approver")
        assert OFFICER in bureau.roles("approver", TODAY + timedelta(days=90))

    def test_the_right_to_administer_goes_with_the_desk(self, bureau):
        taken = bureau.hand("boss", "officer")
        assert taken.administrator
        with pytest.raises(NotAllowed):
            bureau.hand("third", "approver")

    def test_an_heir_who_sits_there_already_keeps_one_desk_with_the_right(self, bureau):
        bureau.add("colleague", Role.TREASURY_OFFICER)
        taken = bureau.hand("boss", "colleague")
        assert (taken.pk, taken.administrator) == (bureau.held["colleague"].pk, True)

    @pytest.mark.parametrize("heir", ["approver for officer", "third for officer"])
    def test_a_deputys_desk_is_not_handed_on(self, bureau, heir):
        bureau.deputise("officer", heir.split()[0])
        with pytest.raises(Conflict) as caught:
            bureau.hand(heir, "boss")
        assert caught.value.findings[0].code == "parties.only_deputy"

    @pytest.mark.parametrize("reason", ["", "  ", "因" * 201, "退\u202e休"])
    def test_without_a_reason_nothing_moves(self, bureau, reason):
        proposal = bureau.propose("officer")
        with pytest.raises(Invalid):
            hand_over(
                actor=bureau.actor("boss"), now=NOW, mandate_id=bureau.held["officer"].pk,
                successor_id=bureau.held["approver"].pk, reason=reason,
            )  # fmt: skip
        proposal.refresh_from_db()
        assert (proposal.carried_by, bureau.roles("officer")) == (None, {OFFICER})


class TestOpenProposals:
    """Whoever carries on what another prepared is its first person; so is who prepared it."""

    def test_the_heir_carries_it_on_and_does_not_decide_it(self, bureau):
        proposal = bureau.propose("officer")
        bureau.hand("officer", "approver")
        assert told("parties.desk.handed_over")["proposals"] == 1
        with pytest.raises(NotAllowed) as caught:
            bureau.approve("approver", proposal)
        assert caught.value.findings[0].code == "four_eyes.same_person"
        bureau.approve("third", proposal)

    def test_what_lies_at_another_desk_of_the_holder_stays_there(self, bureau):
        """Of somebody with two desks only the work of the one that is given goes along."""
        proposal = bureau.propose("officer")
        second = bureau.add(
            "second", Role.TREASURY_OFFICER, person_id=bureau.held["officer"].person_id
        )
        bureau.held["second"] = second
        bureau.hand("second", "approver")
        assert told("parties.desk.handed_over")["proposals"] == 0
        proposal.refresh_from_db()
        assert proposal.carried_by is None
        bureau.approve("approver", proposal)

    def test_nor_does_who_prepared_it_wherever_they_sit_now(self, bureau):
        proposal = bureau.propose("officer")
        bureau.hand("officer", "approver")
        moved = appoint_person(
            actor=bureau.town.system, now=NOW, organisation_id=bureau.house.pk, role=APPROVER,
            name="", person_id=bureau.held["officer"].person_id,
        )  # fmt: skip
        bureau.held["moved"] = moved
        with pytest.raises(NotAllowed):
            bureau.approve("moved", proposal)

    def test_the_heir_recalls_it_and_a_stranger_does_not(self, bureau):
        bureau.add("colleague", OFFICER)
        proposal = bureau.propose("officer")
        bureau.hand("officer", "approver")
        with pytest.raises(NotAllowed):
            take_back(actor=bureau.actor("colleague"), now=NOW, proposal_id=proposal.pk)
        take_back(actor=bureau.actor("approver"), now=NOW, proposal_id=proposal.pk)
        with pytest.raises(WrongState):
            bureau.approve("third", proposal)

    def test_handed_on_twice_the_last_one_carries_it(self, bureau):
        bureau.add("next", OFFICER)
        proposal = bureau.propose("officer")
        bureau.held["heir"] = bureau.hand("officer", "approver")
        bureau.hand("heir", "next")
        proposal.refresh_from_db()
        assert proposal.carried_by_id == bureau.held["next"].person_id
        bureau.approve("approver", proposal)

    def test_what_was_decided_is_not_carried_on(self, bureau):
        proposal = bureau.propose("officer")
        bureau.approve("third", proposal)
        bureau.hand("officer", "approver")
        proposal.refresh_from_db()
        assert (proposal.state, proposal.carried_by) == ("approved", None)

    def test_what_a_deputy_prepared_stays_theirs_when_the_deputyship_ends(self, bureau):
        bureau.deputise("officer", "approver")
        proposal = bureau.propose("approver for officer")
        bureau.suspend("officer")
        with pytest.raises(NotAllowed):
            bureau.approve("approver", proposal)
        bureau.approve("third", proposal)

    def test_deputy_for_the_approver_decides_but_not_on_their_own(self, bureau):
        bureau.deputise("approver", "officer")
        own = bureau.propose("officer")
        with pytest.raises(NotAllowed):
            bureau.approve("officer for approver", own)
        bureau.add("colleague", OFFICER)
        other = set_parameter.propose(
            actor=bureau.actor("colleague"), now=NOW, **FACTS | {"valid_from": date(2025, 11, 1)}
        )
        bureau.approve("officer for approver", other)

    def test_somebody_of_another_house_does_not_find_it(self, bureau):
        proposal = bureau.propose("officer")
        far = replace(bureau.actor("third"), organisation_id=reads.the_only(CITY, "pboc").pk)
        with pytest.raises(NotFound):
            set_parameter.approve(actor=far, now=NOW, proposal_id=proposal.pk)
