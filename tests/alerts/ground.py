"""The ground of the room's tests: one case with a loan that runs, and the regulator's people."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection

from cairong.alerts.actions.close_alert import close_alert
from cairong.alerts.actions.find_alerts import find_alerts
from cairong.alerts.models import Alert
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.models import Loan
from cairong.parties.models import Mandate, Organisation
from cairong.parties.reads import the_only
from cairong.policy.alerts import NUMBERS, formats_on
from cairong.policy.parameters import parameter_on
from lending.ground import ITEMS, NOW, Case, stand_case
from support.town import CITY, Town

assert ITEMS
FOUND = "SELECT kind, figures::text, things FROM alerts_found(%s, %s, %s, %s, 1000)"
WORDS = "已核对合同和账户,没有发现异常。"


@dataclass
class Watched:
    """A case with a loan, and who watches it."""

    case: Case
    loan: Loan

    @property
    def town(self) -> Town:
        return self.case.town

    @property
    def regulator(self) -> Actor:
        return self.town.actor(the_only(CITY, "regulator"), Role.REGULATOR)

    def party(self, kind: str) -> Organisation:
        return getattr(self.case.contract, kind) if kind == "purchaser" else self.town.supplier()

    def found(self, now: datetime = NOW, **numbers: int) -> dict[str, dict]:
        """What would be raised at a moment, by kind, with its figures; nothing is written."""
        today = day_of(now)
        held = {code: parameter_on(code, today).value for code in NUMBERS} | numbers
        formats = [each.pattern for each in formats_on(today)]
        with connection.cursor() as cursor:
            cursor.execute(FOUND, [CITY, today, json.dumps(held), formats])
            return {kind: json.loads(figures) for kind, figures, _ in cursor.fetchall()}

    def raised(self, now: datetime = NOW) -> list[Alert]:
        find_alerts(actor=self.town.system, now=now)
        return list(Alert.objects.order_by("kind"))

    def close(self, alert: Alert, now: datetime = NOW, **otherwise) -> Alert:
        facts = {"alert_id": alert.pk, "finding": "none", "words": WORDS}
        return close_alert(**{"actor": self.regulator, "now": now} | facts | otherwise)

    def both(self, organisation: Organisation, role: Role) -> Mandate:
        """Let the supplier's person act for another organisation too."""
        return Mandate.objects.create(
            organisation=organisation, person_id=self.case.supplier.person_id, role=role,
            region=CITY, valid_from=date(2025, 9, 1),
        )  # fmt: skip

    def in_county(self, actor: Actor, region: str) -> Actor:
        return replace(actor, region=region)


def stand_watched(town: Town) -> Watched:
    case = stand_case(town)
    loan = case.draw(case.ready(case.publish(max_fen=31_000_000)), 300_000)
    made = Watched(case, loan)
    assert made.regulator
    return made
