"""One account number under the names of two suppliers: found, and told to who looks into it."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from cairong.audit.recording import Tell
from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of
from cairong.kernel.identifiers import digits_of
from cairong.parties.deciding import deciding_bureau
from cairong.policy.counties import DESK_OF
from cairong.treasury.models import OwnAccount, PayeeVersion, SharedNumber
from cairong.treasury.payees import DIGITS

ALARM = "treasury.account.shared"
TOLD = (Role.PROCUREMENT_APPROVER, Role.TREASURY_APPROVER)


def note_shared(
    *,
    city: str,
    now: datetime,
    account_no: str,
    supplier_id: UUID,
    region: str,
    contract_id: UUID | None = None,
) -> list[Tell]:
    """Keep each other supplier under whose name a number stands too; answer who is to be told.

    The same two with the same number are kept once. Whoever says the same number at the same time
    waits, so that neither is missed. Writes: treasury.SharedNumber. Source: 二(三)-3, D38.
    """
    digits = digits_of(account_no)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [digits])
    said = OwnAccount.objects.filter(city_id=city).alias(digits=DIGITS).filter(digits=digits)
    paid = PayeeVersion.objects.filter(receivable__city_id=city).alias(digits=DIGITS)
    borne = paid.filter(digits=digits).values_list("receivable__supplier", flat=True)
    others = {*said.values_list("supplier", flat=True).union(borne)} - {supplier_id}
    if not others:
        return []
    of_number = SharedNumber.objects.filter(city_id=city, digits=digits)
    known = {frozenset(pair) for pair in of_number.values_list("first", "second")}
    made = SharedNumber.objects.bulk_create(
        SharedNumber(
            city_id=city, digits=digits, first_id=other, second_id=supplier_id, region=region,
            found_at=now, contract_id=contract_id,
        )
        for other in sorted(others)
        if frozenset((other, supplier_id)) not in known
    )  # fmt: skip
    if not made:
        return []
    bureaus = {role: deciding_bureau(city, region, DESK_OF[role], day_of(now)).pk for role in TOLD}
    return [
        Tell(organisation_id=bureaus[role], role=role, region=region, saying=ALARM,
             subject_id=row.pk)
        for row in made
        for role in TOLD
    ]  # fmt: skip
