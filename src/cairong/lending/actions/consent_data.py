"""Let an institution have an outside source read, and take that back: each recorded."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, NotFound
from cairong.lending.models import Application, DataConsent, Lookup
from cairong.lending.reads import application_for
from cairong.lending.states import APPLICATION, LOOKUP
from cairong.lending.steps.contact import PURSUED
from cairong.lending.steps.lookups import data_consents, let_read
from cairong.policy.eligibility import CLAUSE
from cairong.policy.lookups import KINDS, kind_of


@use_case(Role.SUPPLIER, word="同意查询外部数据")
def give_data_consent(
    *, actor: Actor, now: datetime, application_id: UUID, source: str
) -> Application:
    """Let one institution that was asked have one outside source read for this intent.

    One whose days are over is closed by it. Raises NotFound, Invalid, WrongState once the
    application has ended or where nobody reads that source here, Conflict where it may already.
    Writes: lending.DataConsent. Source: 二(五)-1, 个人信息保护法§23.
    """
    application = application_for(actor, application_id, lock=True)
    if application.state not in PURSUED:
        raise APPLICATION.refusal(application.state, "同意查询外部数据")
    kind = kind_of(source)
    if source in data_consents(application, day_of(now)):
        raise Conflict("lookup.already_consented", what=kind.word)
    rows = DataConsent.objects.filter(
        intent=application.intent, institution=application.institution, source=source,
        withdrawn_at__isnull=True, until__lt=day_of(now),
    )  # fmt: skip
    rows.update(withdrawn_at=now)
    let_read(application.intent, [application.institution], [source], now=now)
    _record(actor, now, application, source, "lending.data_consent.given")
    return application


@use_case(Role.SUPPLIER, word="撤回查询外部数据的同意")
def withdraw_data_consent(
    *, actor: Actor, now: datetime, application_id: UUID, source: str
) -> Application:
    """Take a consent back; from this moment nothing is read by it, what waits is dropped.

    Raises NotFound where none stands. Writes: lending.DataConsent, Lookup.
    """
    application = application_for(actor, application_id, lock=True)
    consent = data_consents(application, day_of(now)).get(source)
    if consent is None:
        raise NotFound("access.not_found", thing="同意书")
    waiting = Lookup.objects.filter(consent=consent, state="asked")
    waiting.update(state=LOOKUP.after("asked", "drop"), ended_at=now)
    consent.withdrawn_at = now
    consent.save(update_fields=["withdrawn_at"])
    _record(actor, now, application, source, "lending.data_consent.withdrawn")
    return application


def _record(actor: Actor, now: datetime, application: Application, source: str, event: str) -> None:
    record(
        actor=actor,
        now=now,
        type=event,
        subject=application,
        about=[application.intent_id],
        visible_to=[application.intent.supplier_id, application.institution_id],
        after={
            "no": application.intent.no, "source": source, "source_word": KINDS[source].word,
        },
        basis=[CLAUSE],
        tell=[Tell(organisation_id=application.institution_id, role=Role.INSTITUTION_OFFICER)],
    )  # fmt: skip
