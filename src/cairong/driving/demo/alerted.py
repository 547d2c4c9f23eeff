"""What the platform of the demo city found for the regulator: closed, and still to be looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from cairong.alerts.actions.close_alert import Outcome, close_alert
from cairong.alerts.models import Alert
from cairong.driving.demo.cast import Cast
from cairong.driving.demo.days import Days
from cairong.driving.demo.timeline import Placed
from cairong.kernel.actor import Role
from cairong.lending.models import Intent
from cairong.parties.actions.change import change_own_facts
from cairong.parties.models import Organisation

CALLED = "企业请采购人的总机代转电话,已请企业改留自己的电话,没有发现其他往来。"
ASKED = "已请机构说明:编号抄自省系统的打印件,合同在省系统可以查到。"


def alerts(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay what is found, and what the regulator makes of it, on their days."""
    told = Alerted(cast)
    script: tuple[tuple[int, Callable[..., object]], ...] = (
        (26, told.share_telephone),
        (23, partial(told.close, "contact", "handled", CALLED)),
        (20, partial(told.close, "evidence", "none", ASKED)),
        (6, told.share_telephone),
    )
    for place, (ago, run) in enumerate(script, start=1):
        yield Placed(day=days.ago(ago), place=place + 12, run=run)


@dataclass
class Alerted:
    """The city's people, and which suppliers already gave another's telephone."""

    cast: Cast
    sharing: set[Organisation] = field(default_factory=set)

    def share_telephone(self, now: datetime) -> None:
        """Let a supplier that asked for a loan give its purchaser's telephone as its own."""
        people = {each.organisation: each.people[Role.SUPPLIER] for each in self.cast.suppliers}
        for intent in Intent.objects.exclude(contract=None).order_by("-registered_at", "-no"):
            supplier, contract = intent.supplier, intent.contract
            purchaser = contract.purchaser if contract else None
            if supplier in people and supplier not in self.sharing and purchaser is not None:
                self.sharing.add(supplier)
                change_own_facts(
                    actor=people[supplier], now=now, address=supplier.address,
                    contact_name=supplier.contact_name, contact_phone=purchaser.contact_phone,
                )  # fmt: skip
                return

    def close(self, kind: str, finding: Outcome, words: str, now: datetime) -> None:
        """Let the regulator close the first of a kind, if there is one."""
        found = Alert.objects.filter(kind=kind, state="open").order_by("raised_at").first()
        if found is not None:
            regulator = self.cast.overseers[Role.REGULATOR]
            close_alert(actor=regulator, now=now, alert_id=found.pk, finding=finding, words=words)
