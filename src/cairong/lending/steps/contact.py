"""What an institution may see of a supplier's contact data: masked until it consents."""

from dataclasses import dataclass
from datetime import date, datetime

from cairong.audit.models import Event
from cairong.clocks.steps.duties import fulfil_duty
from cairong.kernel.calendar import day_of
from cairong.kernel.identifiers import mask_phone
from cairong.lending.models import Application, Consent
from cairong.lending.states import OPEN_APPLICATIONS

ASKED = "lending.consent.asked"
PURSUED = (*OPEN_APPLICATIONS, "accepted")


@dataclass(frozen=True, kw_only=True)
class Masked:
    """Contact data as an institution sees it before it reads them; whether it may read them."""

    name: str
    phone: str
    readable: bool


def masked_contact(application: Application, *, on: date) -> Masked:
    """Show an application's contact data masked, and whether consent stands to read them."""
    supplier = application.intent.supplier
    return Masked(
        name=masked_name(supplier.contact_name),
        phone=mask_phone(supplier.contact_phone),
        readable=consent_of(application, on=on) is not None,
    )


def consent_of(application: Application, *, on: date) -> Consent | None:
    """Find the consent that stands for an application's institution on a day.

    It is given for the application's purpose and ends with it. Source: 二(一)-3.
    """
    if application.state not in PURSUED:
        return None
    return Consent.objects.filter(
        intent_id=application.intent_id,
        institution_id=application.institution_id,
        withdrawn_at__isnull=True,
        until__gte=on,
    ).first()


def asked_at(application: Application) -> datetime | None:
    """Say when the institution asked for the consent, if it did."""
    rows = Event.objects.filter(
        city=application.city_id, type=ASKED, about__contains=[application.pk]
    )
    return rows.values_list("at", flat=True).first()


def contacted(application: Application, *, now: datetime, reason: str) -> None:
    """Fulfil the duty of first contact, by what the institution did; nothing where it is done.

    Call it with the application locked. Writes: clocks.Mark. Source: 二(一)-3.
    """
    fulfil_duty(
        subject_id=application.pk, kind="first_contact", on=day_of(now), now=now, reason=reason
    )


def masked_name(name: str) -> str:
    """Show only the family name: 王**."""
    return f"{name[:1]}**" if name else ""
