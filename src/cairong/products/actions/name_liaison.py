"""Name whom suppliers of some regions ask at an institution, and end that."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import fetch, locked
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.parties.models import Organisation, Person
from cairong.parties.reads import own_organisation, region_names, served_regions
from cairong.parties.steps.invitations import plain_phone
from cairong.policy.liaising import CLAUSE, PHONE_LEAST
from cairong.products.models import Liaison
from cairong.products.on_duty import seats_of


@use_case(Role.INSTITUTION_MANAGER, word="指定绿色通道专人")
def name_liaison(
    *, actor: Actor, now: datetime, person_id: UUID, phone: str, regions: Sequence[str]
) -> Organisation:
    """Name one of the institution's people for regions it serves; who was named before ends.

    Raises Invalid for a region that is not served, nobody of its own or no telephone number.
    Writes: products.Liaison. Source: 二(四)-1.
    """
    own = locked(Organisation.objects.all()).get(pk=own_organisation(actor))
    person = _colleague(own, person_id, now)
    number = clean_text(plain_phone(phone), field="phone", least=PHONE_LEAST, most=30)
    codes = _served(actor, regions, now)
    before = Liaison.objects.filter(institution=own, region__in=codes, ended_at=None)
    replaced = list(before.select_related("person"))
    for each in replaced:
        each.ended_at = now
        each.save(update_fields=["ended_at"])
    Liaison.objects.bulk_create(
        Liaison(
            city_id=actor.city, institution=own, region=code, person=person, phone=number,
            named_at=now,
        )
        for code in codes
    )  # fmt: skip
    record(
        actor=actor,
        now=now,
        type="products.liaison.named",
        subject=own,
        about=[own.pk],
        before={"person": "、".join(sorted({each.person.name for each in replaced}))},
        after={
            "institution": own.name, "person": person.name, "person_id": person.pk,
            "phone": number, "regions": codes,
        },
        basis=[CLAUSE],
    )  # fmt: skip
    return own


@use_case(Role.INSTITUTION_MANAGER, word="不再由这位专人负责")
def end_liaison(*, actor: Actor, now: datetime, liaison_id: UUID) -> Liaison:
    """Say that a person is no longer asked in a region. Raises NotFound.

    Writes: products.Liaison. Source: 二(四)-1.
    """
    own = locked(Organisation.objects.all()).get(pk=own_organisation(actor))
    rows = Liaison.objects.filter(institution=own, ended_at=None).select_related("person")
    liaison = fetch(rows, liaison_id, "绿色通道专人")
    liaison.ended_at = now
    liaison.save(update_fields=["ended_at"])
    record(
        actor=actor,
        now=now,
        type="products.liaison.ended",
        subject=liaison,
        about=[own.pk],
        before={"institution": own.name, "person": liaison.person.name, "region": liaison.region},
        basis=[CLAUSE],
    )
    return liaison


def _colleague(own: Organisation, person_id: UUID, now: datetime) -> Person:
    for seat in seats_of([own.pk], day_of(now))[own.pk]:
        if seat.person_id == person_id:
            return seat.person
    raise Invalid("liaisons.nobody", field="person_id")


def _served(actor: Actor, regions: Sequence[str], now: datetime) -> list[str]:
    served, wanted = served_regions(actor, now), dict.fromkeys(regions)
    if not wanted:
        raise Invalid("invalid.required", field="regions")
    names = region_names(actor.city)
    for code in wanted:
        if code not in served:
            raise Invalid("liaisons.region", field="regions", value=names.get(code, code[:20]))
    return list(wanted)
