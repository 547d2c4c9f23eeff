"""Answer an appeal, by two of the People's Bank: corrected in a new version, or why not."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.evaluation.models import Appeal, Year
from cairong.evaluation.reads import appeal_for, aside_before, newest, own_facts, published_year
from cairong.evaluation.scheme import governing
from cairong.evaluation.states import APPEAL, YEAR
from cairong.evaluation.steps.versions import INSIDE, Made, keep_version, require_city, told_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import DATED, two_person
from cairong.policy.evaluation import MEASURE_WORDS, OBLIGATION
from cairong.policy.incentives import UPHELD, VERDICTS

Verdict = Literal["upheld", "overruled"]
FREE = ("cut_off", "appeal_on", "result_sha256", "facts_sha256")
CORRECTED = "evaluation.year.corrected"  # what all but the appellant are told, and no more
STEPS = {"upheld": "uphold", "overruled": "overrule"}


@two_person(Role.PBOC, word="答复评价申诉", of=APPEAL, free=dict.fromkeys(FREE, DATED))
def answer_appeal(
    *,
    actor: Actor,
    now: datetime,
    appeal_id: UUID,
    verdict: Verdict,
    reply: str,
    aside: list[str] | None = None,
) -> Appeal:
    """Uphold an appeal in a new version, worked out anew from the records, or say why not.

    Facts of the institution may be named that count no more. Whoever the version changes may
    appeal in turn, and learns nothing of this one. Raises NotFound, WrongState for an answered one
    or a frozen year, Invalid for facts not the institution's, or left out without a correction.
    Writes: evaluation.Appeal, evaluation.YearVersion. Source: 三(二)-1.
    """
    require_city(actor)
    of = published_year(actor, appeal_for(actor, appeal_id).version.of.year, lock=True)
    YEAR.after(of.state, "answer")
    appeal = appeal_for(actor, appeal_id, lock=True)
    said = clean_text(reply, "reply", least=4, most=1000, lines=True)
    before = appeal.state
    state = APPEAL.after(before, STEPS[verdict])
    dropped = _dropped(appeal, verdict, aside or ())
    made = _corrected(of, appeal, now, said, dropped) if verdict == UPHELD else None
    appeal.state, appeal.reply, appeal.aside, appeal.answered_at = state, said, dropped, now
    appeal.save(update_fields=["state", "reply", "aside", "answered_at"])
    record(
        actor=actor,
        now=now,
        type="evaluation.appeal.answered",
        subject=appeal,
        about=[of.pk],
        visible_to=[appeal.institution_id],
        before={"state": before},
        after={
            "year": of.year,
            "institution": appeal.institution.name,
            "measure": MEASURE_WORDS[appeal.measure],
            "state": state,
            "verdict": VERDICTS[verdict],
            "reply": said,
            **({"aside": dropped} if dropped else {}),
            **(made.shown() if made else {}),
        },
        basis=[OBLIGATION],
        tell=_told(appeal, of, made),
        inside=INSIDE,
    )
    return appeal


def _told(appeal: Appeal, of: Year, made: Made | None) -> list[Tell]:
    """Tell the appellant the answer, and the others that there is another version."""
    others = [pk for pk in (made.changed if made else ()) if pk != appeal.institution_id]
    return [
        *told_of([appeal.institution_id], of.pk),
        *told_of(others, of.pk, saying=CORRECTED),
    ]


def _corrected(
    of: Year, appeal: Appeal, now: datetime, said: str, dropped: Collection[str]
) -> Made:
    gone = [*aside_before(of), *({"fact": each, "why": said} for each in dropped)]
    reason = f"{appeal.institution.name}申诉「{MEASURE_WORDS[appeal.measure]}」:{said}"
    holds = governing(of.city_id, of.year)
    return keep_version(of, holds, now=now, aside=gone, reason=reason[:500])


def _dropped(appeal: Appeal, verdict: str, aside: Collection[str]) -> list[str]:
    named = sorted(set(aside))
    if not named:
        return []
    if verdict != UPHELD:
        raise Invalid("evaluation.aside_overruled", field="aside")
    version = appeal.version.of.versions.get(pk=newest(appeal.version.of).pk)
    own = {key for key, _ in own_facts(version, appeal.institution_id)}
    if foreign := next((each for each in named if each not in own), None):
        raise Invalid("evaluation.no_fact", field="aside", value=foreign)
    return named
