"""Dispute the size class that a supplier declared, and let the authority's days begin."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import open_duty
from cairong.contracts.steps.numbers import next_numbers
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import add_working_days, day_of
from cairong.kernel.errors import Conflict, Invalid
from cairong.kernel.identifiers import check_uscc
from cairong.kernel.text import clean_text
from cairong.parties.models import Organisation, SupplierProfile
from cairong.parties.reads import the_only
from cairong.policy import sizing as rules
from cairong.policy.rule import require
from cairong.rulebook.reads import calendar_of, parameter
from cairong.sizing.models import Dispute, Saying
from cairong.sizing.reads import PROCUREMENT, firm_to_ask
from cairong.sizing.states import ASKERS, OPEN
from cairong.sizing.steps.saying import named, say
from cairong.sizing.steps.telling import at_authority, at_firm

SERIES = "GM"


@use_case(*ASKERS, word="对企业规模提出异议", counties=True)
def dispute_size(
    *,
    actor: Actor,
    now: datetime,
    words: str,
    uscc: str = "",
    letter_no: str = "",
    paper_id: UUID | None = None,
) -> Dispute:
    """Ask the SME authority which class a supplier is of; a supplier asks about itself alone.

    The finance department's letter has the law's days, what others ask the city's. The firm is
    told and may speak. Raises Invalid for a firm the actor has no dealings with, PolicyBreach where
    nothing was declared or an authority decided it, Conflict while another of its own is open.
    Writes: sizing.Dispute, sizing.Saying, clocks.Duty. Source: 802§29, 46§16.
    """
    firm = _firm(actor, uscc)
    letter = clean_text(letter_no, "letter_no", most=40)
    by_bureau = actor.role in PROCUREMENT
    profile = SupplierProfile.objects.filter(pk=firm.pk).first()
    require(*_findings(actor, firm, profile), *_letter(letter, by_bureau=by_bureau))
    assert profile is not None
    found = _dispute(actor, now, firm, profile, letter=letter if by_bureau else "")
    said = say(actor, now, found, Saying.Kind.ASKED, words=words, paper_id=paper_id)
    _await(found, by_bureau=by_bureau, now=now)
    own = found.asker_id == firm.pk
    record(
        actor=actor,
        now=now,
        type="sizing.dispute.asked",
        subject=found,
        visible_to=[found.authority_id, firm.pk],
        after={
            "no": found.no, "supplier": firm.name, "uscc": firm.uscc,
            "size": found.get_claimed_display(), "words": said.words, **named(said),
            **({"letter_no": found.letter_no} if by_bureau else {}),
        },
        basis=[rules.LETTER if by_bureau else rules.CLAUSE],
        tell=[*at_authority(found), *([] if own else at_firm(found, "sizing.dispute.named"))],
    )  # fmt: skip
    return found


def _firm(actor: Actor, uscc: str) -> Organisation:
    code = "" if actor.role is Role.SUPPLIER else check_uscc(uscc, field="uscc")
    firm = firm_to_ask(actor, code)
    if firm is None:
        raise Invalid("sizing.no_firm", rules.CLAUSE, field="uscc", value=code)
    if open_already := Dispute.objects.filter(
        supplier=firm, asker=actor.organisation_id, state__in=OPEN
    ).first():
        raise Conflict("sizing.open_already", rules.CLAUSE, name=firm.name, no=open_already.no)
    return firm


def _findings(actor: Actor, firm: Organisation, profile: SupplierProfile | None) -> list[Any]:
    decided = profile.decided_at if profile else None
    return [
        rules.class_is_declared(name=firm.name, size=profile.size if profile else ""),
        rules.not_decided_before(
            name=firm.name,
            decided_on=day_of(decided) if decided else None,
            size=profile.size if profile else "",
            again=actor.role in PROCUREMENT or firm.pk == actor.organisation_id,
        ),
    ]


def _letter(number: str, *, by_bureau: bool) -> list[Any]:
    return [rules.letter_has_number(number=number)] if by_bureau else []


def _dispute(
    actor: Actor, now: datetime, firm: Organisation, profile: SupplierProfile, *, letter: str
) -> Dispute:
    assert actor.organisation_id is not None
    return Dispute.objects.create(
        city_id=actor.city,
        no=next_numbers(actor.city, SERIES, day_of(now).year)[0],
        supplier=firm,
        authority=the_only(actor.city, Organisation.Kind.SME_AUTHORITY),
        asker_id=actor.organisation_id,
        letter_no=letter,
        place=rules.place_of(firm.uscc),
        claimed=profile.size,
        declared=_declared(profile),
        asked_at=now,
        heard_until=_heard_until(actor.city, day_of(now)),
    )


def _declared(profile: SupplierProfile) -> dict[str, Any]:
    revenue, assets = profile.revenue_wan, profile.assets_wan
    return {
        "industry": profile.industry,
        "employees": profile.employees,
        "revenue_wan": None if revenue is None else str(revenue),
        "assets_wan": None if assets is None else str(assets),
    }


def _heard_until(city: str, today: date) -> date:
    days = parameter(city, rules.HEARD_DAYS, on=today)
    return add_working_days(today, days, calendar_of(city)).due


def _await(found: Dispute, *, by_bureau: bool, now: datetime) -> None:
    open_duty(
        city=found.city_id,
        kind=rules.REPLY if by_bureau else rules.DECIDE,
        subject_id=found.pk,
        holder=found.authority,
        region=found.city_id,
        title=f"规模异议 {found.no} {found.supplier.name}",
        start_on=day_of(now),
        now=now,
    )
