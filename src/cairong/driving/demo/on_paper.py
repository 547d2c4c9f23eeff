"""Applications on paper of the demo city: entered in time, entered late, not yet handed in."""

from collections.abc import Iterator
from datetime import datetime

from cairong.cases.holdings import Asking, Holding, asking_on, holdings_of
from cairong.driving.demo.cast import Cast
from cairong.driving.demo.days import Days
from cairong.driving.demo.timeline import Placed
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.actions.print_form import print_form
from cairong.lending.actions.register_on_paper import register_on_paper
from cairong.lending.models import PaperForm

WAN = 1_000_000
PRINTED, ENTERED, LATE = 6, 5, 1  # days ago
FORMS = 3  # of which the last is not handed in


def on_paper(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay what is printed and entered on its days."""
    told = OnPaper(cast)
    yield Placed(day=days.ago(PRINTED), place=8, run=told.print_forms)
    yield Placed(day=days.ago(ENTERED), place=8, run=told.enter_next)
    yield Placed(day=days.ago(LATE), place=8, run=told.enter_next)


class OnPaper:
    """The forms that suppliers printed, the first of them handed in on the day of its printing."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.forms: list[tuple[Actor, PaperForm]] = []

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
        register_on_paper(
            actor=officer, now=now, code=form.code, days=180, purpose="购买履约所需的材料",
            amount_fen=_half(asking), received_on=day_of(form.printed_at),
        )  # fmt: skip

    def _open(self, supplier: Actor, now: datetime) -> Holding | None:
        """Find the first contract of a supplier on which somebody would lend enough."""
        for held in holdings_of(supplier, now).contracts:
            asking = asking_on(supplier, now, contract_id=held.id)
            if asking.lenders and asking.reach().fen >= 2 * WAN:
                return held
        return None


def _half(asking: Asking) -> int:
    return asking.reach().fen // 2 // WAN * WAN
