"""Record an award notice by the purchaser that gave it, or by its agency."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from cairong.agencies.steps.acting import require_apart
from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.contracts.facts import Winner
from cairong.contracts.models import Award, AwardShare
from cairong.contracts.steps.awards import codes_of, make_shares, open_sign_duty
from cairong.contracts.steps.giving import Giver, giver_of
from cairong.contracts.steps.numbers import AWARDS, next_numbers
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.money import positive
from cairong.kernel.text import clean_text
from cairong.policy.contracts import check_day_known, day_has_come, shares_add_up
from cairong.policy.rule import require


@use_case(Role.PURCHASER_OFFICER, Role.AGENCY_CLERK, word="登记中标(成交)记录")
def record_award(
    *,
    actor: Actor,
    now: datetime,
    amount_fen: int,
    notice_on: date,
    title: str,
    supplier_id: UUID | None = None,
    supplier_name: str = "",
    winners: Sequence[Winner] = (),
    project_no: str = "",
    lot: str = "",
    agency: str = "",
    method: str = "",
    industry: str = "",
    budget_fen: int | None = None,
    scope: str = "",
    file_id: UUID | None = None,
    engagement_id: UUID | None = None,
) -> Award:
    """Record an award of one's own organisation; the duty to sign begins with the notice.

    An agency records one of the purchaser whose agreement (`engagement_id`) or procurement file
    (`file_id`) it names. The winner is a registered supplier or a name, or several `winners`.
    Raises NotFound, Invalid for a value that cannot stand, PolicyBreach for a notice yet to come,
    shares that do not add up, an agreement that does not hold, an agency that wins itself.
    Writes: contracts.Award, contracts.AwardShare, clocks.Duty. Source: 二(二)-1, 附-1, 条例§16, D4.
    """
    _check_day(notice_on, day_of(now))
    giver = giver_of(actor, now, file_id, engagement_id, project_no)
    award = Award.objects.create(
        city_id=actor.city,
        no=next_numbers(actor.city, AWARDS, notice_on.year)[0],
        amount_fen=positive(amount_fen, "amount"),
        budget_fen=None if budget_fen is None else positive(budget_fen, "budget"),
        notice_on=notice_on,
        recorded_at=now,
        scope=clean_text(scope, "scope", most=500, lines=True),
        **giver.columns,
        **_texts(title=title, project_no=project_no, lot=lot, agency=giver.named or agency,
                 method=method, industry=industry),
    )  # fmt: skip
    winner = Winner(supplier_id=supplier_id, name=supplier_name)
    alone = [winner] if supplier_id or supplier_name.strip() else []
    shares = make_shares(award, [*alone, *winners])
    _require_whole(award, shares)
    require_apart(actor, now, giver.agency, _firms(shares))
    open_sign_duty(award, suppliers=[share.supplier_id for share in shares], now=now)
    _record(actor, now, award, shares, giver)
    return award


def _firms(shares: Sequence[AwardShare]) -> dict[str, str]:
    """Name the winners by their codes; those of whom none is known by their place."""
    return {
        each.supplier.uscc if each.supplier else f"?{each.position}": each.supplier_name
        for each in shares
    }


def _require_whole(award: Award, shares: Sequence[AwardShare]) -> None:
    """Require shares that are all known to be the award."""
    entered = [share.share_fen for share in shares if share.share_fen is not None]
    if len(entered) == len(shares):
        require(shares_add_up(shares_fen=entered, whole_fen=award.amount_fen))


LENGTHS = {"title": 300, "project_no": 100, "lot": 60, "agency": 200, "method": 40, "industry": 40}


def _check_day(notice_on: date, today: date) -> None:
    check_day_known(day=notice_on, today=today, field="notice_on")
    require(day_has_come(day=notice_on, today=today, what="中标(成交)通知书日期"))


def _texts(**given: str) -> dict[str, str]:
    return {
        name: clean_text(text, name, least=int(name == "title"), most=LENGTHS[name])
        for name, text in given.items()
    }


def _record(
    actor: Actor, now: datetime, award: Award, shares: Sequence[AwardShare], giver: Giver
) -> None:
    suppliers = [share.supplier_id for share in shares if share.supplier_id]
    record(
        actor=actor,
        now=now,
        type="contracts.award.recorded",
        subject=award,
        visible_to=[giver.purchaser.pk, *suppliers],
        after={
            "no": award.no,
            "title": award.title,
            "amount_fen": award.amount_fen,
            "notice_on": award.notice_on,
            "suppliers": [share.supplier_name for share in shares],
            "codes": codes_of(shares),
            **giver.facts,
        },
        basis=["二(二)-1", "附-1", *giver.basis],
        tell=[
            *(Tell(organisation_id=supplier, role=Role.SUPPLIER) for supplier in suppliers),
            *giver.told,
        ],
    )
