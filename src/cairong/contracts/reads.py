"""Awards and contracts as each actor may see them: not yours is not there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cairong.audit.rows import fetch, locked
from cairong.contracts.models import (
    Award,
    AwardInvitation,
    AwardShare,
    Contract,
    ContractSupplier,
    Filing,
    ScheduleRow,
    SecretCount,
    WithheldItem,
)
from cairong.contracts.states import ON_FILE, PUBLIC_STATES
from cairong.kernel.actor import BUREAU, INSTITUTION, PURCHASER, Actor, Role
from cairong.kernel.calendar import add_working_days, day_of
from cairong.kernel.errors import NotFound
from cairong.parties.models import Claim, Organisation
from cairong.parties.reads import names_borne, own_organisation, served_regions
from cairong.parties.steps.invitations import hashed
from cairong.rulebook.reads import calendar_of, parameter_or_first

ON_FILE_WORD = "on-file"
type Shares = Sequence[AwardShare]


@dataclass(frozen=True, kw_only=True)
class AwardView:
    """An award with its purchaser, its winners in order, and the contract that stands on it."""

    award: Award
    shares: list[AwardShare]
    contract: Contract | None


@dataclass(frozen=True, kw_only=True)
class ContractView:
    """A contract with all that stands in it, and its award; the newest filing first."""

    contract: Contract
    award: Award
    shares: list[AwardShare]
    suppliers: list[ContractSupplier]
    schedule: list[ScheduleRow]
    withheld: list[WithheldItem]
    filings: list[Filing]

    @property
    def filing(self) -> Filing:
        """The newest round of filing. Raises NotFound where none was submitted."""
        if not self.filings:
            raise NotFound("access.not_found", thing="备案")
        return self.filings[0]


@dataclass(frozen=True, kw_only=True)
class Invited:
    """An invitation of a winner: until when it stands, and the state of the claim it led to."""

    expires_at: datetime
    claim: str


def awards_of(actor: Actor) -> QuerySet[Award]:
    """List the awards an actor may see, newest notice first; notices are public to institutions.

    An agency sees those that it recorded, or that stand on a procurement file it issued.
    """
    rows = Award.objects.filter(city_id=actor.city).order_by("-notice_on", "-no")
    own = actor.organisation_id
    if actor.role in PURCHASER:
        return rows.filter(purchaser=own)
    if actor.role in (Role.AGENCY_CLERK, Role.SUPPLIER):
        handled = Q(engagement__agency=own) | Q(file__agency=own)
        won = Q(shares__supplier=own)
        return rows.filter(won if actor.role is Role.SUPPLIER else handled)
    if actor.role in BUREAU:
        return _in_scope(rows, actor).filter(sample=False)
    if actor.role in INSTITUTION:
        return rows.filter(sample=False)
    if actor.role in (Role.OPERATOR, Role.SYSTEM):
        return rows
    return rows.none()


def contracts_of(actor: Actor) -> QuerySet[Contract]:
    """List the contracts an actor may see, newest first.

    Their own for purchaser and supplier; their region's for the bureau; what is public for
    institutions and overseers; none for an agency.
    """
    rows = Contract.objects.filter(city_id=actor.city).order_by("-recorded_at", "-no")
    if actor.role in PURCHASER:
        return rows.filter(purchaser=actor.organisation_id)
    if actor.role is Role.AGENCY_CLERK:
        return rows.none()
    public = rows.filter(state__in=PUBLIC_STATES)
    if actor.role is Role.SUPPLIER:
        return public.filter(suppliers__supplier=actor.organisation_id)
    if actor.role in (Role.OPERATOR, Role.SYSTEM):
        return rows
    if actor.role in BUREAU:
        return _in_scope(public, actor)
    return public


def award_for(actor: Actor, award_id: UUID, *, lock: bool = False) -> Award:
    """Fetch an award the actor may see. Raises NotFound."""
    return fetch(awards_of(actor), award_id, "中标(成交)记录", lock=lock)


def contract_for(actor: Actor, contract_id: UUID, *, lock: bool = False) -> Contract:
    """Fetch a contract the actor may see. Raises NotFound."""
    return fetch(contracts_of(actor), contract_id, "合同", lock=lock)


def award_view(actor: Actor, award_id: UUID) -> AwardView:
    """Read an award the actor may see, with all that stands on it. Raises NotFound."""
    rows = awards_of(actor).select_related("purchaser", "engagement")
    award = fetch(rows, award_id, "中标(成交)记录")
    return AwardView(award=award, shares=shares_of(award), contract=draft_of(award))


def contract_view(actor: Actor, contract_id: UUID) -> ContractView:
    """Read a contract the actor may see, with all that stands in it. Raises NotFound."""
    rows = contracts_of(actor).select_related("award__purchaser")
    contract = fetch(rows, contract_id, "合同")
    return ContractView(
        contract=contract,
        award=contract.award,
        shares=shares_of(contract.award),
        suppliers=suppliers_of(contract),
        schedule=list(contract.schedule.all()),
        withheld=list(contract.withheld.order_by("item")),
        filings=list(contract.filings.order_by("-round")),
    )


def shares_of(award: Award) -> list[AwardShare]:
    """List who won an award, each with its supplier where that is registered, in order."""
    return list(award.shares.select_related("supplier").order_by("position"))


def schedule_of(contract: Contract) -> list[ScheduleRow]:
    """List a contract's milestones of payment, in order."""
    return list(contract.schedule.all())


def newest_invitations(award: Award) -> dict[UUID, Invited]:
    """Give by share the newest invitation of each winner of an award, with what came of it."""
    rows = AwardInvitation.objects.filter(share__award=award).order_by("created_at", "pk")
    found = rows.values_list("share", "expires_at", "claim__state")
    return {pk: Invited(expires_at=at, claim=claim or "") for pk, at, claim in found}


def supplier_names(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Name the suppliers of each of these contracts, in order."""
    rows = ContractSupplier.objects.filter(contract__in=ids).order_by("position")
    return _joined(rows.values_list("contract", "name"))


def winner_names(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Name who won each of these awards, in order."""
    rows = AwardShare.objects.filter(award__in=ids).order_by("position")
    return _joined(rows.values_list("award", "supplier_name"))


def awards_on(actor: Actor, file_id: UUID) -> list[Award]:
    """List the awards an actor may see that stand on a procurement file, the newest first."""
    return list(awards_of(actor).filter(file=file_id))


def open_awards(actor: Actor) -> QuerySet[Award]:
    """List the awards an actor may see whose contract is not signed yet, the newest first."""
    return awards_of(actor).filter(state="noticed")


def own_shares(actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, int | None]:
    """Say what a supplier's own share of each award is; None where it is not shared out yet."""
    own, shares = own_organisation(actor), defaultdict[UUID, list[AwardShare]](list)
    for awardshare in AwardShare.objects.filter(award__in=ids).select_related("award"):
        shares[awardshare.award_id].append(awardshare)
    found = {}
    for pk, of_award in shares.items():
        mine = next(each for each in of_award if each.supplier_id == own)
        whole = mine.award.amount_fen if len(of_award) == 1 else None
        found[pk] = mine.share_fen or whole
    return found


def awards_served(actor: Actor) -> QuerySet[Award]:
    """List the award notices of the regions an institution serves."""
    return awards_of(actor).filter(region__in=served_regions(actor))


def imported_rows(actor: Actor, src_ids: Iterable[str]) -> dict[tuple[str, str], str]:
    """Give the digests of the rows of these ids that were imported already, by source and id."""
    rows = Award.objects.filter(city_id=actor.city, src_id__in=list(src_ids))
    return {
        (src, src_id): digest
        for src, src_id, digest in rows.values_list("src", "src_id", "src_hash")
    }


def draft_of(award: Award) -> Contract | None:
    """Find the contract that stands on an award, drafted or signed."""
    return Contract.objects.filter(award=award).exclude(state="cancelled").first()


def suppliers_of(contract: Contract) -> list[ContractSupplier]:
    """List a contract's suppliers with their organisations, in order."""
    return list(contract.suppliers.select_related("supplier").order_by("position"))


def newest_filing(contract: Contract, *, lock: bool = False) -> Filing:
    """Fetch the newest round of filing. Raises NotFound where none was submitted."""
    rows = contract.filings.order_by("-round")
    filing = (locked(rows) if lock else rows).first()
    if filing is None:
        raise NotFound("access.not_found", thing="备案")
    return filing


def days_to_confirm(city: str, on: date) -> date:
    """Say until when a supplier has time to confirm its account in a filing of a day (D38)."""
    days = parameter_or_first(city, "confirm_account_days", on=on)
    return add_working_days(on, days, calendar_of(city)).due


def confirm_until(filing: Filing, city: str) -> date:
    """Say until when the suppliers of a filing have time to confirm their accounts (D38)."""
    return filing.confirm_until or days_to_confirm(city, day_of(filing.submitted_at))


def secret_counts(actor: Actor) -> QuerySet[SecretCount]:
    """List how many procurements of each purchaser were a state secret, month by month."""
    rows = SecretCount.objects.filter(city=actor.city).order_by("-month", "purchaser__name")
    return rows.filter(purchaser__region=actor.region) if actor.county_bureau else rows


def review_queue(actor: Actor) -> QuerySet[Contract]:
    """List the filings that wait for the procurement desk of the actor's region, oldest first.

    Each contract carries `round` and `opened_at` of its filing.
    """
    waiting = Filing.objects.filter(contract=OuterRef("pk"), verdict="").order_by("-round")
    return (
        contracts_of(actor)
        .filter(state="announced")
        .annotate(
            round=Subquery(waiting.values("round")[:1]),
            opened_at=Subquery(waiting.values("opened_at")[:1]),
        )
        .order_by("announced_at", "no")
    )


def contracts_here(actor: Actor) -> QuerySet[Contract]:
    """List the contracts an actor may see, without the samples of other places."""
    return contracts_of(actor).filter(sample=False)


def on_file_or(_actor: Actor, _now: datetime, state: str) -> Q:
    """Keep the contracts in a state; ON_FILE_WORD keeps all that are on file."""
    if state == ON_FILE_WORD:
        return Q(state__in=ON_FILE)
    return Q(state=state) if state else Q()


def unclaimed_awards(actor: Actor) -> QuerySet[Award]:
    """List imported awards that bear the name of the actor's organisation, claimed by nobody.

    A purchaser's former names count too; a supplier's do not, as another may bear them by now.
    """
    own = own_organisation(actor)
    if actor.role is Role.SUPPLIER:
        name = Organisation.objects.filter(pk=own).values("name")
        named = Q(shares__supplier__isnull=True, shares__supplier_name__in=name)
    else:
        named = Q(purchaser__isnull=True, purchaser_name__in=names_borne(own))
    return Award.objects.filter(named, city_id=actor.city, sample=False)


def unclaimed_count(actor: Actor) -> int:
    """Count the awards that bear the name of the actor's organisation and are claimed by nobody."""
    return unclaimed_awards(actor).count()


def _joined(rows: Iterable[tuple[UUID, str]]) -> dict[UUID, str]:
    names = defaultdict[UUID, list[str]](list)
    for pk, name in rows:
        names[pk].append(name)
    return {pk: "、".join(found) for pk, found in names.items()}


def _in_scope[Row: (Award, Contract)](rows: QuerySet[Row], actor: Actor) -> QuerySet[Row]:
    return rows if actor.whole_city else rows.filter(region=actor.region)


def winner_invited(city: str, token: str, *, lock: bool = False) -> AwardInvitation:
    """Find the invitation of a token, open or not. Raises NotFound."""
    rows = AwardInvitation.objects.select_related("share__award").filter(
        token_hash=hashed(token), share__award__city=city
    )
    found = (locked(rows) if lock else rows).first()
    if found is None:
        raise NotFound("contracts.invitation_unknown")
    return found


def require_open(invitation: AwardInvitation, now: datetime) -> None:
    """Refuse an invitation that was used, withdrawn or ran out. Raises NotFound saying which."""
    share = invitation.share
    name = share.supplier_name
    if invitation.claim_id is not None or share.supplier_id is not None:
        raise NotFound("contracts.invitation_used", name=name)
    if invitation.withdrawn_at is not None or share.award.state != "noticed":
        raise NotFound("contracts.invitation_withdrawn", name=name)
    if invitation.expires_at <= now:
        raise NotFound("contracts.invitation_expired", name=name, expired_at=invitation.expires_at)


def award_of_claim(claim: Claim) -> Award | None:
    """Find the award from whose invitation somebody registered."""
    return Award.objects.filter(shares__invitations__claim=claim).first()
