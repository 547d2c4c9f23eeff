"""Have an outside source read by a supplier's consent; keep what it answers, or that it did not."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.lending.models import Application, Lookup
from cairong.lending.reads import application_for
from cairong.lending.states import APPLICATION, LOOKUP, UNDECIDED
from cairong.lending.steps.lookups import Answer, data_consents, require_source
from cairong.policy.eligibility import CLAUSE
from cairong.policy.lookups import KINDS, RULES_OF, consented
from cairong.policy.rule import require

ENDINGS = {"drop": "lending.lookup.dropped", "give_up": "lending.lookup.given_up"}


@use_case(Role.INSTITUTION_OFFICER, word="查询外部数据")
def look_up(*, actor: Actor, now: datetime, application_id: UUID, source: str) -> Lookup:
    """Ask for what an outside source says of a supplier, by its consent; the source answers later.

    Raises NotFound, Invalid, WrongState once decided or where nobody reads that source here,
    PolicyBreach without a consent that stands, Conflict while it is asked already.
    Writes: lending.Lookup. Source: 二(五)-1.
    """
    assert actor.person_id is not None
    application = application_for(actor, application_id, lock=True)
    if application.state not in UNDECIDED:
        raise APPLICATION.refusal(application.state, "查询外部数据")
    require_source(actor.city, source)
    consent = data_consents(application, day_of(now)).get(source)
    require(consented(source=source, stands=consent is not None))
    assert consent is not None
    if Lookup.objects.filter(application=application, source=source, state="asked").exists():
        raise Conflict("lookup.asked", what=KINDS[source].word)
    lookup = Lookup.objects.create(
        city_id=actor.city, application=application, consent=consent, source=source,
        person_id=actor.person_id, asked_at=now, not_before=now,
    )  # fmt: skip
    _record(actor, now, lookup, "lending.lookup.asked")
    return lookup


@use_case(Role.SYSTEM, word="保存外部数据的答复")
def keep_answer(*, actor: Actor, now: datetime, lookup_id: UUID, answer: Answer) -> Lookup:
    """Keep what a source answered; nothing of it where the consent is over by now.

    The event says that it came, not what: the row alone holds it, behind the consent.

    Raises WrongState where the look is over. Writes: lending.Lookup. Source: 二(五)-1.
    """
    lookup, stands = _open(actor, now, lookup_id, "保存数据源的答复")
    if not stands:
        return _end(actor, now, lookup, "drop")
    kind = KINDS[lookup.source]
    verdict = kind.judges(answer.facts)
    lookup.state = LOOKUP.after(lookup.state, "answer")
    lookup.provider, lookup.reference = answer.provider, answer.reference
    lookup.facts, lookup.of_on = dict(answer.facts), answer.of_on
    lookup.value, lookup.result = verdict.value, verdict.result
    lookup.rules, lookup.ended_at, lookup.why = RULES_OF, now, ""
    lookup.save(update_fields=list(Lookup.APP_UPDATES))
    _record(actor, now, lookup, "lending.lookup.answered")
    return lookup


@use_case(Role.SYSTEM, word="结束外部数据查询")
def end_lookup(*, actor: Actor, now: datetime, lookup_id: UUID) -> Lookup:
    """End a look that came to nothing: its consent is over, or the source never answered.

    Raises WrongState where it is over. Writes: lending.Lookup.
    """
    lookup, stands = _open(actor, now, lookup_id, "结束查询")
    return _end(actor, now, lookup, "give_up" if stands else "drop")


def _open(actor: Actor, now: datetime, lookup_id: UUID, act: str) -> tuple[Lookup, bool]:
    """Fetch a look that waits, its application locked first, and whether its consent stands."""
    found = Lookup.objects.get(pk=lookup_id, city_id=actor.city)
    application = Application.objects.select_for_update(of=("self",), no_key=True).get(
        pk=found.application_id
    )
    lookup = Lookup.objects.select_related("application__intent", "consent").get(pk=lookup_id)
    if lookup.state != "asked":
        raise LOOKUP.refusal(lookup.state, act)
    held = data_consents(application, day_of(now)).get(lookup.source)
    stands = application.state in UNDECIDED and held is not None
    return lookup, stands and held is not None and held.pk == lookup.consent_id


def _end(actor: Actor, now: datetime, lookup: Lookup, step: str) -> Lookup:
    lookup.state, lookup.ended_at = LOOKUP.after(lookup.state, step), now
    lookup.save(update_fields=["state", "ended_at"])
    _record(actor, now, lookup, ENDINGS[step])
    return lookup


def _record(actor: Actor, now: datetime, lookup: Lookup, event: str) -> None:
    application = lookup.application
    intent = application.intent
    record(
        actor=actor,
        now=now,
        type=event,
        subject=lookup,
        about=[application.pk, intent.pk],
        visible_to=[intent.supplier_id, application.institution_id],
        after={
            "no": intent.no, "source_word": KINDS[lookup.source].word,
            "institution": application.institution.name},
        basis=[CLAUSE],
        tell=[Tell(organisation_id=intent.supplier_id, role=Role.SUPPLIER, subject_id=intent.pk)],
    )  # fmt: skip
