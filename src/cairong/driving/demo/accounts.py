"""The accounts of the demo city, with the password everybody may know."""

from dataclasses import dataclass

from cairong.driving.demo.cast import PASSWORD
from cairong.kernel.actor import Role
from cairong.parties.models import Account, Region

ORDER = {role.value: place for place, role in enumerate(Role)}


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """One account: its role, how to sign in, for whom it acts and where."""

    role: str
    username: str
    password: str
    organisation: str
    region: str


def demo_accounts() -> list[DemoAccount]:
    """List the demo city's accounts by role, the one named like its role first."""
    accounts = Account.objects.filter(
        is_active=True, mandate__organisation__city__demo=True
    ).select_related("mandate__organisation")
    names = dict(Region.objects.filter(city__demo=True).values_list("code", "name"))
    rows = [
        DemoAccount(
            role=account.mandate.role,
            username=account.username,
            password=PASSWORD,
            organisation=account.mandate.organisation.name,
            region=names.get(account.mandate.region, account.mandate.region),
        )
        for account in accounts
        if account.mandate is not None
    ]
    return sorted(rows, key=lambda row: (ORDER[row.role], len(row.username), row.username))
