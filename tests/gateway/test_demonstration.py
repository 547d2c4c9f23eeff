"""In a demonstration one press signs, by keys that it keeps; everything else is as in a real city.

二(三)-4
"""

from collections.abc import Iterator

import pytest

from cairong.audit.models import Event
from cairong.doors.drain import drain
from cairong.gateway.exchange import exchange
from cairong.gateway.rounds import round_of_gateway
from cairong.home.addresses import APP
from cairong.home.folder import home
from cairong.kernel.errors import Invalid
from cairong.kernel.orders import digest_of
from cairong.lending.checking import books_check
from cairong.orders.actions.make_key import found_key
from cairong.orders.kept_keys import ORIGIN, kept_for, signed_by
from cairong.orders.models import Instruction, Order, PersonKey
from cairong.orders.signatures import SIGNATURES
from cairong.outreach.models import Message
from cairong.treasury.gateway import SIMULATED, treasury_of
from cairong.treasury.models import Payment
from cairong.treasury.proving import unsigned
from gateway.conftest import Visitor
from support.signing import (
    FOUNDED,
    SIGNED,
    SigningCity,
    as_gateway,
    asked_for,
    held,
    pages_of_gateway,
)
from support.speaking import as_owner, speak
from support.town import CITY


@pytest.fixture
def kept(cluster, committed_db) -> SigningCity:
    """A demonstration that keeps the keys of its treasury desk, three persons; one pays."""
    city = asked_for(demo=True)
    people = [*city.pair, city.third]
    ceremony = held(*people, origin=ORIGIN)
    with as_owner():
        for who in people:
            found_key(
                actor=city.system, now=FOUNDED, person_id=who.person_id,
                made=kept_for(who.person_id), ceremony_id=ceremony.pk,
            )  # fmt: skip
    city.release()
    return city


@pytest.fixture
def pages(cluster, kept, settings, clock) -> Iterator[Visitor]:
    clock.set("2025-11-12 14:00")
    pages_of_gateway(settings)
    with as_gateway(cluster):
        round_of_gateway(exchange(home()))
        yield Visitor(kept)


def presses(pages: Visitor, order: Order, who) -> int:
    return pages.reads(f"/order/{order.digest}/", person=str(who.person_id)).status


def signed_by_both(pages: Visitor, order: Order) -> None:
    for who in pages.city.pair:
        assert presses(pages, order, who) == 302


def to_pay(pages: Visitor) -> Order:
    """The payment's order, once the account's was signed."""
    signed_by_both(pages, Order.objects.get(kind="payee"))
    round_of_gateway(exchange(home()))
    return Order.objects.get(kind="pay")


def test_two_presses_and_the_simulated_treasury_answers(cluster, pages):
    order = to_pay(pages)
    signed_by_both(pages, order)
    for _ in range(3):
        round_of_gateway(exchange(home()))
    row = Instruction.objects.get()
    assert (row.state, row.serial[:6], row.order) == ("answered", "DEMOGK", order)
    assert Event.objects.filter(type="orders.order.signed").count() == 4
    app = cluster.address(APP)
    speak(app.user, app.password)
    drain(clock=lambda: SIGNED)
    assert Payment.objects.get().state == "confirmed"
    assert unsigned(CITY) == []
    assert books_check(CITY)["balanced"]


def test_a_file_that_is_gone_or_strange_stops_nothing_else(pages):
    order = to_pay(pages)
    signed_by_both(pages, order)
    folder = exchange(home())
    round_of_gateway(folder)
    left = folder.out / f"{order.number}.json"
    whole = left.read_text()
    for text in ("", whole.replace(order.digest, "0" * 64)):
        left.write_text(text)
        folder.resting.clear()
        round_of_gateway(folder)
        assert Instruction.objects.get().state == "sent"
        assert not list(folder.into.iterdir())
    left.unlink()
    folder.resting.clear()
    for _ in range(2):
        round_of_gateway(folder)
    assert Instruction.objects.get().state == "answered"


def test_the_page_names_who_can_sign_and_has_not(pages):
    order = to_pay(pages)
    page = f"/order/{order.digest}/"
    names = [who.person_name for who in pages.city.pair]
    assert all(f">{name}</option>" in pages.reads(page).text for name in names)
    assert "data-passkey" not in pages.reads(page).text
    presses(pages, order, pages.city.officer)
    assert f">{names[0]}</option>" not in pages.reads(page).text
    assert f">{names[1]}</option>" in pages.reads(page).text


def test_who_did_not_decide_the_payment_is_refused(pages):
    order = to_pay(pages)
    assert presses(pages, order, pages.city.third) == 422
    assert order.signatures.count() == 0


@pytest.mark.parametrize("person", ["", "nobody", "0" * 36])
def test_nobody_named_signs_nothing(pages, person):
    order = Order.objects.get(kind="payee")
    said = pages.reads(f"/order/{order.digest}/", person=person, answer="{}")
    assert said.status == 422
    assert "没有选由谁签名" in said.text


def test_what_waits_is_listed_to_anybody_and_the_keys_are_named(pages):
    order = Order.objects.get(kind="payee")
    assert order.code in pages.reads("/").text
    keys = pages.reads("/key/").text
    assert all(key.fingerprint in keys for key in PersonKey.objects.all())
    assert "data-passkey" not in keys
    assert pages.reads("/key/", word="x").text == keys


def test_of_kept_keys_nobody_is_told(kept):
    assert Event.objects.filter(type="orders.key.founded").count() == 3
    assert not Message.objects.filter(event__type__startswith="orders.key").exists()


def test_before_keys_are_kept_the_treasury_answers_by_itself(committed_db):
    city = asked_for(demo=True).payment.city
    assert treasury_of(city) is SIMULATED


def test_from_then_on_it_does_not(kept):
    assert treasury_of(kept.payment.city) is None


def test_a_real_city_knows_no_press(visitor):
    order = visitor.city.to_sign()
    page = f"/order/{order.digest}/"
    assert "<select" not in visitor.reads(page).text
    officer = visitor.city.officer
    for sent in ({"person": str(officer.person_id)},
                 {"answer": signed_by(officer.person_id, order.digest)}):  # fmt: skip
        assert visitor.reads(page, **sent).status == 422
    assert order.signatures.count() == 0


def test_a_kept_key_is_its_persons_alone(kept):
    digest, (one, other) = digest_of("order"), kept.pair
    keys = {key.person_id: key for key in PersonKey.objects.all()}
    said = signed_by(one.person_id, digest)
    assert SIGNATURES.check(digest, said, keys.values()) == keys[one.person_id]
    assert SIGNATURES.check(digest, said, [keys[other.person_id]]) is None
    assert SIGNATURES.check(digest_of("another"), said, keys.values()) is None
    assert kept_for(one.person_id) == kept_for(one.person_id) != kept_for(other.person_id)


def test_no_word_of_a_kept_key_opens_another_page(pages):
    with pytest.raises(Invalid):
        pages.city.takes(Order.objects.get(kind="payee"), "{}")
