"""Where any record leads its reader: what it is itself, then what it belongs to, to its case."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q

from cairong.admission.reads import institutions_for
from cairong.agencies.reads import engagement_for, file_for
from cairong.alerts.reads import alert_for
from cairong.assessment.finding import assessment_found
from cairong.audit.rows import fetch
from cairong.board.finding import board_found
from cairong.cases.confirming import confirming_of
from cairong.complaints.reads import complaint_for
from cairong.contracts import reads as contracts
from cairong.evaluation.finding import evaluation_found
from cairong.guidance.models import RosterPush
from cairong.guidance.reads import guidance_for, guided_for
from cairong.guidance.roster import own_entry, push_for, pushes_of
from cairong.guidance.shortages import shortage_for
from cairong.kernel.actor import INSTITUTION, PURCHASER, Actor, Role
from cairong.kernel.errors import NotFound
from cairong.lending import elsewhere
from cairong.lending import reads as lending
from cairong.lending.disputes import start_for
from cairong.lending.models import Application, BackgroundCheck, Intent, Verification
from cairong.lending.overdues import overdue_for
from cairong.notary import reads as notary
from cairong.orders import reads as orders
from cairong.orders.desks import TOLD
from cairong.outreach import reads as outreach
from cairong.oversight.outside import figures
from cairong.oversight.urgings import urging_for
from cairong.parties.four_eyes import proposal_for
from cairong.parties.models import (
    AccessAlarm,
    Claim,
    Delegation,
    Invitation,
    Mandate,
    OpenedDesk,
    Organisation,
)
from cairong.products.models import Product
from cairong.promotion.reads import event_for
from cairong.recommending.reads import ask_for, asks_of, recommendation_for
from cairong.rulebook.models import HolidayNotice, LprRow, ParameterRow
from cairong.sizing.reads import dispute_for
from cairong.spreading.stories import story_for
from cairong.treasury import reads as treasury
from cairong.treasury.models import Receivable
from cairong.treasury.steps.locks import offers_under

# Kinds of page and what each is of, the nearest first; a page of nothing has an empty key.
type Trail = tuple[tuple[str, str], ...]

DESK: Trail = (("desk", ""),)
HOME: Trail = (("home", ""),)
TOLD_OF_CHANNELS = (Role.OPERATOR, Role.PROCUREMENT_APPROVER)
CHECKERS = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)


def trail_of(actor: Actor, record_id: UUID) -> Trail:
    """Say where a record leads an actor. Raises NotFound for what it may not see."""
    for finder in FINDERS:
        try:
            return finder(actor, record_id)
        except NotFound:
            continue
    raise NotFound("access.not_found", thing="记录")


def _contract(actor: Actor, record_id: UUID) -> Trail:
    return _case(contracts.contract_for(actor, record_id).pk)


def _award(actor: Actor, record_id: UUID) -> Trail:
    award = contracts.award_for(actor, record_id)
    if actor.role is Role.AGENCY_CLERK:
        return (("award", str(award.pk)),)
    contract = contracts.draft_of(award)
    if contract is not None and contract.state != "draft":
        return _case(contract.pk)
    if actor.role in PURCHASER | INSTITUTION:
        return ("award", str(award.pk)), ("notice", award.no)
    letters = outreach.letters_on(actor, award.pk)
    return (("letter", str(letters[0].pk)),) if letters else DESK


def _application(actor: Actor, record_id: UUID) -> Trail:
    return _of_application(lending.application_for(actor, record_id))


def _look(actor: Actor, record_id: UUID) -> Trail:
    looks = BackgroundCheck.objects.filter(pk=record_id).values_list("application")
    looks = looks.union(Verification.objects.filter(pk=record_id).values_list("application"))
    return _application(actor, next((pk for (pk,) in looks), record_id))


def _intent(actor: Actor, record_id: UUID) -> Trail:
    intent = lending.intent_for(actor, record_id)
    own = Application.objects.filter(intent=intent, institution=actor.organisation_id).first()
    return (*((("application", str(own.pk)),) if own else ()), *_of_intent(intent))


def _offer(actor: Actor, record_id: UUID) -> Trail:
    rows = lending.offers_of(actor).select_related("application__intent")
    offer = fetch(rows, record_id, "报价")
    return ("offer", str(offer.pk)), *_of_application(offer.application)


def _loan(actor: Actor, record_id: UUID) -> Trail:
    loan = lending.loan_for(actor, record_id)
    return ("loan", str(loan.pk)), *_case(loan.contract_id)


def _elsewhere(actor: Actor, record_id: UUID) -> Trail:
    outside = elsewhere.outside_for(actor, record_id)
    return ("elsewhere", str(outside.pk)), *_case(outside.receivable.contract_id)


def _start(actor: Actor, record_id: UUID) -> Trail:
    start = start_for(actor, record_id)
    return ("start", str(start.pk)), *_of_application(start.application)


def _overdue(actor: Actor, record_id: UUID) -> Trail:
    overdue = overdue_for(actor, record_id)
    return ("overdue", str(overdue.pk)), *_loan(actor, overdue.loan_id)


def _lock(actor: Actor, record_id: UUID) -> Trail:
    lock = treasury.lock_for(actor, record_id)
    own: Trail = (("lock", str(lock.pk)), *_case(lock.receivable.contract_id))
    if actor.role in INSTITUTION:
        under = offers_under(lock)
        offers = lending.offers_of(actor).filter(pk__in=under)
        if offer := offers.first():
            return ("application", str(offer.application_id)), *own
        if outside := elsewhere.outsides_of(actor).filter(pk__in=under).first():
            return ("elsewhere", str(outside.pk)), *own
    return own


def _change(actor: Actor, record_id: UUID) -> Trail:
    change = treasury.change_for(actor, record_id)
    return ("change", str(change.pk)), *_case(change.receivable.contract_id)


def _opening(actor: Actor, record_id: UUID) -> Trail:
    opening = treasury.opening_for(actor, record_id)
    return ("opening", str(opening.pk)), *_case(opening.receivable.contract_id)


def _payment(actor: Actor, record_id: UUID) -> Trail:
    payment = treasury.payment_for(actor, record_id)
    return ("payment", str(payment.pk)), *_case(payment.receivable.contract_id)


def _receivable(actor: Actor, record_id: UUID) -> Trail:
    return _book(treasury.receivable_for(actor, record_id))


def _of_receivable(actor: Actor, record_id: UUID) -> Trail:
    """Lead an acceptance, a payee version or a remittance to the receivable it belongs to.

    An institution was told of it under the lock it held, which may have ended since.
    """
    for part in ("acceptances", "payees", "remittances"):
        found = treasury.receivables_for(actor).order_by().filter(**{part: record_id}).first()
        if found is not None:
            return _book(found)
        if actor.role in INSTITUTION:
            held = treasury.locks_for(actor).order_by()
            if lock := held.filter(**{f"receivable__{part}": record_id}).first():
                return _case(lock.receivable.contract_id)
    raise NotFound("access.not_found", thing="应收账款")


def _part(actor: Actor, record_id: UUID) -> Trail:
    """Lead a supplier to the account that waits for its word; others, and later, to the case."""
    found = confirming_of(actor, record_id)
    own: Trail = (("own_account", str(record_id)),) if found.waits else ()
    return *own, *_case(found.part.contract_id)


def _word(actor: Actor, record_id: UUID) -> Trail:
    """Lead a supplier to the accounts that it said are its own."""
    treasury.own_account_for(actor, record_id)
    return (("own_accounts", ""),)


def _shared(actor: Actor, record_id: UUID) -> Trail:
    return (("shared", str(treasury.shared_for(actor, record_id).pk)),)


def _engagement(actor: Actor, record_id: UUID) -> Trail:
    return (("engagement", str(engagement_for(actor, record_id).pk)),)


def _file(actor: Actor, record_id: UUID) -> Trail:
    return (("procurement_file", str(file_for(actor, record_id).pk)),)


def _urging(actor: Actor, record_id: UUID) -> Trail:
    return (("urging", str(urging_for(actor, record_id).pk)),)


def _alert(actor: Actor, record_id: UUID) -> Trail:
    return (("alert", str(alert_for(actor, record_id).pk)),)


def _guided(actor: Actor, record_id: UUID) -> Trail:
    return (("guided", str(guided_for(actor, record_id).pk)),)


def _shortage(actor: Actor, record_id: UUID) -> Trail:
    return (("shortage", str(shortage_for(actor, record_id).pk)),)


def _push(actor: Actor, record_id: UUID) -> Trail:
    return (("push", str(push_for(actor, record_id).pk)),)


def _entry(actor: Actor, record_id: UUID) -> Trail:
    """Lead a supplier to its own entry, an institution to what is pushed to it."""
    if actor.role is Role.SUPPLIER:
        found = own_entry(actor)
        if found is not None and found.pk == record_id:
            return (("own_roster", ""),)
        raise NotFound("access.not_found", thing="名录库企业")
    rows = pushes_of(actor) if actor.role in INSTITUTION else RosterPush.objects.none()
    pushed = rows.filter(entry=record_id).first()
    if pushed is None:
        raise NotFound("access.not_found", thing="名录库企业")
    return (("push", str(pushed.pk)),)


def _case_story(actor: Actor, record_id: UUID) -> Trail:
    """Lead a side of a story to its own page, the desks to theirs."""
    return (("case_story", str(story_for(actor, record_id).pk)),)


def _guidance(actor: Actor, record_id: UUID) -> Trail:
    return (("guidance", str(guidance_for(actor, record_id).pk)),)


def _evaluation(actor: Actor, record_id: UUID) -> Trail:
    return (evaluation_found(actor, record_id),)


def _assessment(actor: Actor, record_id: UUID) -> Trail:
    return (assessment_found(actor, record_id),)


def _letter(actor: Actor, record_id: UUID) -> Trail:
    return (("letter", str(outreach.letter_for(actor, record_id).pk)),)


def _proposal(actor: Actor, record_id: UUID) -> Trail:
    proposal_for(actor, record_id)
    return (("proposal", str(record_id)),)


def _channel(actor: Actor, record_id: UUID) -> Trail:
    kinds = {each.pk: kind for kind, each in outreach.channels_of(actor).items() if each}
    if record_id not in kinds or actor.role not in TOLD_OF_CHANNELS:
        raise NotFound("access.not_found", thing="发送渠道")
    return ("channel", kinds[record_id]), *DESK


def _break(actor: Actor, record_id: UUID) -> Trail:
    if actor.role in TOLD and notary.is_of_sending(actor, record_id):
        return DESK
    return (("break", str(notary.alarm_for(actor, record_id).pk)),)


def _signing(actor: Actor, record_id: UUID) -> Trail:
    """Lead a key or an order to one's first screen: what is to be signed is on the gateway."""
    orders.require_known(actor, record_id)
    return DESK


def _access(actor: Actor, record_id: UUID) -> Trail:
    alarm = fetch(AccessAlarm.objects.filter(city_id=actor.city), record_id, "登录告警")
    if alarm.account is None:
        return (("accesses_of_nobody", ""),) if actor.role in TOLD_OF_CHANNELS else DESK
    if alarm.account.person_id == actor.person_id:
        return (("own_accesses", ""),)
    return (("accesses", ""),) if _administers(actor) else HOME


def _product(actor: Actor, record_id: UUID) -> Trail:
    product = fetch(Product.objects.filter(city_id=actor.city), record_id, "产品")
    own = product.institution_id == actor.organisation_id
    return (("own_product" if own else "product", str(record_id)),)


def _recommendation(actor: Actor, record_id: UUID) -> Trail:
    """Lead an institution to what it is asked, others to the recommendation."""
    found = recommendation_for(actor, record_id)
    if actor.role in INSTITUTION:
        return (("ask", str(asks_of(actor).get(recommendation=found).pk)),)
    return (("recommendation", str(found.pk)),)


def _ask(actor: Actor, record_id: UUID) -> Trail:
    found = ask_for(actor, record_id)
    return ("ask", str(found.pk)), ("recommendation", str(found.recommendation_id))


def _outreach_event(actor: Actor, record_id: UUID) -> Trail:
    return (("outreach_event", str(event_for(actor, record_id).pk)),)


def _told_own(actor: Actor, record_id: UUID) -> Trail:
    """Lead to what the operator admits, the bureau checks and an administrator keeps."""
    if institutions_for(actor).filter(pk=record_id).exists():
        return (("admission", str(record_id)),)
    if actor.role is Role.OPERATOR and Organisation.objects.filter(pk=record_id).exists():
        return (("organisation", str(record_id)),)
    if actor.role in CHECKERS and Claim.objects.filter(pk=record_id).exists():
        return (("claim", str(record_id)),)
    for model in (Mandate, Invitation):
        if model.objects.filter(pk=record_id, organisation=actor.organisation_id).exists():
            return (("people", ""),) if _administers(actor) else HOME
    if record_id == actor.organisation_id:
        return (("house", ""),) if _administers(actor) else HOME
    if record_id == actor.person_id:
        return HOME
    raise NotFound("access.not_found", thing="单位或人员")


def _administers(actor: Actor) -> bool:
    return Mandate.objects.filter(Q(pk=actor.mandate_id), administrator=True).exists()


def _auditor(actor: Actor, record_id: UUID) -> Trail:
    """Lead the People's Bank to its first screen: it is told where an auditor's mandate ends."""
    here = Mandate.objects.filter(organisation__city_id=actor.city, role=Role.AUDITOR)
    fetch(here if actor.role is Role.PBOC else here.none(), record_id, "审计员授权")
    return HOME


def _rule(actor: Actor, record_id: UUID) -> Trail:
    row = ParameterRow.objects.filter(pk=record_id, city_id=actor.city).first()
    if row is not None:
        return (("parameter", row.code),)
    for model, page in ((HolidayNotice, "holidays"), (LprRow, "lpr")):
        if model.objects.filter(pk=record_id, city_id=actor.city).exists():
            return ((page, ""),)
    if figures(actor).filter(pk=record_id).exists():
        return (("outside", ""),)
    raise NotFound("access.not_found", thing="规则")


def _complaint(actor: Actor, record_id: UUID) -> Trail:
    return (("complaint", str(complaint_for(actor, record_id).pk)),)


def _size(actor: Actor, record_id: UUID) -> Trail:
    return (("size", str(dispute_for(actor, record_id).pk)),)


def _county(actor: Actor, record_id: UUID) -> Trail:
    """Lead from a desk that opened, or a letter, to the page of its county."""
    for model in (OpenedDesk, Delegation):
        found = model.objects.filter(pk=record_id, city_id=actor.city).first()
        if found is not None and (actor.whole_city or actor.region == found.region):
            return (("county", found.region),)
    raise NotFound("access.not_found", thing="县区")


def _of_application(application: Application) -> Trail:
    return ("application", str(application.pk)), *_of_intent(application.intent)


def _of_intent(intent: Intent) -> Trail:
    return ("intent", str(intent.pk)), *(_case(intent.contract_id) if intent.contract_id else DESK)


def _book(receivable: Receivable) -> Trail:
    return ("book", str(receivable.pk)), *_case(receivable.contract_id)


def _case(contract_id: UUID) -> Trail:
    return (("case", str(contract_id)),)


FINDERS: tuple[Callable[[Actor, UUID], Trail], ...] = (
    _proposal, _contract, _award, _application, _intent, _offer, _loan, _elsewhere, _start,
    _overdue, _lock, _change, _opening,
    _payment, _receivable, _of_receivable, _part, _word, _shared, _letter, _look, _channel,
    _break, _recommendation, _ask, _outreach_event, _access, _product, _told_own, _auditor, _rule,
    _signing, _urging, _county, _guided, _guidance, _shortage, _push, _entry, _evaluation,
    _assessment,
    board_found, _alert, _size, _complaint, _engagement, _file, _case_story,
)  # fmt: skip
