"""A side's word on a story: it consents to the very text, refuses, or takes its consent back."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict
from cairong.kernel.text import clean_text
from cairong.parties.reads import own_organisation
from cairong.policy.spreading import EXPERIENCE, SIDES, VERDICTS
from cairong.spreading.models import CaseStory, Consent
from cairong.spreading.states import ANSWERED_BY, CASE_STORY
from cairong.spreading.stories import asked_story, newest_words, side_of


@use_case(*ANSWERED_BY, word="答复典型案例")
def answer_case_story(
    *, actor: Actor, now: datetime, story_id: UUID, agreed: bool, sha256: str, words: str = ""
) -> CaseStory:
    """Consent to a story whose text has this hash, or refuse it and say why; again as often.

    Raises NotFound, WrongState, Conflict where the text is another one meanwhile, Invalid for a
    refusal without words. Writes: spreading.Consent. Source: 三(三)-3.
    """
    found = asked_story(actor, story_id, lock=True)
    CASE_STORY.after(found.state, "answer")
    if sha256 != found.sha256:
        raise Conflict("spreading.text_changed", EXPERIENCE, title=found.title)
    verdict = "given" if agreed else "refused"
    said = clean_text(words, "words", least=0 if agreed else 2, most=300, lines=True)
    _kept(actor, now, found, verdict, said)
    return found


@use_case(*ANSWERED_BY, word="撤回对典型案例的同意")
def withdraw_story_consent(
    *, actor: Actor, now: datetime, story_id: UUID, reason: str
) -> CaseStory:
    """Take one's consent back: what was published stands on no public page from this moment.

    Raises NotFound, WrongState, Conflict where there is no consent, Invalid.
    Writes: spreading.Consent, spreading.CaseStory. Source: 三(三)-3.
    """
    found = asked_story(actor, story_id, lock=True)
    state = CASE_STORY.after(found.state, "withdraw")
    said = newest_words(found)[side_of(actor, found)]
    if said is None or said.verdict != "given":
        raise Conflict("spreading.no_consent", EXPERIENCE, title=found.title)
    why = clean_text(reason, "reason", least=2, most=300, lines=True)
    if state == "withdrawn":
        found.state, found.ended_at, found.reason = state, now, why
        found.save(update_fields=["state", "ended_at", "reason"])
    _kept(actor, now, found, "withdrawn", why)
    return found


def _kept(actor: Actor, now: datetime, story: CaseStory, verdict: str, words: str) -> None:
    side = side_of(actor, story)
    Consent.objects.create(
        story=story, side=side, organisation_id=own_organisation(actor), verdict=verdict,
        sha256=story.sha256, words=words, at=now,
    )  # fmt: skip
    host = Tell(organisation_id=story.host_id, role=Role.PROCUREMENT_OFFICER, region=story.region)
    facts = {
        "no": story.no,
        "title": story.title,
        "side": SIDES[side],
        "verdict": VERDICTS[verdict],
        "words": words,
        "sha256": story.sha256,
    }
    taken = verdict == "withdrawn"
    record(
        actor=actor, now=now,
        type="spreading.consent.withdrawn" if taken else "spreading.story.answered",
        subject=story, visible_to=[story.host_id], after=facts, basis=[EXPERIENCE], tell=[host],
    )  # fmt: skip
