"""The gateway's entry, under the clock of a journey."""

from support.journey_clock import install

install()

from cairong.config.gateway import service  # noqa: E402 - the clock comes first

__all__ = ["service"]
