"""What acts on receivables are told: what was paid for a milestone."""

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid"))
class PaidPart:
    """What was paid for one milestone before the contract came here, in fen."""

    milestone: str
    paid_fen: int
