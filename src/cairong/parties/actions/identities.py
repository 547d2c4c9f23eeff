"""Who a person is at an outside identity provider: linked by its holder, unlinked again (D22)."""

from datetime import datetime

from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict, NotFound
from cairong.parties.models import Account, LinkedIdentity
from cairong.parties.steps.accounts import note_account, own_account, require_password


@use_case(word="绑定身份")
def link_identity(
    *,
    actor: Actor,
    now: datetime,
    account_id: int,
    password: str,
    provider: str,
    issuer: str,
    subject: str,
) -> LinkedIdentity:
    """Let somebody sign in to their account as who they are at a provider, from now on.

    `provider` is its name as people read it, `subject` its own name for the person. Linked to
    another account of theirs, which they may no longer get into, the identity moves. Raises
    Invalid for a wrong password, Conflict where the account has an identity there.
    Writes: parties.LinkedIdentity.
    """
    account = own_account(account_id)
    require_password(actor, account, password)
    standing = LinkedIdentity.objects.filter(ended_at=None, issuer=issuer)
    if standing.filter(account=account).exists():
        raise Conflict("identity.linked", provider=provider)
    moved = standing.filter(subject=subject).update(ended_at=now)
    linked = LinkedIdentity.objects.create(
        account=account, provider=provider, issuer=issuer, subject=subject, linked_at=now
    )
    note_account(
        actor, now, "parties.identity.linked", account, provider=provider, moved=bool(moved)
    )
    return linked


@use_case(word="解除身份绑定", at_rest=True)
def unlink_identity(*, actor: Actor, now: datetime, account_id: int, identity_id: int) -> Account:
    """End that one's own account is entered as who one is at a provider. Raises NotFound.

    Writes: parties.LinkedIdentity.
    """
    account = own_account(account_id)
    linked = LinkedIdentity.objects.filter(pk=identity_id, account=account, ended_at=None).first()
    if linked is None or account.person_id != actor.person_id:
        raise NotFound("access.not_found", thing="绑定")
    linked.ended_at = now
    linked.save(update_fields=["ended_at"])
    note_account(actor, now, "parties.identity.unlinked", account, provider=linked.provider)
    return account
