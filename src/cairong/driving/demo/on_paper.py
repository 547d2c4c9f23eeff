"""Applications on paper of the demo city: entered in time, late, disowned, not yet handed in."""

from collections.abc import Iterator
from datetime import datetime

from cairong.cases.holdings import Asking, Holding, asking_on, holdings_of
from cairong.driving.demo.cast import Cast
from cairong.driving.demo.days import Days
from cairong.driving.demo.timeline import Placed
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.actions.disown_on_paper import disown_on_paper
from cairong.lending.actions.print_form import print_form
from cairong.lending.actions.register_on_paper import register_on_paper
from cairong.lending.models import Intent, PaperForm

WAN = 1_000_000
PRINTED, ENTERED, AGAIN, LATE = 6, 5, 2, 1  # days ago
FORMS = 4  # of which the last is not handed in


def on_paper(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay what is printed and entered on its days."""
    told = OnPaper(cast)
    yield Placed(day=days.ago(PRINTED), place=8, run=told.print_forms)
    yield Placed(day=days.ago(ENTERED), place=8, run=told.enter_next)
    yield Placed(day=days.ago(ENTERED), place=9, run=told.enter_next)
    yield Placed(day=days.ago(AGAIN), place=8, run=told.disown_last)
    yield Placed(day=days.ago(AGAIN), place=9, run=told.print_anew)
    yield Placed(day=days.ago(LATE), place=8, run=told.enter_next)


class OnPaper:
    """The forms that suppliers printed, the first of them handed in on the day of its printing."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.forms: list[tuple[Actor, PaperForm]] = []
        self.entered: list[tuple[Actor, Intent]] = []

    def print_forms(self, now: datetime) -> None:
        """Let a few suppliers print a form, the one told as an account the last."""
        told, *others = (each.people[Role.SUPPLIER] for each in self.cast.suppliers)
        for supplier in (*others, told):
            if supplier is told or len(self.forms) < FORMS - 1:
                self._print(supplier, now)

    def _print(self, supplier: Actor, now: datetime) -> None:
        if (held := self._open(supplier, now)) is not None:
            self.forms.append((supplier, print_form(actor=supplier, now=now, contract_id=held.id)))

    def enter_next(self, now: datetime) -> None:
        """Let an institution enter the next form, received on the day of its printing."""
        supplier, form = self.forms.pop(0)
        asking = asking_on(supplier, now, contract_id=form.contract_id)
        officer = next(
            each.people[Role.INSTITUTION_OFFICER]
            for each in self.cast.institutions
            if each.organisation.pk in {lender.id for lender in asking.lenders}
        )
        intent = register_on_paper(
            actor=officer, now=now, code=form.code, days=180, purpose="购买履约所需的材料",
            amount_fen=_half(asking), received_on=day_of(form.printed_at),
        )  # fmt: skip
        self.entered.append((supplier, intent))

    def disown_last(self, now: datetime) -> None:
        """Let a supplier say that it handed in no such form."""
        supplier, intent = self.entered[-1]
        words = "这份表放在办公室里没有交过,请查是谁交的"
        disown_on_paper(actor=supplier, now=now, intent_id=intent.pk, reason=words)

    def print_anew(self, now: datetime) -> None:
        """Let the supplier told as an account print its form anew, which makes the first void."""
        supplier, form = self.forms.pop()
        anew = print_form(actor=supplier, now=now, contract_id=form.contract_id)
        self.forms.append((supplier, anew))

    def _open(self, supplier: Actor, now: datetime) -> Holding | None:
        """Find the contract of a supplier with the most room, on which somebody would lend."""
        held = max(holdings_of(supplier, now).contracts, key=lambda each: each.fen, default=None)
        if held is None:
            return None
        asking = asking_on(supplier, now, contract_id=held.id)
        return held if asking.lenders and asking.reach().fen >= 2 * WAN else None


def _half(asking: Asking) -> int:
    return asking.reach().fen // 2 // WAN * WAN
