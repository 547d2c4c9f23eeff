"""Ask both sides of a story whether they consent to its text."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.policy.spreading import EXPERIENCE
from cairong.spreading.models import CaseStory
from cairong.spreading.states import CASE_STORY, DESK
from cairong.spreading.steps.telling import shown_of, told_sides
from cairong.spreading.stories import own_story


@use_case(*DESK, word="征求双方同意")
def ask_story_consents(*, actor: Actor, now: datetime, story_id: UUID) -> CaseStory:
    """Ask supplier and institution, each on its own desk, to consent to the text as it stands.

    Raises NotFound, WrongState. Writes: spreading.CaseStory. Source: 三(三)-3.
    """
    found = own_story(actor, story_id, lock=True)
    found.state, found.asked_at = CASE_STORY.after(found.state, "ask"), now
    found.save(update_fields=["state", "asked_at"])
    record(
        actor=actor,
        now=now,
        type="spreading.story.asked",
        subject=found,
        visible_to=[found.supplier_id, found.institution_id],
        after=shown_of(found),
        basis=[EXPERIENCE],
        tell=told_sides(found),
    )
    return found
