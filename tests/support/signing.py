"""A real city whose payments leave with two signatures: its people, their keys, its gateway."""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestedCredentialData, AuthenticatorData, CollectedClientData

from cairong.config import gateway_settings
from cairong.home.addresses import APP, GATEWAY
from cairong.kernel.actor import Actor, Role, system
from cairong.orders.actions.hold_ceremony import hold_ceremony
from cairong.orders.actions.make_key import found_key
from cairong.orders.models import Ceremony, Instruction, Order, PersonKey
from cairong.orders.signatures import Made, public_of
from cairong.parties.reads import the_only
from cairong.treasury.actions.draw_orders import draw_pay_order, draw_payee_order
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.actions.sign_order import sign_order
from cairong.treasury.models import Payment
from cairong.treasury.ordering import payments_to_draw, signing_actor, versions_to_draw
from contracts.ground import Ground
from lending.ground import twice
from support.cluster import Cluster
from support.passkey import Device
from support.speaking import as_owner, speak
from support.town import CITY, Town, at, found_town
from support.undecided import look_away

SITE, ORIGIN = "localhost", "http://localhost:8001"
ACCEPTED, ASKED = at("2025-11-03 10:00"), at("2025-11-10 10:00")
FOUNDED, PAID, SIGNED = at("2025-11-10 11:00"), at("2025-11-12 10:00"), at("2025-11-12 14:00")
FEN = 5_000_000
FLAG = AuthenticatorData.FLAG
KEPT = "cairong_signing"
STANDING: dict[str, "SigningCity"] = {}


@dataclass
class Hand(Device):
    """A key in a person's hand that asks for a finger or a PIN before it signs."""

    origin: str = ORIGIN
    flags: AuthenticatorData.FLAG = FLAG.UP | FLAG.UV

    def kept(self) -> tuple[str, str]:
        """Its credential and public key, as they are registered."""
        public = ES256.from_cryptography_key(self.key.public_key())
        return public_of(AttestedCredentialData.create(b"\0" * 16, self.credential_id, public))

    def _data(self, flags: AuthenticatorData.FLAG, credential: bytes = b"") -> AuthenticatorData:
        return super()._data(flags | self.flags, credential)

    def made(self, origin: str = ORIGIN) -> Made:
        """Itself, as it is registered at the gateway's site."""
        credential, public = self.kept()
        return Made(credential=credential, public_key=public, site=SITE, origin=origin)

    def signs(self, digest: str, **said: Any) -> str:
        """Sign a digest, as a browser answers for it."""
        asked = {"type": "webauthn.get", "challenge": websafe_encode(bytes.fromhex(digest)),
                 "origin": self.origin, "crossOrigin": False} | said  # fmt: skip
        client = CollectedClientData(json.dumps(asked).encode())
        data = AuthenticatorData.create(sha256(self.site.encode()).digest(), self.flags, 1)
        signed = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "authenticatorData": websafe_encode(data),
                "clientDataJSON": websafe_encode(client),
                "signature": websafe_encode(signed),
            }
        )


@dataclass
class SigningCity:
    """A filed contract of a real city with a payment asked for, and two persons with keys."""

    town: Town
    contract_id: object
    payment: Payment
    officer: Actor
    approver: Actor
    hands: dict[object, Hand] = field(default_factory=dict)

    @property
    def third(self) -> Actor:
        """A third person of the treasury desk, without a key."""
        return self.town.actor(the_only(CITY, "bureau"), Role.TREASURY_OFFICER, "third")

    @property
    def system(self) -> Actor:
        return system(city=CITY)

    @property
    def ground(self) -> Ground:
        return Ground(self.town)

    @property
    def pair(self) -> tuple[Actor, Actor]:
        return self.officer, self.approver

    def hand(self, who: Actor) -> Hand:
        return self.hands[who.person_id]

    def release(self, now: datetime = PAID) -> Payment:
        """The two persons release the payment."""
        return twice(pay, *self.pair, now, payment_id=self.payment.pk)

    def draws(self, now: datetime = SIGNED) -> list[Order]:
        """Write, as the gateway, every order that is wanted."""
        made = [
            draw_payee_order(actor=self.system, now=now, version_id=pk)
            for pk in versions_to_draw(self.system)
        ]
        return made + [
            draw_pay_order(actor=self.system, now=now, payment_id=pk)
            for pk in payments_to_draw(self.system)
        ]

    def signs(self, who: Actor, order: Order, now: datetime = SIGNED, **said: Any) -> Order:
        """One person signs an order by the key in hand, as the gateway takes it."""
        return self.takes(order, self.hand(who).signs(order.digest, **said), now)

    def takes(self, order: Order, text: str, now: datetime = SIGNED) -> Order:
        """Take a signature as the page does: whose it is follows from itself."""
        actor = signing_actor(order, text, site=ORIGIN, now=now)
        return sign_order(actor=actor, now=now, digest=order.digest, signature=text, site=ORIGIN)

    def both_sign(self, order: Order, now: datetime = SIGNED) -> Order:
        for who in self.pair:
            self.signs(who, order, now)
        return order

    def to_sign(self, now: datetime = SIGNED) -> Order:
        """The order of the released payment, the account's signed for before it."""
        (payee,) = self.draws(now)
        self.both_sign(payee, now)
        (order,) = self.draws(now)
        return order

    def instruction(self, now: datetime = SIGNED) -> Instruction:
        """The instruction of the released payment, which both signed."""
        return self.both_sign(self.to_sign(now), now).instruction


def held(
    *who: Actor, now: datetime = FOUNDED, lost: Collection[UUID] = (), origin: str = ORIGIN
) -> Ceremony:
    """Hold a ceremony for persons, as the command does: as the database's owner."""
    with as_owner():
        return hold_ceremony(
            actor=system(city=CITY), now=now, person_ids=[each.person_id for each in who],
            lost=lost, origin=origin,
        )  # fmt: skip


def register(
    city: SigningCity, who: Actor, ceremony: Ceremony, now: datetime = FOUNDED
) -> PersonKey:
    """Register a key of the ceremony in a person's hand, as the gateway."""
    hand = Hand()
    city.hands[who.person_id] = hand
    return found_key(
        actor=city.system, now=now, person_id=who.person_id, made=hand.made(),
        ceremony_id=ceremony.pk,
    )  # fmt: skip


@contextmanager
def as_gateway(cluster: Cluster) -> Iterator[None]:
    """Speak to the test database as the gateway's role."""
    _speak(cluster, GATEWAY)
    try:
        yield
    finally:
        _speak(cluster, APP)


def _speak(cluster: Cluster, user: str) -> None:
    address = cluster.address(user)
    speak(address.user, address.password)


def pages_of_gateway(settings: Any) -> None:
    """Let this process answer with the gateway's pages, as its own settings have them."""
    for name in ("ROOT_URLCONF", "MIDDLEWARE", "ALLOWED_HOSTS", "TEMPLATES"):
        setattr(settings, name, getattr(gateway_settings, name))


def signing_city(cluster: Cluster) -> SigningCity:
    """Stand the city, made once by each test process; every later one is a copy."""
    if KEPT not in STANDING:
        cluster.renew()
        STANDING[KEPT] = _stand(cluster)
        cluster.keep(KEPT)
    cluster.renew(KEPT)
    return deepcopy(STANDING[KEPT])


def asked_for(*, demo: bool = False) -> SigningCity:
    """A filed contract of a real city with a payment asked for; nobody holds a key.

    Its days are a test's: the guards that compare them with the database's clock look away.
    """
    look_away("orders_", ends="untimely")
    look_away("treasury_", ends="untimely")
    town = found_town(at("2025-09-01 08:00"), demo=demo)
    ground = Ground(town)
    contract = ground.sign()
    ground.decide(contract)
    record_acceptance(
        actor=ground.officer(), now=ACCEPTED, contract_id=contract.pk, milestone="签订开票",
        amount_fen=20_000_000, on=date(2025, 11, 3),
    )  # fmt: skip
    officer, approver = (town.bureau(f"treasury-{part}") for part in ("officer", "approver"))
    asked = {"contract_id": contract.pk, "amount_fen": FEN}
    payment = twice(request_payment, ground.officer(), ground.approver(), ASKED, **asked)
    return SigningCity(town, contract.pk, payment, officer, approver)


def _stand(cluster: Cluster) -> SigningCity:
    city = asked_for()
    assert city.third.person_id
    ceremony = held(*city.pair)
    with as_gateway(cluster):
        for who in city.pair:
            register(city, who, ceremony)
    return city
