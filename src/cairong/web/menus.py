"""Where each role can go: the left menu of a desk, the tabs of a supplier's phone.

One line is (word, name of the address). A role's first line is where it lands after signing in.
"""

from collections.abc import Mapping, Sequence

from cairong.kernel.actor import Role

Line = tuple[str, str]
Group = tuple[str, Sequence[Line]]

DESK: Group = (
    "",
    (
        ("待办", "desk"),
        ("已办", "desk-done"),
        ("我发起的", "desk-started"),
        ("消息", "messages"),
    ),
)
ACCOUNT: Group = ("账号", (("账号与安全", "account-home"), ("本单位人员", "account-people")))
MENUS: Mapping[Role, Sequence[Group]] = {
    Role.OPERATOR: (("运维", (("单位管理", "account-organisations"),)),),
    Role.PROCUREMENT_OFFICER: (("供应商", (("授权核实", "account-claims"),)),),
    Role.PROCUREMENT_APPROVER: (("供应商", (("授权核实", "account-claims"),)),),
}


def menu_of(role: Role) -> Sequence[Group]:
    """List a role's groups: its desk first, then its rooms, the account last."""
    return (DESK, *MENUS.get(role, ()), ACCOUNT)


def home_of(role: Role) -> str:
    """Name the address where a role lands after signing in."""
    return menu_of(role)[0][1][0][1]
