"""A ceremony, where fewer than two others can sign for a key: one lost, a mandate, an address.

二(三)-4
"""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from cairong.audit.models import Event
from cairong.doors.drain import drain
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict, NotFound, PolicyBreach
from cairong.orders.actions.make_key import ask_key_end, found_key, make_key
from cairong.orders.models import Ceremony, Order, PersonKey
from cairong.orders.words import lines_of
from cairong.outreach.models import Message
from cairong.parties.models import Mandate
from cairong.treasury.proving import unsigned
from support.signing import ORIGIN, PAID, SIGNED, Hand, SigningCity, as_gateway, held, register
from support.speaking import as_owner
from support.town import CITY
from support.visitors import browser

DAY = timedelta(days=1)
ELSEWHERE = "https://qianming.example.gov.cn"


def key_of(who: Actor) -> PersonKey:
    return PersonKey.objects.filter(person_id=who.person_id).latest("made_at", "pk")


def made_by(city: SigningCity, who: Actor, ceremony: Ceremony | None, now=SIGNED) -> Order:
    """The order of a key that a person made with a word, to be signed for."""
    hand = city.hands[who.person_id] = Hand()
    return make_key(
        actor=city.system, now=now, person_id=who.person_id, made=hand.made(),
        ceremony_id=ceremony.pk if ceremony else None,
    )  # fmt: skip


def states(*who: Actor) -> list[str]:
    return [key_of(each).state for each in who]


def test_of_two_keys_one_is_lost(cluster, city):
    """The other person signs for the new one, and sees which ends by it."""
    third = city.third
    lost = key_of(city.officer)
    ceremony = held(third, now=SIGNED, lost=[lost.pk])
    assert (ceremony.signed_by_id, ceremony.ends) == (city.approver.person_id, [lost.pk])
    with as_gateway(cluster):
        order = made_by(city, third, ceremony)
        said = dict(lines_of(order))
        assert lost.fingerprint in said["登记时停用"]
        assert city.officer.person_name in said["登记时停用"]
        assert states(city.officer, third) == ["registered", "asked"]
        for who in (city.officer, third):
            with pytest.raises(PolicyBreach, match=r"orders\.(not_signer|key_unsigned)"):
                city.signs(who, order, SIGNED)
        city.signs(city.approver, order, SIGNED)
        assert states(city.officer, third) == ["ended", "registered"]
        (payee,) = city.draws()
        with pytest.raises(PolicyBreach, match=r"orders\.key_rests"):
            city.signs(third, payee, SIGNED + DAY - timedelta(seconds=1))
        city.signs(third, payee, SIGNED + DAY)
    assert unsigned(CITY) == []


def test_everybody_is_told_when_it_is_held_and_when_the_key_is_registered(cluster, city):
    third = city.third
    ceremony = held(third, now=SIGNED, lost=[key_of(city.officer).pk])
    with as_gateway(cluster):
        city.signs(city.approver, made_by(city, third, ceremony), SIGNED)
    events = Event.objects.filter(type__startswith="orders.").order_by("-seq")[:3]
    assert [event.type for event in events] == [
        "orders.order.signed", "orders.key.asked", "orders.ceremony.held",
    ]  # fmt: skip
    for event in events:
        told = {each["role"] for each in event.after["tell"]}
        assert told >= {"treasury-officer", "treasury-approver", "auditor", "operator"}
    assert events[2].after["signed_by"] == city.approver.person_name
    assert key_of(city.officer).fingerprint in events[2].after["ends"]


@pytest.mark.parametrize("role", [Role.PROCUREMENT_OFFICER, Role.COUNTY_CLERK])
def test_a_person_of_another_desk_is_told_of_a_key_made_in_their_name(cluster, city, clock, role):
    """Made, registered, asked to end and ended: whoever it is said to be of reads of each."""
    clock.set("2025-11-12 14:00")
    who, stranger = city.town.bureau(role), city.town.bureau(Role.PROCUREMENT_APPROVER)
    with as_gateway(cluster):
        city.both_sign(made_by(city, who, None))
        end = ask_key_end(actor=city.system, now=SIGNED, key_id=key_of(who).pk)
        city.both_sign(end)
    drain(clock=lambda: SIGNED)
    told = Message.objects.filter(event_type__startswith="orders.", role=role)
    assert sorted(told.values_list("event_type", flat=True)) == [
        "orders.key.asked", "orders.key.ending", "orders.order.signed", "orders.order.signed",
    ]  # fmt: skip
    visitor = browser(city.town, role)
    assert key_of(who).fingerprint in visitor.get("/messages/").content.decode()
    for message in told:
        assert visitor.get(f"/messages/{message.pk}/", follow=True).status_code == 200
    assert not Message.objects.filter(event__in=told.values("event"), role=stranger.role).exists()


def test_the_one_whose_key_was_lost_makes_another(cluster, city):
    ceremony = held(city.officer, now=SIGNED, lost=[key_of(city.officer).pk])
    with as_gateway(cluster):
        city.signs(city.approver, made_by(city, city.officer, ceremony), SIGNED)
    keys = PersonKey.objects.filter(person_id=city.officer.person_id).order_by("made_at")
    assert [key.state for key in keys] == ["ended", "registered"]
    assert unsigned(CITY) == []


def test_a_key_whose_mandate_ended_ends_by_it(cluster, city):
    third = city.third
    seats = Mandate.objects.filter(person_id=city.officer.person_id)
    seats.update(valid_to=PAID.date() - DAY, ended_reason="调离")
    ceremony = held(third, now=SIGNED)
    assert ceremony.ends == [key_of(city.officer).pk]
    with as_gateway(cluster):
        city.signs(city.approver, made_by(city, third, ceremony), SIGNED)
    assert states(city.officer, third) == ["ended", "registered"]
    assert unsigned(CITY) == []


def test_where_the_address_changed_all_keys_end_and_two_are_made_anew(cluster, city):
    old = [key_of(who).pk for who in city.pair]
    ceremony = held(*city.pair, now=SIGNED, origin=ELSEWHERE)
    assert (ceremony.signed_by_id, ceremony.ends) == (None, sorted(old))
    with as_gateway(cluster):
        for who in city.pair:
            hand = Hand(origin=ELSEWHERE)
            made = hand.made(origin=ELSEWHERE)
            found_key(
                actor=city.system, now=SIGNED, person_id=who.person_id, made=made,
                ceremony_id=ceremony.pk,
            )  # fmt: skip
            assert set(PersonKey.objects.filter(pk__in=old).values_list("state", flat=True)) == {
                "ended"
            }
    assert states(*city.pair) == ["registered", "registered"]
    assert unsigned(CITY) == []


def test_where_both_are_lost_two_make_first_keys(cluster, city):
    third = city.third
    ceremony = held(city.officer, third, now=SIGNED, lost=[key_of(who).pk for who in city.pair])
    with as_gateway(cluster):
        for who in (city.officer, third):
            register(city, who, ceremony, SIGNED)
    assert PersonKey.objects.filter(state="ended").count() == 2
    assert states(city.officer, third) == ["registered", "registered"]
    assert unsigned(CITY) == []


def three(cluster, city) -> Actor:
    """A third person of the desk whose key the two signed for."""
    third = city.third
    with as_gateway(cluster):
        city.both_sign(made_by(city, third, None))
    return third


def test_where_two_others_can_sign_none_is_held(cluster, city):
    with pytest.raises(PolicyBreach, match=r"orders\.founded"):
        held(city.third, now=SIGNED)
    third = three(cluster, city)
    with pytest.raises(PolicyBreach, match=r"orders\.founded"):
        held(city.officer, now=SIGNED, lost=[key_of(city.officer).pk])
    both = [key_of(who).pk for who in (city.officer, third)]
    assert held(third, now=SIGNED, lost=both).signed_by_id == city.approver.person_id


def test_it_is_held_for_as_many_as_are_wanting(city):
    lost = [key_of(city.officer).pk]
    with pytest.raises(PolicyBreach, match=r"orders\.ceremony_persons"):
        held(city.officer, city.third, now=SIGNED, lost=lost)
    with pytest.raises(PolicyBreach, match=r"orders\.holds_key"):
        held(city.approver, now=SIGNED, lost=lost)
    with pytest.raises(PolicyBreach, match=r"orders\.ceremony_persons"):
        held(city.officer, now=SIGNED, lost=[key_of(who).pk for who in city.pair])
    assert Ceremony.objects.count() == 1


def test_its_words_are_good_for_a_day_and_for_its_persons(cluster, city):
    third = city.third
    ceremony = held(third, now=SIGNED, lost=[key_of(city.officer).pk])
    with as_gateway(cluster):
        with pytest.raises(NotFound, match=r"orders\.no_word"):
            made_by(city, third, ceremony, SIGNED + DAY)
        with pytest.raises(NotFound, match=r"orders\.no_word"):
            made_by(city, city.officer, ceremony)
        with pytest.raises(Conflict, match=r"orders\.founded"):
            register(city, third, ceremony, SIGNED)
        made_by(city, third, ceremony)
        with pytest.raises(NotFound, match=r"orders\.no_word"):
            made_by(city, third, ceremony)


def test_neither_web_nor_gateway_holds_one(cluster, city):
    given = {
        "city_id": CITY, "persons": [city.third.person_id], "ends": [key_of(city.officer).pk],
        "signed_by_id": city.approver.person_id, "origin": ORIGIN, "held_at": SIGNED,
        "until": SIGNED + DAY,
    }  # fmt: skip
    with pytest.raises(DatabaseError, match="permission denied"):
        Ceremony.objects.create(**given)
    with as_gateway(cluster), pytest.raises(DatabaseError, match="permission denied"):
        Ceremony.objects.create(**given)
    for wrong in (
        {"ends": []}, {"signed_by_id": None}, {"signed_by_id": city.officer.person_id},
        {"persons": [city.approver.person_id]}, {"persons": []}, {"until": SIGNED + 2 * DAY},
        {"persons": [city.third.person_id, city.officer.person_id]},
    ):  # fmt: skip
        with as_owner(), pytest.raises(DatabaseError, match="orders_ceremony_barred"):
            Ceremony.objects.create(**{**given, **wrong})
    with as_owner():
        assert Ceremony.objects.create(**given).pk
