"""A purchaser enters who took part in a procurement, beside whoever won."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.contracts.models import Award
from cairong.contracts.reads import award_for
from cairong.guidance.models import Participation
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict, Invalid
from cairong.kernel.identifiers import check_uscc
from cairong.kernel.text import clean_text
from cairong.parties.reads import own_organisation
from cairong.policy.roster import CLAUSE, MOST_NAMED


@use_case(Role.PURCHASER_OFFICER, word="登记参与采购的企业")
def enter_participants(*, actor: Actor, now: datetime, award_id: UUID, lines: str) -> Award:
    """Enter firms by code and name, one a line; those that are entered already stay as they are.

    Raises NotFound for another's award, Invalid naming the line that cannot be read, Conflict
    where nothing is new. Writes: guidance.Participation. Source: 三(二)-4.
    """
    award = award_for(actor, award_id, lock=True)
    firms = firms_in(lines)
    known = set(award.participations.values_list("uscc", flat=True))
    fresh = {code: name for code, name in firms.items() if code not in known}
    if not fresh:
        raise Conflict("roster.nothing_new", CLAUSE)
    Participation.objects.bulk_create(
        Participation(
            city_id=actor.city, award=award, uscc=code, name=name, by_id=own_organisation(actor),
            at=now,
        )
        for code, name in fresh.items()
    )  # fmt: skip
    record(
        actor=actor,
        now=now,
        type="guidance.participants.entered",
        subject=award,
        after={"no": award.no, "count": len(fresh), "firms": [*fresh.values()]},
        basis=[CLAUSE],
    )
    return award


def firms_in(lines: str) -> dict[str, str]:
    """Read firms from lines of code and name, as typed or pasted from a sheet. Raises Invalid."""
    found: dict[str, str] = {}
    rows: dict[str, int] = {}
    written = [(row, line) for row, line in enumerate(lines.splitlines(), 1) if line.strip()]
    if not 1 <= len(written) <= MOST_NAMED:
        raise Invalid("roster.many", CLAUSE, field="lines", value=len(written), most=MOST_NAMED)
    for row, line in written:
        code, _, name = line.replace("\u3000", " ").strip().partition(" ")
        if "\t" in line:
            code, _, name = line.strip().partition("\t")
        if not name.strip():
            raise Invalid("roster.line", CLAUSE, field="lines", row=row, value=line.strip())
        code = _code(code.strip(), row)
        if code in found:
            raise Invalid(
                "roster.twice", CLAUSE, field="lines", row=row, first=rows[code], value=code
            )
        found[code], rows[code] = clean_text(name.strip(), "lines", least=2), row
    return found


def _code(value: str, row: int) -> str:
    try:
        return check_uscc(value, field="lines")
    except Invalid:
        raise Invalid("roster.code", CLAUSE, field="lines", row=row, value=value) from None
