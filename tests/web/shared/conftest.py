"""A filed contract and everybody's browser, at one moment of work."""

from django.utils import timezone

from lending.ground import Case, stand_case
from support.staging import staged
from support.town import at, found_town
from support.visitors import account_in, signed_in


class Desks:
    """One signed-in browser for each role, made when first asked for."""

    def __init__(self, case: Case) -> None:
        self.case, self.clients = case, {}

    def __call__(self, role: str, *, organisation=None, which: str = ""):
        key = f"{role}{which}"
        if key not in self.clients:
            account = account_in(
                self.case.town, role, organisation=organisation, username=f"desk-{key}"
            )
            self.clients[key] = signed_in(account)
        return self.clients[key]


@staged
def case(db) -> Case:
    stood = stand_case(found_town(at("2025-09-01 08:00")))
    stood.now = timezone.now()
    return stood


@staged
def desks(case: Case) -> Desks:
    return Desks(case)
