"""Let an institution read one's contact data, take that back, and read it: each recorded."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, NotAllowed, NotFound
from cairong.lending.models import Application, Consent
from cairong.lending.reads import application_for
from cairong.lending.states import APPLICATION
from cairong.lending.steps.contact import ASKED, PURSUED, asked_at, consent_of, contacted
from cairong.lending.steps.registering import CONSENT_DAYS


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A supplier's contact data, as read by an institution with consent."""

    name: str
    phone: str


@use_case(Role.SUPPLIER, word="同意金融机构查看联系方式")
def give_consent(*, actor: Actor, now: datetime, application_id: UUID) -> Consent:
    """Let one institution that was asked read the contact data of this intent.

    One whose days are over is closed by it. Raises NotFound, WrongState once the application has
    ended, Conflict where it may already.
    Writes: lending.Consent.
    """
    application = _pursued(actor, application_id, "同意查看联系方式")
    today = day_of(now)
    until = today + timedelta(days=CONSENT_DAYS)
    standing = Consent.objects.filter(intent=application.intent, withdrawn_at__isnull=True)
    over = standing.filter(institution=application.institution, until__lt=today)
    over.update(withdrawn_at=now)
    consent = Consent.objects.create(
        intent=application.intent,
        institution=application.institution,
        given_at=now,
        until=until,
    )
    _record(actor, now, application, "lending.consent.given", until=until.isoformat())
    return consent


@use_case(Role.SUPPLIER, word="撤回查看联系方式的同意")
def withdraw_consent(*, actor: Actor, now: datetime, application_id: UUID) -> Consent:
    """Take a consent back; from this moment the institution sees masked data only.

    Raises NotFound where none stands. Writes: lending.Consent.
    """
    application = application_for(actor, application_id, lock=True)
    consent = consent_of(application, on=day_of(now))
    if consent is None:
        raise NotFound("access.not_found", thing="同意书")
    consent.withdrawn_at = now
    consent.save(update_fields=["withdrawn_at"])
    _record(actor, now, application, "lending.consent.withdrawn")
    return consent


@use_case(Role.INSTITUTION_OFFICER, Role.INSTITUTION_MANAGER, word="查看联系方式")
def read_contact(*, actor: Actor, now: datetime, application_id: UUID) -> Contact:
    """Read the supplier's contact data under its consent; the reading itself is recorded.

    That is the first contact (二(一)-3). Raises NotFound; NotAllowed without consent.
    Writes: clocks.Mark.
    """
    application = application_for(actor, application_id, lock=True)
    if consent_of(application, on=day_of(now)) is None:
        raise NotAllowed("lending.no_consent", "二(一)-3")
    contacted(application, now=now, reason="查看联系方式")
    supplier = application.intent.supplier
    _record(actor, now, application, "lending.contact.read")
    return Contact(name=supplier.contact_name, phone=supplier.contact_phone)


@use_case(Role.INSTITUTION_OFFICER, word="征求查看联系方式的同意")
def ask_consent(*, actor: Actor, now: datetime, application_id: UUID) -> Application:
    """Ask the supplier of an intent that was sent to all for its consent, once.

    Asking is the first contact (二(一)-3): what else there is to do needs a consent or a contract.
    Raises NotFound, WrongState once the application has ended, Conflict where the supplier was
    asked before or has consented. Writes: clocks.Mark.
    """
    application = _pursued(actor, application_id, "征求查看联系方式的同意")
    if consent_of(application, on=day_of(now)) is not None:
        raise Conflict("lending.already_consented")
    if asked_at(application) is not None:
        raise Conflict("lending.consent_asked", "二(一)-3")
    contacted(application, now=now, reason="征求同意联系")
    _record(actor, now, application, ASKED, no=application.intent.no)
    return application


def _pursued(actor: Actor, application_id: UUID, act: str) -> Application:
    application = application_for(actor, application_id, lock=True)
    if application.state not in PURSUED:
        raise APPLICATION.refusal(application.state, act)
    return application


def _record(
    actor: Actor, now: datetime, application: Application, event: str, **facts: str
) -> None:
    other = (
        Tell(organisation_id=application.institution_id, role=Role.INSTITUTION_OFFICER)
        if actor.role is Role.SUPPLIER
        else Tell(organisation_id=application.intent.supplier_id, role=Role.SUPPLIER)
    )
    record(
        actor=actor,
        now=now,
        type=event,
        subject=application,
        about=[application.intent_id],
        visible_to=[application.intent.supplier_id, application.institution_id],
        after=facts,
        basis=["二(一)-3"],
        tell=[other],
    )
