"""Figures in words that the overseers' pages share."""

from decimal import Decimal


def percent(bp: int | None) -> Decimal | None:
    """Turn basis points into a percentage of two places."""
    return None if bp is None else (Decimal(bp) / 100).quantize(Decimal("0.01"))


def tidy(number: float | None) -> int | Decimal | None:
    """Write a median of whole days with half a day at most."""
    if number is None:
        return None
    return int(number) if number == int(number) else Decimal(str(number)).quantize(Decimal("0.1"))
