"""A supplier's word that an account is its own, or is not, kept once."""

from collections.abc import Mapping
from datetime import datetime

from cairong.contracts.models import Contract
from cairong.kernel.actor import Actor
from cairong.kernel.errors import WrongState
from cairong.treasury.models import DisownedAccount, OwnAccount

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
    _refuse_before("treasury.said_before", said.select_related("person").first())
    return OwnAccount.objects.create(
        city_id=actor.city,
        supplier_id=actor.organisation_id,
        **account,
        person_id=actor.person_id,
        contract=contract,
        said_at=now,
    )


def keep_disowned(
    *, actor: Actor, now: datetime, account: Mapping[str, str], contract: Contract, note: str
) -> DisownedAccount:
    """Keep the word of the actor's organisation that a contract's account is not its own.

    Raises WrongState where the contract does not wait to be filed, or naming who spoke before.
    Writes: treasury.DisownedAccount.
    """
    assert actor.organisation_id is not None
    assert actor.person_id is not None
    if contract.state != "announced":
        raise WrongState("treasury.disowned_late", CLAUSE, no=contract.no)
    owned = OwnAccount.objects.filter(supplier=actor.organisation_id, **account)
    _refuse_before("treasury.said_before", owned.select_related("person").first())
    said = DisownedAccount.objects.filter(
        contract=contract, supplier=actor.organisation_id, **account
    )
    _refuse_before("treasury.disowned_before", said.select_related("person").first())
    return DisownedAccount.objects.create(
        city_id=actor.city,
        supplier_id=actor.organisation_id,
        **account,
        person_id=actor.person_id,
        contract=contract,
        note=note,
        said_at=now,
    )


def _refuse_before(code: str, before: OwnAccount | DisownedAccount | None) -> None:
    if before is not None:
        raise WrongState(
            code,
            CLAUSE,
            account_no=before.account_no,
            person=before.person.name,
            said_at=before.said_at.isoformat(),
        )
