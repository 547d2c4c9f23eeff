"""What stands around every page: who is here, for whom, and where one can go."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """One place to go; `count` says how much waits there, `alert` that some of it is overdue."""

    word: str
    href: str
    count: int | None = None
    alert: bool = False
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class MenuGroup:
    """Places under one heading; a heading may be empty."""

    items: Sequence[MenuItem]
    word: str = ""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One mandate the person holds and can switch to."""

    mandate_id: str
    organisation: str
    role: str
    current: bool = False


PUBLIC_MENU = (
    MenuItem(word="合同公开", href="/contracts/"),
    MenuItem(word="网上超市", href="/supermarket/"),
    MenuItem(word="核验真伪", href="/verify/"),
    MenuItem(word="政策", href="/policy/"),
)


@dataclass(frozen=True, kw_only=True)
class Shell:
    """The frame of a page. Without a person it is the public's.

    `menu` is the left menu of a desk, of which a narrow screen shows the first group and folds the
    others away; a supplier's phone shows the items of its first group as tabs (at most five).
    `public` is the light header's row; `find_href` is where the head's search leads.
    Whoever is `leaving` is signed in without what else is asked for: the head lets them out alone.
    `rests_until` is set while the account decides nothing, having been renewed lately.
    """

    city: str = ""
    person: str = ""
    organisation: str = ""
    role: str = ""
    menu: Sequence[MenuGroup] = ()
    seats: Sequence[Seat] = ()
    public: Sequence[MenuItem] = field(default=PUBLIC_MENU)
    home_href: str = "/"
    sign_in_href: str = "/account/sign-in/"
    sign_out_href: str = "/account/sign-out/"
    switch_href: str = "/account/switch/"
    account_href: str = "/account/"
    find_href: str = ""
    demo: bool = False
    leaving: bool = False
    rests_until: datetime | None = None

    @property
    def here(self) -> str:
        """Name the place one is at among those that a narrow screen folds away."""
        rest = (item for group in self.menu[1:] for item in group.items)
        return next((item.word for item in rest if item.current), "")
