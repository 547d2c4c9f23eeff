"""Whom to ask at an institution: its people by county, and who sits there meanwhile. 二(四)-1"""

from collections.abc import Callable, Mapping
from uuid import UUID

CLAUSE = "二(四)-1"
PHONE_LEAST = 5  # characters


def on_duty(
    person_id: UUID, deputies: Mapping[UUID, UUID], *, seated: Callable[[UUID], bool]
) -> list[UUID]:
    """List who is asked in a person's place today, the last of them being there.

    It is itself, or its deputy, or that one's: `deputies` names by person who sits at its desk
    today. Empty where nobody who is still `seated` is there.
    """
    found = [person_id]
    while (deputy := deputies.get(found[-1])) is not None:
        if deputy in found:
            return []
        found.append(deputy)
    return found if seated(found[-1]) else []
