"""The supplier rates, once, how its complaint was dealt with."""

from datetime import datetime
from uuid import UUID

from cairong.audit.transaction import use_case
from cairong.complaints.models import Complaint
from cairong.complaints.reads import complaint_for
from cairong.complaints.states import COMPLAINT
from cairong.complaints.steps.telling import at_accused, at_upper, record_step
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict, Invalid
from cairong.kernel.text import clean_text
from cairong.policy.complaining import CLAUSE, RATINGS


@use_case(Role.SUPPLIER, word="评价投诉的办理")
def rate_complaint(
    *, actor: Actor, now: datetime, complaint_id: UUID, rating: int, words: str = ""
) -> Complaint:
    """Give one to five for the answer that stands. Both who answered and who stands above read it.

    Raises NotFound, WrongState for one without an answer, Conflict for a second time, Invalid.
    Writes: complaints.Complaint. Source: 三(一)-2.
    """
    if rating not in RATINGS:
        least, most = min(RATINGS), max(RATINGS)
        raise Invalid("invalid.range", field="rating", value=rating, least=least, most=most)
    found = complaint_for(actor, complaint_id, lock=True)
    COMPLAINT.after(found.state, "rate")
    if found.rating is not None:
        raise Conflict("complaints.rated_before", CLAUSE)
    found.rating, found.rated_at = rating, now
    found.rating_words = clean_text(words, "words", most=300, lines=True)
    found.save(update_fields=["rating", "rating_words", "rated_at"])
    record_step(
        actor, now, found, "rated", tell=[at_accused(found), at_upper(found)],
        facts={"rating": RATINGS[rating], "words": found.rating_words},
    )  # fmt: skip
    return found
