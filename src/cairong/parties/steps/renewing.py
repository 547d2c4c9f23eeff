"""Steps on letting somebody back in: whose request it is, two words for it, the rest after it."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from cairong.audit.recording import Tell
from cairong.audit.rows import locked
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from cairong.kernel.text import clean_text
from cairong.parties import reads
from cairong.parties.eyes import lean_on, same_hands
from cairong.parties.models import Account, Organisation, Person, Renewal
from cairong.parties.people import administrators
from cairong.parties.states import RENEWAL
from cairong.parties.steps.accounts import own_account, set_password
from cairong.parties.steps.identities import end_identities
from cairong.parties.steps.invitations import hashed
from cairong.parties.steps.second_factor import drop_second_factor, plain_digits

OPEN = ("asked", "worded", "allowed")
LASTS = timedelta(hours=24)  # how long the two have to meet the person
LINK_LASTS = timedelta(minutes=30)
REST = timedelta(hours=24)  # eyes.sql knows it too
Kind = Organisation.Kind
HEAD_OF = {
    Kind.PURCHASER: Role.PURCHASER_APPROVER,
    Kind.INSTITUTION: Role.INSTITUTION_MANAGER,
    Kind.BUREAU: Role.PROCUREMENT_APPROVER,
}


def open_renewals(now: datetime) -> QuerySet[Renewal]:
    """List the requests that can still lead somewhere."""
    rows = Renewal.objects.filter(state__in=OPEN, expires_at__gt=now, account__is_active=True)
    return rows.select_related("account__person", "account__mandate__organisation", "first_by")


def asked_by(renewal_id: UUID, nonce: str) -> Renewal | None:
    """Find the request that a browser made, by the secret it keeps; ended ones too."""
    rows = Renewal.objects.filter(pk=renewal_id, nonce_hash=hashed(nonce))
    return rows.select_related("account").first()


def linked_by(renewal_id: UUID, token: str, now: datetime) -> Renewal | None:
    """Find the request that a link is for, as long as the link runs."""
    rows = open_renewals(now).filter(pk=renewal_id, link_until__gt=now)
    return rows.filter(link_hash=hashed(token)).first()


def renewal_shown(account: Account, code: str, now: datetime) -> Renewal:
    """Find and lock the request whose code somebody read on the person's page. Raises Invalid."""
    rows = open_renewals(now).filter(account=account, code=plain_digits(code))
    found = locked(rows).first()
    if found is None:
        raise Invalid("parties.renewal_code", field="code")
    return found


def keep_word(
    renewal: Renewal, actor: Actor, now: datetime, *, inside: bool, papers: str
) -> Renewal:
    """Keep the word of one who has seen the person; the second lets the new password be set.

    Who stands in the same hands as the first gives no second word, and nobody their own. The
    operator gives a first word alone. Raises NotAllowed, Conflict, WrongState.
    Writes: parties.Renewal.
    """
    account = renewal.account
    assert account is not None
    assert actor.person_id is not None
    state = RENEWAL.after(renewal.state, "give_word")
    if actor.person_id == account.person_id:
        raise Conflict("parties.own_account")
    words = clean_text(papers, field="papers", least=0 if inside else 1, most=200)
    if renewal.first_by_id is None:
        renewal.first_by_id, renewal.first_at = actor.person_id, now
        renewal.first_inside, renewal.first_papers = inside, words
        renewal.seats_hash = seats_hash(account, now)
    else:
        if actor.role == Role.OPERATOR and not inside:
            raise Conflict("parties.operator_first")
        if not reads.mandates_of(renewal.first_by_id, on=day_of(now)).exists():
            raise Conflict("parties.first_word_over")
        if same_hands(renewal.first_by_id, actor.person_id):
            raise NotAllowed("parties.word_same_hands", "三(一)-1")
        require_same_seats(renewal, now)
        renewal.second_by_id, renewal.second_at = actor.person_id, now
        renewal.second_inside, renewal.second_papers = inside, words
    renewal.state = state
    renewal.save()
    return renewal


def seats_hash(account: Account, now: datetime) -> str:
    """Sum up where an account's person may act: a word is for that, and for nothing since."""
    held = reads.mandates_of(account.person_id, on=day_of(now))
    rows = held.values_list("organisation", "region")
    seats = sorted({(str(organisation), region) for organisation, region in rows})
    return hashlib.sha256(repr([account.password, *seats]).encode()).hexdigest()


def require_same_seats(renewal: Renewal, now: datetime) -> None:
    """Refuse a request whose person has come to act elsewhere since the first word.

    Raises Conflict.
    """
    assert renewal.account is not None
    if renewal.seats_hash != seats_hash(renewal.account, now):
        raise Conflict("parties.renewal_moved")


def end_renewals(account: Account, now: datetime, *, but: Renewal | None = None) -> None:
    """End the requests that stand open for an account: its person is in, or was let in.

    Writes: parties.Renewal.
    """
    rows = Renewal.objects.filter(account=account, expires_at__gt=now).exclude(state="done")
    if but:
        rows = rows.exclude(pk=but.pk)
    rows.update(expires_at=now, link_until=None)


def let_in(renewal: Renewal, account: Account, password: str, now: datetime) -> dict[str, int]:
    """Set the new password of an account, which decides nothing for a day from here on.

    Where one colleague alone has spoken for the person, beside the operator, the person stands in
    that colleague's hands. Returns what else ended by it, as the event says it. Raises Invalid.
    Writes: parties.Account, parties.Renewal, parties.Person, mfa.Authenticator.
    """
    set_password(account, password)
    account.rests_until = now + REST
    account.save(update_fields=["password", "given_password", "rests_until"])
    if renewal.with_factor:
        drop_second_factor(account)
    renewal.done_at = now
    renewal.save()
    end_renewals(account, now, but=renewal)
    by_operator = renewal.second_inside and not renewal.first_inside and not renewal.by_link
    if by_operator:
        lean_on(locked(Person.objects.all()).get(pk=account.person_id), renewal.second_by_id)
    return end_identities(account, now)


def rested(account: Account, now: datetime) -> Renewal:
    """Find and lock the renewal by which an account rests. Raises Conflict where it does not."""
    rows = Renewal.objects.filter(account=account, state="done").order_by("-done_at")
    found = locked(rows).first()
    if found is None or account.rests_until is None or found.done_at is None:
        raise Conflict("parties.not_resting")
    if found.done_at + REST != account.rests_until or account.rests_until <= now:
        raise Conflict("parties.not_resting")
    return found


def require_apart_from_words(renewal: Renewal, person_id: UUID | None) -> None:
    """Refuse to vouch for whom one let in, or for who stands in one's own hands.

    Raises NotAllowed.
    """
    assert renewal.account is not None
    for other in (renewal.first_by_id, renewal.second_by_id, renewal.account.person_id):
        if same_hands(other, person_id):
            raise NotAllowed("parties.vouch_same_hands", "三(一)-1")


def wake(account: Account, renewal: Renewal) -> bool:
    """End the rest of an account once a colleague and its person have both spoken.

    Writes: parties.Account.
    """
    if renewal.vouched_at is None or renewal.owned_at is None:
        return False
    account.rests_until = None
    account.save(update_fields=["rests_until"])
    return True


def told_of_account(account: Account, now: datetime) -> list[Tell]:
    """Who is told of an account: the person at every desk, and the administrators there."""
    on, seats = day_of(now), dict[Tell, None]()
    for held in reads.mandates_of(account.person_id, on=on):
        at = [(held.role, held.region)]
        at += administrators(held.organisation, on).values_list("role", "region")
        for role, region in at:
            seats[Tell(organisation_id=held.organisation_id, role=Role(role), region=region)] = None
    return list(seats)


def told_of_renewal(account: Account, now: datetime) -> list[Tell]:
    """Who is told at once: the person at every desk, its head and administrators, the bureau."""
    tell = told_of_account(account, now)
    for held in reads.mandates_of(account.person_id, on=day_of(now)):
        if head := HEAD_OF.get(Kind(held.organisation.kind)):
            tell.append(Tell(organisation_id=held.organisation_id, role=head))
    for bureau in reads.readers(account.person.city_id, Kind.BUREAU):
        tell.append(Tell(organisation_id=bureau, role=Role.PROCUREMENT_APPROVER))
    return list(dict.fromkeys(tell))


def opened(renewal: Renewal | None, now: datetime) -> tuple[Renewal, Account]:
    """Lock a request that can still lead somewhere, and its account first. Raises NotFound."""
    if renewal is None or renewal.account_id is None:
        raise NotFound("parties.no_renewal")
    account = own_account(renewal.account_id)
    found = locked(open_renewals(now)).filter(pk=renewal.pk).first()
    if found is None:
        raise NotFound("parties.no_renewal")
    return found, account
