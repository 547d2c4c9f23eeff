"""Publish an institution's own business rules, or a new version of them, by two of its persons."""

from datetime import datetime

from cairong.audit.recording import record
from cairong.audit.rows import locked
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.parties.models import Organisation
from cairong.parties.reads import own_organisation
from cairong.products.models import BusinessRules
from cairong.products.reads import rules_in_force

CLAUSE = "二(四)-2"
LEAST, MOST = 10, 4000  # characters


@two_person(Role.INSTITUTION_OFFICER, Role.INSTITUTION_MANAGER, word="公布业务规范")
def publish_rules(*, actor: Actor, now: datetime, rules_text: str) -> BusinessRules:
    """Publish how the institution does this business; the version before stays readable.

    Raises Invalid for less than 10 or more than 4000 characters, Conflict where nothing changes.
    Writes: products.BusinessRules. Source: 二(四)-2.
    """
    assert actor.person_id is not None
    own = locked(Organisation.objects.all()).get(pk=own_organisation(actor))
    text = clean_text(rules_text, "rules_text", least=LEAST, most=MOST, lines=True)
    before = rules_in_force(own)
    if before is not None and before.number and before.text == text:
        raise Conflict("products.rules_same", CLAUSE, number=before.number)
    row = BusinessRules.objects.create(
        city_id=actor.city,
        institution=own,
        number=before.number + 1 if before else 1,
        text=text,
        published_at=now,
        published_by_id=actor.person_id,
    )
    record(
        actor=actor,
        now=now,
        type="products.rules.published",
        subject=row,
        about=[own.pk],
        before={"rules_text": before.text} if before else None,
        after={"institution": own.name, "version": row.number, "rules_text": text},
        basis=[CLAUSE],
    )
    return row
