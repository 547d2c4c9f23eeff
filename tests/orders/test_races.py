"""Two persons sign one order at the same moment, many rounds: it is whole once, and by both.

二(三)-4
"""

from functools import partial

import pytest

from cairong.audit.models import Event
from cairong.kernel.actor import Actor
from cairong.kernel.errors import WrongState
from cairong.orders.actions.make_key import ask_key_end
from cairong.orders.models import Instruction, Order, PersonKey
from cairong.treasury.proving import unsigned
from orders.test_ceremony import key_of, made_by
from orders.test_sending import unpaid
from orders.test_signing import sent
from support.racing import FEWER, Hands, hands, split
from support.signing import SIGNED, SigningCity, as_gateway
from support.town import CITY

pytestmark = pytest.mark.soak


def at_once(city: SigningCity, pair: Hands, order: Order, *who: Actor) -> tuple[list, list]:
    """Sign an order, each by the key in hand, at the same moment."""
    return split(pair.race(*(partial(city.signs, each, order, SIGNED) for each in who)))


def wholes(order: Order) -> list[bool]:
    """Whether each signature made the order whole, in their order."""
    rows = Event.objects.filter(type="orders.order.signed", subject_id=str(order.pk))
    return list(rows.order_by("seq").values_list("after__whole", flat=True))


def test_two_who_sign_for_a_key_and_for_its_end_at_once(cluster, city):
    """Each time both are kept, the second makes it whole, and the key goes on once."""
    third = city.third
    with as_gateway(cluster), hands(2) as pair:
        for _ in range(FEWER):
            order = made_by(city, third, None)
            won, lost = at_once(city, pair, order, *city.pair)
            assert (len(won), lost, wholes(order)) == (2, [], [False, True])
            assert key_of(third).state == "registered"
            end = ask_key_end(actor=city.system, now=SIGNED, key_id=key_of(third).pk)
            won, lost = at_once(city, pair, end, *city.pair)
            assert (len(won), lost, wholes(end)) == (2, [], [False, True])
            assert (key_of(third).state, key_of(third).ended_at) == ("ended", SIGNED)
    assert unsigned(CITY) == []


def test_its_holder_and_another_who_sign_a_keys_end_at_once(cluster, city):
    """The holder alone is enough: the other comes before it, or reads that it is over."""
    third, other = city.third, city.officer
    with as_gateway(cluster), hands(2) as pair:
        for _ in range(FEWER):
            city.both_sign(made_by(city, third, None))
            end = ask_key_end(actor=city.system, now=SIGNED, key_id=key_of(third).pk)
            won, lost = at_once(city, pair, end, third, other)
            assert [type(one) for one in lost] in ([], [WrongState])
            assert wholes(end) == [False] * (len(won) - 1) + [True]
            assert key_of(third).state == "ended"
    assert PersonKey.objects.filter(state="ended").count() == FEWER
    assert unsigned(CITY) == []


def test_two_who_sign_a_payment_at_once(cluster, city):
    """One instruction each time; what the treasury did not pay is signed for anew."""
    with as_gateway(cluster), hands(2) as pair:
        (payee,) = city.draws()
        at_once(city, pair, payee, *city.pair)
        for _ in range(FEWER):
            (order,) = city.draws()
            won, lost = at_once(city, pair, order, *city.pair)
            assert (len(won), lost, wholes(order)) == (2, [], [False, True])
            assert Instruction.objects.get(order=order).state == "queued"
            sent(city)
            unpaid(city)
    assert Instruction.objects.count() == FEWER
    assert unsigned(CITY) == []


def test_one_person_who_signs_twice_at_once_signs_once(cluster, city):
    with as_gateway(cluster), hands(2) as pair:
        for _ in range(FEWER):
            order = made_by(city, city.third, None)
            won, lost = at_once(city, pair, order, city.officer, city.officer)
            assert (len(won), [one.findings[0].code for one in lost]) == (
                1,
                ["orders.signed_before"],
            )
            assert wholes(order) == [False]
