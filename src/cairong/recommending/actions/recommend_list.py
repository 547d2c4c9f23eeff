"""Recommend every supplier of a list that was prepared in a spreadsheet."""

from datetime import datetime

from cairong.audit.recording import Tell, record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Invalid
from cairong.parties.four_eyes import RUNNING, two_person
from cairong.parties.reads import city_of
from cairong.policy.recommending import CLAUSE
from cairong.recommending.facts import Firm
from cairong.recommending.models import Recommendation
from cairong.recommending.states import RECOMMENDATION
from cairong.recommending.steps.opening import Opened, open_recommendation

MOST = 200  # firms of one list


@two_person(Role.SME_AUTHORITY, word="推荐一批企业", of=RECOMMENDATION, free={"firms": RUNNING})
def recommend_list(*, actor: Actor, now: datetime, firms: list[Firm]) -> list[Recommendation]:
    """Recommend the suppliers of a list, all of them or none, each by the same rules.

    Raises as recommending one does, Invalid for an empty list or above 200.
    Writes: recommending.Recommendation, Ground, Ask, clocks.Duty. Source: 三(一)-4.
    """
    if not 1 <= len(firms) <= MOST:
        raise Invalid("recommending.list_length", CLAUSE, field="file", value=len(firms), most=MOST)
    opened = [open_recommendation(actor, now, firm) for firm in firms]
    record(
        actor=actor,
        now=now,
        type="recommending.list.recommended",
        subject=city_of(actor.city),
        about=[pk for each in opened for pk in each.about],
        visible_to=[actor.organisation_id],
        after={"count": len(opened), "firms": [_line(each) for each in opened]},
        basis=[CLAUSE],
        tell=_told(opened),
    )
    return [each.recommendation for each in opened]


def _line(opened: Opened) -> dict[str, object]:
    """Say one firm of the list; its number is given anew when the second person agrees."""
    return {key: said for key, said in opened.shown().items() if key not in ("no", "asked")}


def _told(opened: list[Opened]) -> list[Tell]:
    """Tell each supplier of its own, and each institution once, of the first it is asked about."""
    tells = [tell for each in opened for tell in each.told()]
    seats = {(tell.organisation_id, tell.role): tell for tell in reversed(tells)}
    return list(reversed(seats.values()))
