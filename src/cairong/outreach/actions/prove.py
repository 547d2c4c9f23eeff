"""Prove one's telephone or mail address: a code is sent there, and typed here."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from cairong.audit.recording import Tell, record
from cairong.audit.rows import locked
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict, Invalid, NotFound
from cairong.outreach.models import Kind, Proof
from cairong.outreach.steps.secrets import proven, reached_by, send_secret
from cairong.parties.models import Person
from cairong.parties.steps.accounts import own_account, require_password
from cairong.parties.steps.invitations import hashed, new_code
from cairong.parties.steps.second_factor import plain_digits

CODE_LASTS = timedelta(minutes=15)
TITLE = "采融:核验码"
TEXT = "采融核验码 {code},15 分钟内有效。只在您自己登录的页面填写,不要告诉任何人。"


@use_case(word="发送核验码", at_rest=True)
def send_code(*, actor: Actor, now: datetime, kind: str) -> Proof:
    """Send a code to one's own telephone or mail address. What was proven there goes on.

    Raises Conflict where no channel that is on reaches it. Writes: outreach.Proof,
    outreach.Dispatch. Source: D22.
    """
    person = _own(actor)
    to = reached_by(person).get(kind)
    if to is None:
        raise Conflict("outreach.not_reached")
    proof, _ = Proof.objects.get_or_create(person=person, kind=kind, defaults={"address": to})
    proof = locked(Proof.objects.all()).get(pk=proof.pk)
    if proof.address != to:
        proof.address, proof.proven_at = to, None
    code = new_code()
    proof.code_hash, proof.code_until = hashed(code), now + CODE_LASTS
    proof.save()
    send_secret(person, kind, to, title=TITLE, text=TEXT.format(code=code), now=now)
    _noted(actor, now, person, "outreach.proof.sent", kind)
    return proof


@use_case(word="核验手机或邮箱", at_rest=True)
def prove(
    *, actor: Actor, now: datetime, account_id: int, kind: str, code: str, password: str
) -> Proof:
    """Type the code that came, and the password: the address is proven to reach this person.

    Their desk is told. The password, because links lead there from a day on, and somebody may sit
    at a session that was left open. Raises Invalid for a wrong password, for a wrong code or one
    that ran out. Writes: outreach.Proof.
    """
    require_password(actor, own_account(account_id), password)
    person = _own(actor)
    proof = locked(Proof.objects.filter(person=person, kind=kind)).first()
    if proof is None or not is_right(proof, person, code, now):
        raise Invalid("outreach.wrong_code", field="code")
    proof.code_hash, proof.code_until = "", None
    proof.proven_at = proven(person).get(kind) or now
    proof.save()
    seat = actor.organisation_id
    told = [Tell(organisation_id=seat, role=actor.role, region=actor.region)] if seat else []
    _noted(actor, now, person, "outreach.proof.given", kind, tell=told)
    return proof


def is_right(proof: Proof, person: Person, code: str, now: datetime) -> bool:
    """Whether a code is the one that was sent to the address the person still has."""
    runs = proof.code_until is not None and proof.code_until > now and bool(proof.code_hash)
    known = reached_by(person).get(proof.kind) == proof.address
    return runs and known and proof.code_hash == hashed(plain_digits(code))


def _own(actor: Actor) -> Person:
    if actor.person_id is None:
        raise NotFound("access.not_found", thing="人员")
    return Person.objects.select_related("city").get(pk=actor.person_id)


def _noted(
    actor: Actor,
    now: datetime,
    person: Person,
    type_: str,
    kind: str,
    *,
    tell: Sequence[Tell] = (),
) -> None:
    record(
        actor=actor, now=now, type=type_, subject=person, tell=tell,
        after={"channel": Kind(kind).label, "who": person.name}, basis=["三(一)-1"],
    )  # fmt: skip
