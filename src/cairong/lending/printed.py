"""Forms on paper as each actor may see them, and what is printed of them. 二(一)-6"""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet

from cairong.audit.rows import fetch, locked
from cairong.clocks.reads import newest
from cairong.kernel.actor import INSTITUTION, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, NotFound, WrongState
from cairong.kernel.money import format_yuan
from cairong.kernel.typesetting import code_for_phones, set_in_type
from cairong.lending.models import PaperForm
from cairong.lending.reads import application_for
from cairong.lending.steps.registering import CONSENT_DAYS
from cairong.policy.catalogue.words import day_words, moment_words
from cairong.policy.on_paper import CLAUSE, shown_code
from cairong.rulebook.reads import parameter

FORM_WORD = "纸质申请表"
ON_PAPER = "纸质申请"
ENTRY = "/institution/on-paper/new/"


def forms_of(actor: Actor) -> QuerySet[PaperForm]:
    """List the forms an actor may see: a supplier its own, an institution what it entered."""
    rows = PaperForm.objects.filter(city_id=actor.city).select_related(
        "supplier", "contract__purchaser", "institution", "intent"
    )
    if actor.role is Role.SUPPLIER:
        rows = rows.filter(supplier=actor.organisation_id)
    elif actor.role in INSTITUTION:
        rows = rows.filter(institution=actor.organisation_id)
    else:
        rows = rows.none()
    return rows.order_by("-entered_at", "-printed_at", "-pk")


def entered_by(actor: Actor) -> QuerySet[PaperForm]:
    """List what an institution entered from paper, newest first, each with its `application`."""
    rows = forms_of(actor).filter(institution__isnull=False)
    return rows.annotate(application=F("intent__applications"))


def application_entered(actor: Actor, intent_id: UUID) -> UUID:
    """Find the application that an institution entered as an intent."""
    rows = entered_by(actor).filter(intent=intent_id)
    pk: UUID = rows.values_list("intent__applications", flat=True).get()
    return pk


def late_or_not(_actor: Actor, _now: datetime, when: str) -> Q:
    """Keep what was entered late."""
    return Q(late=True) if when == "late" else Q()


def form_of(actor: Actor, intent_id: UUID, *, lock: bool = False) -> PaperForm:
    """Fetch the form an intent came on. Raises NotFound where it came on none."""
    rows = forms_of(actor).filter(intent=intent_id)
    found = (locked(rows) if lock else rows).first()
    if found is None:
        raise NotFound("access.not_found", thing=ON_PAPER)
    return found


def form_if_any(actor: Actor, intent_id: UUID) -> PaperForm | None:
    """Find the form an intent came on, if it came on paper."""
    return forms_of(actor).filter(intent=intent_id).first()


def form_for(actor: Actor, form_id: UUID) -> PaperForm:
    """Fetch a form the actor may see. Raises NotFound."""
    return fetch(forms_of(actor), form_id, FORM_WORD)


def printed_for(actor: Actor, contract_id: UUID) -> PaperForm | None:
    """Find the form of a contract that was printed and is not handed in."""
    return forms_of(actor).filter(contract=contract_id, state="printed").first()


def form_to_receive(actor: Actor, code: str, *, lock: bool = False) -> PaperForm:
    """Fetch by its number a form that can be entered: who holds it knows that.

    Raises Invalid, WrongState for one that is void, Conflict for one that was entered before;
    the number of the application is told to whoever entered it alone.
    """
    rows = PaperForm.objects.filter(city_id=actor.city, code=code).select_related(
        "contract", "intent"
    )
    found = (locked(rows) if lock else rows).first()
    if found is None:
        raise Invalid("lending.form_unknown", field="code", value=shown_code(code))
    if found.state == "void":
        raise WrongState("lending.form_void", CLAUSE)
    if found.state != "printed":
        own = found.intent if found.institution_id == actor.organisation_id else None
        raise Conflict(
            "lending.form_entered", CLAUSE, where=f"本机构的申请 {own.no}" if own else "别家的申请"
        )
    return found


def form_pdf(form: PaperForm) -> bytes:
    """Set a form in type, to be filled in by hand; its code leads the institution to its page."""
    return _set(
        "paper_form.typ",
        form,
        printed=day_words(day_of(form.printed_at)),
        number=shown_code(form.code),
        code=_code(f"{ENTRY}?code={form.code}"),
    )


def slip_pdf(actor: Actor, application_id: UUID) -> bytes:
    """Set in type what is handed back for a form: its number, its days. Raises NotFound."""
    application = application_for(actor, application_id)
    form = form_of(actor, application.intent_id)
    intent, duty = form.intent, newest(application_id, "first_contact")
    assert intent is not None
    assert form.institution is not None
    assert form.received_on is not None
    assert form.entered_at is not None
    return _set(
        "paper_slip.typ",
        form,
        institution=form.institution.name,
        wanted=f"{format_yuan(intent.amount_fen)} · {intent.days} 天",
        number=intent.no,
        received=day_words(form.received_on),
        entered=moment_words(form.entered_at),
        contact=day_words(duty.due_on) if duty else "",
        code=_code(f"/supplier/intents/{intent.pk}/"),
    )


def _set(source: str, form: PaperForm, **given: str) -> bytes:
    """Set a paper about a form in type; what is given is data, so that no sign is a command."""
    contract = form.contract
    facts = {
        "supplier": form.supplier.name,
        "uscc": form.supplier.uscc or "(没有登记)",
        "contract": f"{contract.no} {contract.title}",
        "purchaser": contract.purchaser_name,
        "amount": format_yuan(contract.amount_fen),
        "site": settings.SITE_URL,
        "decide": str(parameter(form.city_id, "decide_days", on=day_of(form.printed_at))),
        "consent": str(CONSENT_DAYS),
        "mark": "演示数据,不是真实的申请" if form.city.demo else "",
    }
    return set_in_type(Path(__file__).parent / source, facts | given)


def _code(path: str) -> str:
    """Draw an address of this platform as a code for phones."""
    return code_for_phones(f"{settings.SITE_URL}{path}")
