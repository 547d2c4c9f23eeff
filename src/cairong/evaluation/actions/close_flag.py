"""Say what was found of something in a year that was to be looked at."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import insert
from cairong.audit.transaction import use_case
from cairong.evaluation.models import ClosedFlag
from cairong.evaluation.reads import flag_said, published_year, year_view
from cairong.evaluation.states import YEAR
from cairong.evaluation.steps.versions import require_city
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict, NotFound
from cairong.kernel.text import clean_text
from cairong.policy.evaluation import OBLIGATION


@use_case(Role.PBOC, word="查明待查看的情况")
def close_flag(
    *, actor: Actor, now: datetime, year: int, institution_id: UUID, code: str, words: str
) -> ClosedFlag:
    """Close a flag of the newest version with one's name and what was found; no point changes.

    Raises NotFound for a flag there is not, WrongState for a frozen year, Conflict where it was
    closed. Writes: evaluation.ClosedFlag. Source: 三(二)-1.
    """
    require_city(actor)
    of = published_year(actor, year, lock=True)
    YEAR.after(of.state, "close_flag")
    view = year_view(actor.city, year, now=now)
    row = view.of(institution_id)
    flags = row.evaluation.flags if row else ()
    flag = next((each for each in flags if each.code == code), None)
    if row is None or flag is None:
        raise NotFound("access.not_found", thing="待查看的情况")
    if (row, flag) not in view.open_flags:
        raise Conflict("evaluation.flag_closed", OBLIGATION)
    assert actor.person_id is not None
    closed = ClosedFlag(
        of=of,
        institution_id=institution_id,
        code=code,
        count=flag.count,
        whole=flag.of,
        words=clean_text(words, "words", least=4, most=500, lines=True),
        at=now,
        by_id=actor.person_id,
    )
    insert(closed)
    record(
        actor=actor,
        now=now,
        type="evaluation.flag.closed",
        subject=closed,
        about=[of.pk],
        visible_to=[institution_id],
        after={"year": year, "flag": flag_said(row, flag), "words": closed.words},
        basis=[OBLIGATION],
    )
    return closed
