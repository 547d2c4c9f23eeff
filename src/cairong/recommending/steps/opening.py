"""Recommend one supplier inside an act: hold it against every rule, write it, ask institutions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import Tell
from cairong.clocks.steps.duties import open_duty
from cairong.contracts.steps.numbers import next_numbers
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Finding, Invalid
from cairong.kernel.identifiers import check_uscc
from cairong.kernel.text import clean_text
from cairong.parties.models import Organisation, SupplierProfile
from cairong.parties.reads import has_people, institutions_serving, region_names
from cairong.policy import recommending as rules
from cairong.policy.rule import findings, require
from cairong.recommending.facts import Firm
from cairong.recommending.models import Ask, Ground, GroundPaper, Recommendation
from cairong.recommending.reads import DUTY, kept_paper, open_on
from cairong.rulebook.reads import calendar_of, parameter

SERIES = "TJ"
LONGEST = "recommendation_days"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A recommendation that stands now, the institutions it asks, and its papers by ground."""

    recommendation: Recommendation
    asks: tuple[Ask, ...]
    firm: Firm
    papers: dict[str, GroundPaper]
    size: str

    @property
    def about(self) -> list[UUID]:
        """Name the records that its event is about."""
        return [self.recommendation.pk, *(each.pk for each in self.asks)]

    @property
    def readers(self) -> list[UUID]:
        """Name the organisations that may read its event."""
        return [self.recommendation.supplier_id, *(each.institution_id for each in self.asks)]

    def told(self) -> list[Tell]:
        """Say who is told: each institution of its own ask, the supplier of its recommendation."""
        supplier = Tell(
            organisation_id=self.recommendation.supplier_id,
            role=Role.SUPPLIER,
            saying="recommending.supplier.named",
            subject_id=self.recommendation.pk,
        )
        return [supplier, *asked_told(self.asks)]

    def shown(self) -> dict[str, Any]:
        """Say it with what it rests on: what the second person reads."""
        found = self.recommendation
        return {
            "no": found.no,
            "supplier": found.supplier.name,
            "uscc": found.supplier.uscc,
            "size": self.size,
            "until": found.until,
            **{kind: words for kind, (words, _) in self.firm.grounds.items()},
            **evidence(self.papers.values()),
            "asked": len(self.asks),
        }


def evidence(papers: Iterable[GroundPaper]) -> dict[str, str]:
    """Name the papers of the grounds with the beginnings of their hashes; nothing for none."""
    named = "、".join(f"{each.name}({each.sha256[:16]})" for each in papers)
    return {"evidence": named} if named else {}


def asked_told(asks: Iterable[Ask]) -> list[Tell]:
    """Tell the officers of institutions, each of its own ask."""
    return [
        Tell(organisation_id=ask.institution_id, role=Role.INSTITUTION_OFFICER, subject_id=ask.pk)
        for ask in asks
    ]


def wrong_with(actor: Actor, now: datetime, firm: Firm) -> tuple[Finding, ...]:
    """Say every rule by which a firm that is known cannot be recommended; nothing is written."""
    supplier = firm_of(actor, firm)
    return _findings(actor, now, firm, supplier, institutions=_serving(supplier).count())


def open_recommendation(actor: Actor, now: datetime, firm: Firm) -> Opened:
    """Write a recommendation with its grounds, ask who serves its region, start their days.

    Raises Invalid for a firm that is none of the actor's and for words that say nothing,
    PolicyBreach with every rule that is not met, Conflict where it is recommended already.
    Writes: recommending.Recommendation, Ground, Ask, clocks.Duty, clocks.Mark.
    """
    supplier = firm_of(actor, firm)
    serving = list(_serving(supplier))
    require(*_findings(actor, now, firm, supplier, institutions=len(serving)))
    if standing := open_on(supplier.pk):
        raise Conflict(
            "recommending.open_already", rules.CLAUSE, name=supplier.name, no=standing.no
        )
    assert actor.organisation_id is not None
    found = Recommendation.objects.create(
        city_id=actor.city,
        no=next_numbers(actor.city, SERIES, day_of(now).year)[0],
        supplier=supplier,
        authority_id=actor.organisation_id,
        region=supplier.region,
        until=firm.until,
        recommended_at=now,
    )
    papers = keep_grounds(actor, found, firm, version=1, now=now)
    asks = ask(found, serving, now=now)
    return Opened(
        recommendation=found,
        asks=asks,
        firm=firm,
        papers=papers,
        size=_size(supplier),
    )


def keep_grounds(
    actor: Actor,
    found: Recommendation,
    firm: Firm,
    *,
    version: int,
    now: datetime,
    kinds: Collection[str] = tuple(rules.GROUNDS),
) -> dict[str, GroundPaper]:
    """Keep the grounds of these kinds as a version; answer the papers they rest on."""
    papers = dict[str, GroundPaper]()
    for kind in kinds:
        words, paper_id = firm.grounds[kind]
        if paper_id is not None:
            papers[kind] = kept_paper(actor, paper_id)
        Ground.objects.create(
            recommendation=found,
            version=version,
            kind=kind,
            words=clean_text(words, kind, least=rules.LEAST, most=rules.MOST),
            paper=papers.get(kind),
            at=now,
        )
    return papers


def ask(
    found: Recommendation, institutions: Iterable[Organisation], *, now: datetime
) -> tuple[Ask, ...]:
    """Ask institutions to answer a recommendation, and start the days of each."""
    calendar = calendar_of(found.city_id)
    asks = list[Ask]()
    for institution in institutions:
        made = Ask.objects.create(
            city_id=found.city_id, recommendation=found, institution=institution, asked_at=now
        )
        open_duty(
            city=found.city_id,
            kind=DUTY,
            subject_id=made.pk,
            holder=institution,
            region=found.region,
            title=f"推荐企业 {found.supplier.name}",
            start_on=day_of(now),
            now=now,
            about=[found.pk],
            calendar=calendar,
        )
        asks.append(made)
    return tuple(asks)


def firm_of(actor: Actor, firm: Firm) -> Organisation:
    """Find the supplier of a code in the actor's region, by the name too where one is given.

    Raises Invalid for a code that is none, that nobody registered, or that is another's.
    """
    code = check_uscc(firm.uscc, field="uscc")
    rows = Organisation.objects.filter(
        city_id=actor.city, kind=Organisation.Kind.SUPPLIER, uscc=code
    )
    if not actor.whole_city:
        rows = rows.filter(region=actor.region)
    found = rows.first()
    if found is None:
        raise Invalid("recommending.no_firm", rules.CLAUSE, field="uscc", value=code)
    if firm.name and firm.name not in {found.name, *found.former_names}:
        said = {"value": firm.name, "name": found.name, "uscc": code}
        raise Invalid("recommending.other_name", rules.CLAUSE, field="name", **said)
    return found


def _findings(
    actor: Actor, now: datetime, firm: Firm, supplier: Organisation, *, institutions: int
) -> tuple[Finding, ...]:
    today = day_of(now)
    region = region_names(actor.city).get(supplier.region, supplier.region)
    return findings(
        rules.recommended_takes_part(
            name=supplier.name, active=supplier.active, has_people=has_people(supplier, now)
        ),
        rules.recommended_is_sme(name=supplier.name, size=_size(supplier)),
        rules.recommended_for_a_time(
            today=today, until=firm.until, most_days=parameter(actor.city, LONGEST, on=today)
        ),
        rules.somebody_is_asked(region=region, institutions=institutions),
    )


def _serving(supplier: Organisation) -> Any:
    return institutions_serving(supplier.city_id, supplier.region)


def _size(supplier: Organisation) -> str:
    size = SupplierProfile.objects.filter(pk=supplier.pk).values_list("size", flat=True).first()
    return size or ""
