"""A supplier's word that an account is its own, kept once."""

from collections.abc import Mapping
from datetime import datetime

from cairong.contracts.models import Contract
from cairong.kernel.actor import Actor
from cairong.kernel.errors import WrongState
from cairong.treasury.models import OwnAccount

CLAUSE = "二(三)-3"


def keep_word(
    *, actor: Actor, now: datetime, account: Mapping[str, str], contract: Contract | None = None
) -> OwnAccount:
    """Keep the word of the actor's organisation that an account is its own.

    Raises WrongState naming who said so before. Writes: treasury.OwnAccount.
    """
    assert actor.organisation_id is not None
    assert actor.person_id is not None
    said = OwnAccount.objects.filter(supplier=actor.organisation_id, **account)
    if before := said.select_related("person").first():
        raise WrongState(
            "treasury.said_before",
            CLAUSE,
            account_no=before.account_no,
            person=before.person.name,
            said_at=before.said_at.isoformat(),
        )
    return OwnAccount.objects.create(
        city_id=actor.city,
        supplier_id=actor.organisation_id,
        **account,
        person_id=actor.person_id,
        contract=contract,
        said_at=now,
    )
