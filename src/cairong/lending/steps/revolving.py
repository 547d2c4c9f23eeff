"""A revolving limit: until when it can be drawn, and what of it is held as money comes and goes."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from cairong.audit.rows import locked
from cairong.lending.limits import term_end
from cairong.lending.models import Intent, Loan, Offer
from cairong.lending.states import DRAWABLE
from cairong.lending.steps.holding import hold
from cairong.policy.cost import REVOLVING
from cairong.treasury.arithmetic import headroom_fen
from cairong.treasury.models import Receivable

DAY = timedelta(days=1)


def last_draw(offer: Offer) -> date | None:
    """Name the last day on which more of an offer is drawn; of a limit, before its term ends."""
    end = term_end(offer)
    return end - DAY if end and offer.revolves else end


def hold_again(receivable: Receivable, loans: Iterable[Loan], *, now: datetime) -> None:
    """Hold what was repaid of limits for further draws, as far as the contract carries it.

    Where a repayment was reversed, no more is held than is left of the limit. The receivable is
    locked. Writes: lending.Intent, treasury.Entry. Source: 二(四)-5, D9.
    """
    ids = {each.offer_id for each in loans if each.offer_id and each.method == REVOLVING}
    of = Offer.objects.filter(pk__in=ids, state__in=DRAWABLE)
    for intent in locked(Intent.objects.filter(offers__in=of).order_by("pk")) if ids else ():
        offer = of.get(intent=intent)
        own = intent.reserved_fen
        room = headroom_fen(receivable, offer.cap_percent, own_fen=own)
        wanted = max(min(offer.left_fen, room), 0)
        hold(intent, receivable, wanted, cap_percent=offer.cap_percent, now=now)
