"""Grant or decline an incentive by a frozen result, by two of the People's Bank."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import insert
from cairong.evaluation.models import Support
from cairong.evaluation.reads import published_year, year_view
from cairong.evaluation.states import YEAR
from cairong.evaluation.steps.versions import require_city, told_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict, NotFound
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.policy.incentives import SUPPORT_WORDS, clause_of, support_earned
from cairong.policy.recount import Ranked
from cairong.policy.rule import require

Code = Literal["bonus", "guidance", "mpa", "access", "large_cd", "interbank_cd"]


@two_person(Role.PBOC, word="决定政策支持")
def decide_support(
    *,
    actor: Actor,
    now: datetime,
    year: int,
    institution_id: UUID,
    code: Code,
    granted: bool,
    words: str,
) -> Support:
    """Decide, in words, whether an institution gets an incentive that its grade can earn.

    A grade gives no right to it: two persons say yes or no, once. Raises NotFound for who is not
    in the result, PolicyBreach before it is frozen or for a grade that does not earn it, Conflict
    where it was decided. Writes: evaluation.Support. Source: 三(二)-1, 三(二)-2.
    """
    require_city(actor)
    of = published_year(actor, year, lock=True)
    view = year_view(actor.city, year, now=now)
    row = view.of(institution_id)
    if row is None:
        raise NotFound("access.not_found", thing="参加评价的金融机构")
    evaluation, clause = row.evaluation, clause_of(code)
    require(
        support_earned(
            frozen=view.frozen, year=year, code=code, granted=granted, grade=evaluation.grade,
            grades=evaluation.scheme.supports[code],
        )
    )  # fmt: skip
    YEAR.after(of.state, "support")
    if of.supports.filter(institution=institution_id, code=code).exists():
        raise Conflict("evaluation.supported", clause, what=SUPPORT_WORDS[code])
    support = Support(
        of=of,
        institution_id=institution_id,
        code=code,
        granted=granted,
        words=clean_text(words, "words", least=4, most=500, lines=True),
        at=now,
    )
    insert(support)
    _record(actor, now, support, row)
    return support


def _record(actor: Actor, now: datetime, support: Support, row: Ranked) -> None:
    granted = "evaluation.support.granted"
    record(
        actor=actor,
        now=now,
        type=granted if support.granted else "evaluation.support.declined",
        subject=support,
        about=[support.of_id],
        visible_to=[support.institution_id],
        after={
            "year": support.of.year,
            "institution": row.name,
            "earned_grade": row.evaluation.grade or "不评等",
            "support": SUPPORT_WORDS[support.code],
            "words": support.words,
        },
        basis=[clause_of(support.code)],
        tell=told_of([support.institution_id], support.of_id),
    )
