"""Publish a story both sides consented to, by two persons; take one down, by one."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.policy.rule import require
from cairong.policy.spreading import EXPERIENCE, both_consent
from cairong.spreading.models import CaseStory
from cairong.spreading.states import CASE_STORY, DESK
from cairong.spreading.steps.telling import shown_of, told_sides
from cairong.spreading.stories import missing_consents, own_story, told_facts, words_of


@two_person(*DESK, word="发布典型案例")
def publish_case_story(*, actor: Actor, now: datetime, story_id: UUID, sha256: str) -> CaseStory:
    """Publish the story whose text has this hash: anybody reads it from now on.

    Raises NotFound, WrongState, Conflict where the text is another one, PolicyBreach without the
    consent of both sides to this very text. Writes: spreading.CaseStory. Source: 三(三)-3.
    """
    found = own_story(actor, story_id, lock=True)
    found.state = CASE_STORY.after(found.state, "publish")
    if sha256 != found.sha256:
        raise Conflict("spreading.text_changed", EXPERIENCE, title=found.title)
    require(both_consent(title=found.title, missing=missing_consents(found)))
    found.published_at = now
    found.save(update_fields=["state", "published_at"])
    record(
        actor=actor,
        now=now,
        type="spreading.story.published",
        subject=found,
        visible_to=[found.supplier_id, found.institution_id],
        after={**shown_of(found), "words": words_of(found), **told_facts(found)},
        basis=[EXPERIENCE],
        tell=told_sides(found),
    )
    return found


@use_case(*DESK, word="撤下典型案例")
def take_case_story_down(*, actor: Actor, now: datetime, story_id: UUID, reason: str) -> CaseStory:
    """Take a story off the public page, or give a draft up; the record keeps it.

    Raises NotFound, WrongState, Invalid. Writes: spreading.CaseStory. Source: 三(三)-3.
    """
    found = own_story(actor, story_id, lock=True)
    before = found.state
    found.state = CASE_STORY.after(before, "take_down")
    found.reason = clean_text(reason, "reason", least=2, most=300, lines=True)
    found.ended_at = now
    found.save(update_fields=["state", "reason", "ended_at"])
    asked = found.asked_at is not None
    record(
        actor=actor,
        now=now,
        type="spreading.story.taken_down",
        subject=found,
        visible_to=[found.supplier_id, found.institution_id] if asked else [],
        before={"state": before},
        after={"no": found.no, "title": found.title, "reason": found.reason},
        basis=[EXPERIENCE],
        tell=told_sides(found) if asked else [],
    )
    return found
