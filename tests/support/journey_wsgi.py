"""The web server's entry, under the clock of a journey."""

from support.journey_clock import install

install()

from cairong.config.rsgi import service  # noqa: E402 - the clock comes first

__all__ = ["service"]
