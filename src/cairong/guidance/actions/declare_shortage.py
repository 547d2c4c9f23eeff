"""Declare a shortage of funds to the People's Bank, by a manager and another of an institution."""

from datetime import datetime

from cairong.audit.recording import record
from cairong.clocks.steps.duties import open_duty
from cairong.contracts.steps.numbers import next_numbers
from cairong.guidance.models import Shortage
from cairong.guidance.shortages import is_local
from cairong.guidance.states import SHORTAGE
from cairong.guidance.steps.telling import at_pboc
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.parties.models import Organisation
from cairong.parties.reads import the_only
from cairong.policy.relending import ANSWER, CLAUSE, declares_as_local
from cairong.policy.rule import require

SERIES = "ZJ"


@two_person(Role.INSTITUTION_MANAGER, word="申报资金困难", of=SHORTAGE, numbers=("no",))
def declare_shortage(
    *, actor: Actor, now: datetime, amount_fen: int, months: int, purpose: str
) -> Shortage:
    """Say how much of the central bank's funds is asked, for how long and what for.

    Raises PolicyBreach for whoever is no local legal person, Conflict while another waits, Invalid
    for an amount, time or words that do not fit.
    Writes: guidance.Shortage, clocks.Duty. Source: 三(二)-3.
    """
    assert actor.organisation_id is not None
    require(declares_as_local(name=actor.organisation_name, local=is_local(actor.organisation_id)))
    waiting = Shortage.objects.filter(institution=actor.organisation_id, state="open").first()
    if waiting is not None:
        raise Conflict("relending.open_already", CLAUSE, no=waiting.no)
    pboc = the_only(actor.city, Organisation.Kind.PBOC)
    found = Shortage.objects.create(
        city_id=actor.city,
        no=next_numbers(actor.city, SERIES, day_of(now).year)[0],
        institution_id=actor.organisation_id,
        authority=pboc,
        amount_fen=amount_fen,
        months=months,
        purpose=clean_text(purpose, "purpose", least=8, most=500, lines=True),
        declared_at=now,
    )
    _await_answer(found, now=now)
    record(
        actor=actor,
        now=now,
        type="guidance.shortage.declared",
        subject=found,
        visible_to=[pboc.pk],
        after={
            "no": found.no,
            "amount_fen": amount_fen,
            "months": months,
            "purpose": found.purpose,
        },
        basis=[CLAUSE],
        tell=at_pboc(pboc.pk, found.pk),
    )
    return found


def _await_answer(found: Shortage, *, now: datetime) -> None:
    open_duty(
        city=found.city_id,
        kind=ANSWER,
        subject_id=found.pk,
        holder=found.authority,
        region=found.city_id,
        title=found.no,
        start_on=day_of(now),
        now=now,
    )
