"""What the authority says of a supplier that it recommends, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cairong.policy.recommending import GROUNDS


@dataclass(frozen=True, kw_only=True)
class Firm:
    """One supplier, until when it is recommended, and each ground with its words and its paper.

    `name` is what a list calls it, to be held against the code; empty where none was given.
    """

    uscc: str
    until: date
    lead: str
    credit: str
    operation: str
    name: str = ""
    lead_paper_id: UUID | None = None
    credit_paper_id: UUID | None = None
    operation_paper_id: UUID | None = None

    @property
    def grounds(self) -> Mapping[str, tuple[str, UUID | None]]:
        """The words and the paper of each ground, in the notice's order."""
        said: dict[str, Any] = vars(self)
        return {kind: (said[kind], said[f"{kind}_paper_id"]) for kind in GROUNDS}
