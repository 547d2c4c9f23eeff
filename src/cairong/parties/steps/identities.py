"""Steps on linked identities: one that stands, and all of an account ended."""

from datetime import datetime
from typing import Any

from cairong.kernel.errors import NotAllowed
from cairong.parties.models import Account, LinkedIdentity


def standing_identity(account: Account, identity_id: int) -> LinkedIdentity:
    """Find a link of a locked account that has not ended. Raises NotAllowed."""
    linked = account.identities.filter(pk=identity_id, ended_at=None).first()
    if linked is None:
        raise NotAllowed("identity.ended")
    return linked


def end_identities(account: Account, now: datetime) -> dict[str, Any]:
    """End every link of a locked account; answers what its event says of it.

    Writes: parties.LinkedIdentity.
    """
    ended = account.identities.filter(ended_at=None).update(ended_at=now)
    return {"identities_ended": ended} if ended else {}
