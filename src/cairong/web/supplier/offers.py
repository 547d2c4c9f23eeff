"""One offer with its whole cost; accept it, decline it, step back from it."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse

from cairong.cases.accounts import unlocked_of
from cairong.clocks.reads import open_deadlines
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.money import yuan_string
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.ask_draw import ask_draw
from cairong.lending.actions.decline_offer import decline_offer
from cairong.lending.actions.waive_cooling import waive_cooling
from cairong.lending.limits import drawable_fen, term_end
from cairong.lending.reads import offer_for
from cairong.lending.states import AWAITING_LOCK, OFFER, STANDING_OFFERS
from cairong.policy.preferring import preference_for
from cairong.rulebook.reads import calendar_of
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.duties import time_given
from cairong.web.forms import ActForm, YuanField
from cairong.web.loan_pages import days_ago, lpr_dated, lpr_words, newer_lpr
from cairong.web.parts import Column, Sum, Why, plain_table
from cairong.web.public.terms import METHODS, percent, preferred
from cairong.web.supplier.finance_forms import half_of

ASKED = {
    True: "机构收到消息。这一笔和先前提出的一起,{}的放款期限从放款条件最后一项具备那天起算。",
    False: "机构收到消息。{}的放款期限从今天起另计。",
}
ASKING = (*AWAITING_LOCK, "part_drawn")
COLUMNS = (
    Column(key="institution", word="金融机构"),
    Column(key="irr", word="年化成本"),
    Column(key="amount", word="金额", kind="money"),
    Column(key="days", word="天数", kind="number"),
    Column(key="rate", word="利率"),
    Column(key="interest", word="利息", kind="money"),
    Column(key="fee", word="费用", kind="money"),
    Column(key="method", word="还款方式"),
    Column(key="until", word="有效至", kind="date"),
    Column(key="state", word="状态", kind="status"),
)
SCHEDULE = (
    Column(key="day", word="放款后第几天"),
    Column(key="principal_fen", word="还本金", kind="money"),
    Column(key="interest_fen", word="付利息", kind="money"),
    Column(key="left_fen", word="还剩本金", kind="money"),
)


class AcceptForm(ActForm):
    """How much of an offer is wanted first."""

    optional: ClassVar[Mapping[str, str]] = {"draw": "不填就是全部"}

    draw = YuanField(
        label="先提多少",
        required=False,
        help_text="一次用不完的,只提先要用的,少付利息;其余以后再提,每次另有放款期限",
    )

    def arguments(self) -> dict[str, Any]:
        """Give what is wanted first in fen, by its name."""
        return {"draw_fen": super().arguments()["draw"]}


class AskForm(ActForm):
    """How much more of an accepted offer is wanted."""

    amount = YuanField(label="提款金额", help_text="不超过报价里还没有提出的")

    def arguments(self) -> dict[str, Any]:
        """Give the amount in fen, by its name."""
        return {"amount_fen": super().arguments()["amount"]}


def cells_of(value: Any) -> dict[str, Any]:
    """Write the cells of an offer beside others."""
    return {
        "institution": value.institution.name,
        "irr": _yearly(value.irr_percent),
        "amount": value.amount_fen,
        "days": value.days,
        "rate": f"{percent(value.rate_bp)}({lpr_words(value)})",
        "interest": value.interest_fen,
        "fee": value.fee_fen,
        "method": METHODS.get(value.method, value.method),
        "until": value.valid_until,
    }


def _yearly(cost: Any) -> str:
    return "—" if cost is None else f"{cost.normalize():f}%"


def _offer(actor: Actor, now: datetime, offer_id: UUID) -> dict[str, Any]:
    found = offer_for(actor, offer_id)
    today, calendar = day_of(now), calendar_of(actor.city)
    over = today > found.valid_until
    live = found.state == "offered" and not over
    on = today if live else day_of(found.offered_at)
    age = days_ago(found.lpr_on, on) if live else f"报价时已 {(on - found.lpr_on).days} 天"
    rows = [{**row, "day": f"第 {row['day']} 天"} for row in found.schedule]
    return {
        "offer": found,
        "preferred": _preferred(found),
        "state": OFFER.states[found.state],
        "cells": cells_of(found),
        "why": _why(found),
        "schedule": plain_table("还款计划", SCHEDULE, rows, empty="没有还款计划。"),
        "over": over and found.state == "offered",
        "open": live,
        "lpr": lpr_dated(found.lpr_bp, found.tenor, found.lpr_on, age),
        "newer": newer_lpr(actor.city, now, found.lpr_on) if live else "",
        "standing": found.state in STANDING_OFFERS,
        "form": AcceptForm(),
        "draw_form": AskForm(auto_id="draw-%s"),
        "cool_form": ActForm(auto_id="cool-%s"),
        "asks": found.state in ASKING and found.unasked_fen > 0,
        "ask_then": ASKED[found.state in AWAITING_LOCK].format(
            time_given(actor, "disburse_days", now)
        ),
        "waiting": found.state == "conditions_met",
        "cooling": found.cools_on(today),
        "deadline": next(iter(open_deadlines(actor, now, [found.pk]).values()), None),
        **_limit(found),
        "no_form": ActForm(auto_id="no-%s"),
        "calendar": calendar,
        "unlocked": unlocked_of(actor, found, today=today, calendar=calendar),
    }


def _limit(offer: Any) -> dict[str, Any]:
    """Say of a revolving limit what can be drawn today, by which keys, and until when."""
    if not offer.revolves:
        return {"no_then": "已放款的照常归还,其余额度恢复。"}
    drawable = drawable_fen(offer)
    keys = [("全部", drawable), ("一半", half_of(drawable))]
    return {
        "drawable": drawable,
        "keys": [(word, yuan_string(fen), fen) for word, fen in keys if fen > 0],
        "term_end": term_end(offer),
        "no_then": "已提的照常归还,还了不能再提,其余额度恢复;全部还清后,账户锁定随之解除。",
    }


def _preferred(offer: Any) -> str:
    """Write what the supplier's grade got better in an offer."""
    return preferred(offer.grade, preference_for(offer.product_version.preferences, offer.grade))


def _why(value: Any) -> Why:
    return Why(
        rule="年化成本把利息和一切费用都算进去,按实际天数、一年 365 天折算,各家可以直接比较。",
        obligation="二(五)-7",
        sums=[
            Sum(word="利率", value=f"{percent(value.rate_bp)} = {lpr_words(value)}"),
            Sum(word="计息基准", value=f"一年按 {value.day_count} 天"),
            Sum(word="利息", fen=value.interest_fen),
            Sum(word="费用(放款时收取)", fen=value.fee_fen),
            Sum(word="年化成本(单利)", value=_yearly(value.simple_percent)),
            Sum(word="年化成本(内部收益率)", value=_yearly(value.irr_percent)),
        ],
        mender="金融机构。您可以谢绝,等其他机构的报价。",
    )


_page = page_of("supplier/offer.html", _offer)
_on_offer = partial(
    act_view,
    draw=_page,
    of=offer_for,
    done=lambda found, _: reverse("intent", args=[found.intent_id]),
    only_posted=True,
)

accept = _on_offer(
    accept_offer,
    AcceptForm,
    places={"lending.asked_above_offer": "draw"},
    said=lambda found: f"已接受 {found.institution.name} 的报价。接下来锁定回款账户。",
)
draw = _on_offer(
    ask_draw,
    AskForm,
    "draw_form",
    done=lambda found, _: reverse("offer", args=[found.pk]),
    said="已提出提款,金融机构收到消息。",
    places={"lending.asked_above_offer": "amount", "lending.above_headroom": "amount"},
)
waive = _on_offer(
    waive_cooling,
    form_name="cool_form",
    done=lambda found, _: reverse("offer", args=[found.pk]),
    said="已放弃冷静期,金融机构收到消息,现在可以放款。",
)
decline = _on_offer(decline_offer, said="已谢绝,占用的额度已恢复。")
offer = look_view(_page, Role.SUPPLIER)
