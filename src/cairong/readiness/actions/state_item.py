"""State, by two persons, what only a person can know of a city that opens."""

from datetime import datetime

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.policy.readiness import ITEMS, LEAST, MOST, STATED
from cairong.readiness.models import Statement


@two_person(Role.PROCUREMENT_OFFICER, word="登记开城事项")
def state_item(*, actor: Actor, now: datetime, item: str, evidence: str) -> Statement:
    """State that an item of the checklist is there; `evidence` says by which paper, of which day.

    Raises Invalid for an item that is worked out from facts, or evidence in too few words.
    Writes: readiness.Statement. Source: 三(一)-2.
    """
    if item not in STATED:
        choices = "、".join(ITEMS[key].word for key in STATED)
        raise Invalid("invalid.choice", field="item", value=item, choices=choices)
    assert actor.person_id is not None
    made = Statement.objects.create(
        city_id=actor.city,
        item=item,
        evidence=clean_text(evidence, "evidence", least=LEAST, most=MOST, lines=True),
        stated_at=now,
        stated_by_id=actor.person_id,
    )
    record(
        actor=actor,
        now=now,
        type="readiness.item.stated",
        subject=made,
        after={"item": ITEMS[item].word, "said": STATED[item], "evidence": made.evidence},
        basis=[ITEMS[item].clause],
    )
    return made
