"""What an offer would cost and whether it keeps the rules, worked out while it is typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cairong.kernel.actor import Actor
from cairong.kernel.errors import Finding, Invalid
from cairong.lending.actions.approve_offer import allowed
from cairong.lending.models import Intent
from cairong.lending.steps.bindings import borrower_of
from cairong.policy import lending as rules
from cairong.policy.catalogue import sentence
from cairong.policy.cost import Cost, cost
from cairong.products.models import ProductVersion
from cairong.products.reads import own_products
from cairong.rulebook.reads import lpr_on
from cairong.treasury.arithmetic import arithmetic, fits_headroom, headroom_fen
from cairong.treasury.models import Receivable
from cairong.web.parts import Sum, Why


@dataclass(frozen=True, kw_only=True)
class Breach:
    """One rule that the terms would not keep."""

    words: str
    obligation: str


@dataclass(frozen=True, kw_only=True)
class Priced:
    """Terms with their figures; `breaches` says what the rules would refuse."""

    version: ProductVersion
    rate_bp: int
    lpr_bp: int
    cost: Cost | None
    breaches: list[Breach]


def open_versions(actor: Actor) -> dict[str, ProductVersion]:
    """List the versions in force of an institution's products on the shelf, by product id."""
    rows = own_products(actor).filter(product__state="published").order_by("product__name")
    return {str(one.product_id): one for one in rows}


def headroom_why(receivable: Receivable, intent: Intent, version: ProductVersion | None) -> Why:
    """Explain by arithmetic how much of a contract this intent can be financed for (D9).

    What the intent itself has reserved is not taken from its own offers.
    """
    cap = version.cap_percent if version else None
    lines = arithmetic(receivable, cap, own_fen=intent.reserved_fen)
    sums = [Sum(word=f"{line.sign} {line.word}".strip(), fen=line.fen) for line in lines]
    return Why(
        ask="可融资额度怎样算出来?",
        rule="报价不超过财政尚待支付金额乘融资比例上限,减去未偿本金和其他意向的占用。",
        obligation="一(一)-1",
        sums=sums,
        mender="支付、还款、其他报价失效,额度随之变化;比例上限由产品和本市参数定。",
    )


def room_fen(receivable: Receivable, intent: Intent, version: ProductVersion | None) -> int:
    """Work out how much an offer on this intent may be."""
    cap = version.cap_percent if version else None
    return headroom_fen(receivable, cap, own_fen=intent.reserved_fen)


def priced(
    typed: Mapping[str, Any],
    version: ProductVersion,
    receivable: Receivable,
    intent: Intent,
    *,
    city: str,
    now: datetime,
) -> Priced:
    """Price terms that were typed in, and hold them against the rules of an approval."""
    lpr = lpr_on(city, now)
    lpr_bp = lpr.rate_bp("1Y" if version.tenor == "1Y" else "5Y")
    terms = rules.Terms(
        amount_fen=typed["amount"],
        days=typed["days"],
        spread_bp=typed["spread_bp"],
        fee_fen=typed["fee"],
        method=typed["method"],
        instalments=typed["instalments"],
    )
    rate_bp = lpr_bp + terms.spread_bp
    misfit = _misfit(terms)
    whole = rate_bp > 0 and terms.amount_fen > 0 and not misfit
    figures = cost(
        principal_fen=terms.amount_fen,
        rate_bp=rate_bp,
        days=terms.days,
        day_count=version.day_count,
        fee_fen=terms.fee_fen,
        method=terms.method,
        instalments=terms.instalments,
    )
    return Priced(
        version=version,
        rate_bp=rate_bp,
        lpr_bp=lpr_bp,
        cost=figures if whole else None,
        breaches=misfit
        + [
            Breach(words=sentence(one), obligation=one.obligation)
            for one in _findings(terms, version, receivable, intent, lpr_bp)
        ],
    )


def _misfit(terms: rules.Terms) -> list[Breach]:
    try:
        rules.check_instalments(method=terms.method, instalments=terms.instalments, days=terms.days)
    except Invalid as refusal:
        return [Breach(words=sentence(refusal.findings[0]), obligation="二(四)-5")]
    return []


def _findings(
    terms: rules.Terms,
    version: ProductVersion,
    receivable: Receivable,
    intent: Intent,
    lpr_bp: int,
) -> Iterator[Finding]:
    answers = (
        fits_headroom(
            receivable,
            terms.amount_fen,
            cap_percent=version.cap_percent,
            own_fen=intent.reserved_fen,
        ),
        *allowed(terms, version, borrower_of(intent)),
        rules.rate_above_zero(lpr_bp=lpr_bp, spread_bp=terms.spread_bp),
    )
    yield from (one for one in answers if one is not None)
