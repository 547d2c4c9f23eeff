"""The libraries as the gateway has them, which lets nobody in."""

from allauth.account.apps import AccountConfig


class Accounts(AccountConfig):
    """The library's own, which here asks for no middleware: there is no session to it."""

    def ready(self) -> None:
        """Do nothing."""
