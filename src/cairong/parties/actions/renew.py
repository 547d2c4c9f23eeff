"""Somebody cannot sign in any more: they ask, are let in by a link or by two, and rest a day."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.rows import fetch
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed
from cairong.parties.factors import holds_factor
from cairong.parties.models import Account, Mandate, Renewal
from cairong.parties.people import colleague, require_administrator, words_wanted
from cairong.parties.states import RENEWAL
from cairong.parties.steps.accounts import (
    account_at,
    note_account,
    own_account,
    reached_mandate,
    require_password,
)
from cairong.parties.steps.invitations import hashed, new_code
from cairong.parties.steps.renewing import (
    LASTS,
    asked_by,
    keep_word,
    let_in,
    linked_by,
    opened,
    renewal_shown,
    require_apart_from_words,
    require_same_seats,
    rested,
    told_of_renewal,
    wake,
)
from cairong.parties.steps.second_factor import plain_digits, show_code

DESK = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)


@use_case(word="申请找回登录", at_rest=True)
def ask_renewal(
    *, actor: Actor, now: datetime, username: str, nonce: str, with_factor: bool = False
) -> Renewal:
    """Ask to be let in again, in one browser; the same is written where nobody has the name.

    `nonce` is the secret that the browser keeps; `with_factor` says that the second factor is lost
    too. Writes: parties.Renewal. Source: D19, D22.
    """
    name = username.strip().lower()
    account = Account.objects.filter(username=name, is_active=True).first()
    renewal = Renewal.objects.create(
        city_id=actor.city,
        account=account,
        with_factor=with_factor,
        code=new_code(),
        nonce_hash=hashed(nonce),
        asked_at=now,
        expires_at=now + LASTS,
    )
    record(
        actor=actor, now=now, type="parties.renewal.asked", subject=renewal,
        after={"with_factor": with_factor}, basis=["三(一)-1"],
    )  # fmt: skip
    return renewal


@use_case(word="核对找回登录的本人", fresh=True)
def give_word(
    *, actor: Actor, now: datetime, mandate_id: UUID, code: str, papers: str = ""
) -> Renewal:
    """Say that a colleague has shown the code of their request in person: the first or second word.

    An administrator says it of their own people, the operator, on `papers` and only first, of
    another organisation's administrator. Neither sees a link. Raises NotFound; Invalid for a code
    that none of the person's requests shows; NotAllowed for who stands in the hands of who gave
    the first word; Conflict for oneself. Writes: parties.Renewal.
    """
    mandate = reached_mandate(actor, now, mandate_id)
    account = account_at(actor, mandate, now)
    inside = mandate.organisation_id == actor.organisation_id
    renewal = renewal_shown(account, code, now)
    keep_word(renewal, actor, now, inside=inside, papers=papers)
    return _worded(actor, now, renewal, account, mandate)


@use_case(*DESK, word="为外单位核对找回登录的本人", fresh=True)
def give_second_word(
    *, actor: Actor, now: datetime, renewal_id: UUID, code: str, papers: str
) -> Renewal:
    """Give the second word of a request on papers, as the bureau's procurement desk.

    Raises NotFound, Invalid for a wrong code, NotAllowed and Conflict as the first word does.
    Writes: parties.Renewal. Source: D22.
    """
    renewal, account = opened(fetch(words_wanted(actor, now), renewal_id, "找回登录的申请"), now)
    if plain_digits(code) != renewal.code:
        raise Invalid("parties.renewal_code", field="code")
    keep_word(renewal, actor, now, inside=False, papers=papers)
    return _worded(actor, now, renewal, account, account.mandate)


@use_case(word="重置密码", at_rest=True)
def renew_password(
    *, actor: Actor, now: datetime, renewal_id: UUID, nonce: str, password: str
) -> Account:
    """Set the new password in the browser that asked, once two have given their word.

    Sessions, linked identities and, where it was asked, the second factor end by it; the account
    rests for a day. Raises NotFound for a request that has run out, WrongState before both words,
    Conflict where the person acts elsewhere by now, Invalid for a weak password.
    Writes: parties.Account, parties.Renewal, parties.LinkedIdentity.
    """
    renewal, account = opened(asked_by(renewal_id, nonce), now)
    renewal.state = RENEWAL.after(renewal.state, "finish")
    require_same_seats(renewal, now)
    return _finished(actor, now, renewal, account, password)


@use_case(word="凭链接重置密码", at_rest=True)
def follow_link(
    *,
    actor: Actor,
    now: datetime,
    renewal_id: UUID,
    token: str,
    password: str,
    nonce: str = "",
    code: str = "",
) -> Account:
    """Set the new password by the link sent to the person, in the browser that asked.

    Elsewhere the link takes a `code` of the account's second factor; alone it opens nothing.
    Raises NotFound for a link used or run out, NotAllowed for one that stands alone, Invalid for a
    wrong code or weak password. Writes as `renew_password`.
    """
    renewal, account = opened(linked_by(renewal_id, token, now), now)
    if asked_by(renewal_id, nonce) is None:
        if not holds_factor(account) or not plain_digits(code):
            raise NotAllowed("parties.link_alone", "三(一)-1")
        show_code(account, code, now)
    renewal.state, renewal.by_link = RENEWAL.after(renewal.state, "follow"), True
    return _finished(actor, now, renewal, account, password)


@use_case(word="确认重置的是本人", fresh=True)
def vouch(*, actor: Actor, now: datetime, mandate_id: UUID) -> Renewal:
    """Say as an administrator that a colleague's renewal was the colleague's own.

    Together with the person's own word it ends the account's rest. Raises NotAllowed for who gave
    a word for it or stands in the same hands, Conflict where nothing rests, and after a link: no
    two saw the person then, so one more does not make two.
    Writes: parties.Renewal, parties.Account.
    """
    require_administrator(actor, now)
    mandate = colleague(actor, mandate_id)
    if mandate.person_id == actor.person_id:
        raise Conflict("parties.own_account")
    account = account_at(actor, mandate, now)
    renewal = rested(account, now)
    if renewal.by_link:
        raise Conflict("parties.link_rests", until=account.rests_until)
    require_apart_from_words(renewal, actor.person_id)
    renewal.vouched_by_id, renewal.vouched_at = actor.person_id, now
    renewal.save(update_fields=["vouched_by", "vouched_at"])
    _noted_rest(actor, now, renewal, account, "parties.renewal.vouched")
    return renewal


@use_case(word="本人确认重置", at_rest=True)
def own_renewal(*, actor: Actor, now: datetime, account_id: int, password: str) -> Account:
    """Say with one's own password that the renewal of one's account was one's own.

    Raises Invalid for a wrong password, Conflict where nothing rests.
    Writes: parties.Renewal, parties.Account.
    """
    account = own_account(account_id)
    require_password(actor, account, password)
    renewal = rested(account, now)
    renewal.owned_at = now
    renewal.save(update_fields=["owned_at"])
    _noted_rest(actor, now, renewal, account, "parties.renewal.owned")
    return account


def _worded(
    actor: Actor, now: datetime, renewal: Renewal, account: Account, mandate: Mandate | None
) -> Renewal:
    second = renewal.second_by_id is not None
    record(
        actor=actor,
        now=now,
        type="parties.renewal.allowed" if second else "parties.renewal.worded",
        subject=renewal,
        visible_to=[mandate.organisation_id if mandate else None],
        after={
            "username": account.username,
            "who": account.person.name,
            "papers": renewal.second_papers if second else renewal.first_papers,
            "with_factor": renewal.with_factor,
        },
        basis=["三(一)-1"],
        tell=told_of_renewal(account, now),
    )
    return renewal


def _finished(
    actor: Actor, now: datetime, renewal: Renewal, account: Account, password: str
) -> Account:
    ended = let_in(renewal, account, password, now)
    note_account(
        actor, now, "parties.password.renewed", account,
        tell=told_of_renewal(account, now), who=account.person.name, by_link=renewal.by_link,
        with_factor=renewal.with_factor, **ended,
    )  # fmt: skip
    return account


def _noted_rest(
    actor: Actor, now: datetime, renewal: Renewal, account: Account, type_: str
) -> None:
    woken = wake(account, renewal)
    tell: list[Tell] = told_of_renewal(account, now) if woken else []
    note_account(actor, now, type_, account, tell=tell, who=account.person.name, woken=woken)
