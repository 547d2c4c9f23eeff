"""One organisation as those see it who admit it, keep it, or work in it: facts, people, changes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.models import Event
from cairong.cases.proposals import Proposed, waiting_about
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.outreach.sentences import happening_of
from cairong.parties.actions.found import AUTHORITIES
from cairong.parties.eyes import same_hands, who_confirms
from cairong.parties.kinds import CONTACT, ROLES_OF
from cairong.parties.models import Invitation, Mandate, Organisation, Renewal
from cairong.parties.people import (
    administrators,
    colleague,
    invited_outside,
    most_invited,
    own_organisation_id,
    require_administrator,
    require_whole_organisation,
    within,
)
from cairong.parties.reads import known_facts, organisation, region_names
from cairong.parties.steps.renewing import open_renewals

MOST = 20
CHANGED = ("parties.organisation.changed", "parties.organisation.own_facts_changed")


@dataclass(frozen=True, kw_only=True)
class Changed:
    """One change of what is known: when, by whom, what was and what is since."""

    at: datetime
    who: str
    what: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class OrganisationView:
    """What is known of an organisation and how that changed, the newest first.

    Whom to call at a supplier is known to itself alone. `regions` names the city's; what the reader
    can do about it: `may_invite` an administrator, `may_switch` it off and on, let another body
    follow it (`may_follow`). `waiting`: what about it waits for the bureau's second person.
    """

    organisation: Organisation
    facts: Mapping[str, Any]
    changed: list[Changed]
    regions: Mapping[str, str]
    administrators: list[Mandate]
    invited: list[Invitation]
    may_invite: bool
    may_switch: bool
    may_follow: bool
    waiting: list[Proposed]

    @property
    def supplies(self) -> bool:
        """Whether it is a supplier."""
        return self.organisation.kind == Organisation.Kind.SUPPLIER

    @property
    def roles(self) -> list[Role]:
        """The roles that its people can have."""
        return sorted(ROLES_OF.get(self.organisation.kind, ()))


@dataclass(frozen=True, kw_only=True)
class PersonView:
    """A colleague's mandate; `others` are those to whom the desk can go, by their mandates.

    `brought` names who brought the person in, where nobody has confirmed it yet: the reader where
    it `may_confirm`, else as `who_confirms` says. `asked` are open requests to be let in.
    """

    mandate: Mandate
    region: str
    usernames: list[str]
    over: bool
    own: bool
    brought: str
    may_confirm: bool
    who_confirms: str
    asked: list[Renewal]
    rests_until: datetime | None
    others: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Inviting:
    """To which desks of its organisation an administrator can invite, and in which regions."""

    roles: list[Role]
    regions: list[tuple[str, str]]


def organisation_view(actor: Actor, organisation_id: UUID, *, now: datetime) -> OrganisationView:
    """Read an organisation of the actor's city. Raises NotFound."""
    return _view(actor, organisation(actor.city, organisation_id), now=now)


def own_view(actor: Actor, *, now: datetime) -> OrganisationView:
    """Read the organisation that the actor administers the whole of. Raises NotAllowed."""
    return _view(actor, require_whole_organisation(actor, now).organisation, now=now)


def person_view(actor: Actor, mandate_id: UUID, *, now: datetime) -> PersonView:
    """Read a colleague as an administrator does. Raises NotAllowed, NotFound."""
    require_administrator(actor, now)
    mandate = colleague(actor, mandate_id)
    on, names = day_of(now), region_names(actor.city)
    accounts = mandate.person.accounts.order_by("username")
    return PersonView(
        mandate=mandate,
        region=names.get(mandate.region, mandate.region),
        usernames=list(accounts.values_list("username", flat=True)),
        over=mandate.is_over(on),
        own=mandate.person_id == actor.person_id,
        **_standing(actor, mandate, now),
        asked=list(open_renewals(now).filter(account__person=mandate.person_id)),
        rests_until=_resting(mandate, now),
        others=_others(actor, mandate, now=now),
    )


def _standing(actor: Actor, mandate: Mandate, now: datetime) -> dict[str, Any]:
    """Say in whose hands a colleague stands, and who can confirm them."""
    brought = mandate.person.leans_on
    if brought is None:
        return {"brought": "", "may_confirm": False, "who_confirms": ""}
    own = same_hands(actor.person_id, mandate.person_id)
    who = who_confirms(mandate.organisation, [mandate.person_id], day_of(now)) if own else ""
    return {"brought": brought.name, "may_confirm": not own, "who_confirms": who}


def _resting(mandate: Mandate, now: datetime) -> datetime | None:
    found = mandate.person.accounts.filter(is_active=True, rests_until__gt=now)
    return found.values_list("rests_until", flat=True).first()


def inviting_of(actor: Actor, *, now: datetime) -> Inviting:
    """Say where an administrator can invite to. Raises NotAllowed."""
    mandate = require_administrator(actor, now)
    here = region_names(actor.city, on=day_of(now) if actor.whole_city else None)
    return Inviting(
        roles=sorted(ROLES_OF[mandate.organisation.kind]),
        regions=[
            (code, name) for code, name in here.items() if actor.whole_city or code == actor.region
        ],
    )


def _view(actor: Actor, found: Organisation, *, now: datetime) -> OrganisationView:
    other = found.pk != actor.organisation_id
    hidden = CONTACT if other and found.kind == Organisation.Kind.SUPPLIER else ()
    facts = {**known_facts(found), "former_names": found.former_names}
    if found.individual:
        facts["individual"] = True
    held = list(administrators(found, day_of(now)))
    whole = [each for each in held if each.region in {found.region, found.city_id}]
    return OrganisationView(
        organisation=found,
        facts={key: fact for key, fact in facts.items() if key not in hidden},
        changed=_changed(actor, found, hidden),
        regions=region_names(actor.city),
        administrators=held,
        invited=list(invited_outside(found, now)),
        may_invite=len({each.person_id for each in whole}) <= most_invited(found),
        may_switch=other and found.successor_id is None and _switchable(found),
        may_follow=other and found.active and found.kind in AUTHORITIES,
        waiting=waiting_about(actor, [found.pk]) if other else [],
    )


def _switchable(found: Organisation) -> bool:
    """Whether it is suspended here: the bureau is not, an institution by the bureau alone."""
    kind = found.kind
    return kind != Organisation.Kind.BUREAU and (
        kind != Organisation.Kind.INSTITUTION or not found.active
    )


def _changed(actor: Actor, found: Organisation, hidden: Collection[str]) -> list[Changed]:
    hidden = {*hidden, "organisation_name"}  # it says which, unchanged
    rows = Event.objects.filter(city=actor.city, about__contains=[found.pk], type__in=CHANGED)
    return [
        Changed(
            at=row.at,
            who=f"{row.organisation_name}{row.person_name}",
            what=happening_of(row),
            before={key: row.before[key] for key in row.before if key not in hidden},
            after={key: row.after[key] for key in row.before if key not in hidden},
        )
        for row in rows.order_by("-seq")[:MOST]
    ]


def _others(actor: Actor, mandate: Mandate, *, now: datetime) -> list[tuple[str, str]]:
    held = Mandate.objects.running(day_of(now)).filter(
        organisation_id=own_organisation_id(actor), deputy_for=None
    )
    rows = within(actor, held).exclude(person_id=mandate.person_id).select_related("person")
    return [
        (str(row.pk), f"{row.person.name}({ROLE_NAMES[Role(row.role)]})")
        for row in rows.order_by("person__name", "role")
    ]
