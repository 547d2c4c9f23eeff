"""Admit an institution on papers, by two persons of the bureau's procurement desk."""

from collections.abc import Sequence
from datetime import datetime

from cairong.admission.steps.deciding import clean_papers, decide, require_city, told_of
from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.parties.four_eyes import two_person
from cairong.parties.kinds import InstitutionFacts
from cairong.parties.models import Organisation
from cairong.parties.steps.admitting import basis_of, made_organisation
from cairong.policy.admission import LICENCE, Paper


@two_person(Role.PROCUREMENT_OFFICER, word="准入金融机构")
def admit_institution(
    *,
    actor: Actor,
    now: datetime,
    name: str,
    uscc: str,
    region: str,
    institution: InstitutionFacts,
    papers: list[Paper],
    words: str,
    address: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    demo: bool = False,
) -> Organisation:
    """Admit an institution with its type, regions, connection and the papers it showed.

    Whose names look like its own under another code, the second person reads beside it. The days to
    its first review begin. Its first administrator is invited as everybody's is.
    Raises NotAllowed for a county's desk, Invalid for facts that cannot stand, PolicyBreach without
    licence or agreement, or for a paper that has run out.
    Writes: parties.Organisation, InstitutionProfile, NameLook, admission.Decision, clocks.Duty.
    Source: 一(一)-4, D20.
    """
    require_city(actor)
    shown = clean_papers(papers, now)
    made, facts = made_organisation(
        actor.city,
        now,
        kind=Organisation.Kind.INSTITUTION,
        name=name,
        region=region,
        uscc=uscc,
        address=address,
        contact_name=contact_name,
        contact_phone=contact_phone,
        institution=_with_licence(institution, shown),
        demo=demo,
    )
    facts |= decide(actor, now, made, kind="admitted", words=words, papers=shown)
    record(
        actor=actor,
        now=now,
        type="admission.institution.admitted",
        subject=made,
        after=facts,
        basis=basis_of(made),
        tell=told_of(made),
    )
    return made


def _with_licence(facts: InstitutionFacts, papers: Sequence[Paper]) -> InstitutionFacts:
    """Give the profile the number of the licence that was shown: the two are one."""
    licence = next(each.number for each in papers if each.kind == LICENCE)
    return InstitutionFacts(**{**vars(facts), "licence_no": licence})
