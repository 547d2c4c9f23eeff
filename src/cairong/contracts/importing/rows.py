"""What one published row says, once every cell of it has been understood."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

KINDS = ("中标", "成交", "合同")


@dataclass(frozen=True, kw_only=True)
class AwardRow:
    """One row of published awards and contracts, understood; `line` is its row in the file."""

    line: int
    src: str
    src_id: str
    kind: str
    notice_on: date
    purchaser_name: str
    suppliers: tuple[str, ...]
    title: str
    amount_fen: int
    place_province: str = ""
    place_city: str = ""
    place_district: str = ""
    purchaser_class: str = ""
    agency: str = ""
    project_no: str = ""
    contract_no: str = ""
    budget_fen: int | None = None
    industry: str = ""
    source_site: str = ""
    source_url: str = ""
    performance_period: str = ""
    place_of_work: str = ""
    scope: str = ""
    quality_flag: str = ""

    @property
    def digest(self) -> str:
        """The hash of what the row says, by which a known row is seen to be unchanged."""
        said = {**vars(self), "notice_on": self.notice_on.isoformat()}
        said.pop("line")
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def columns(self) -> dict[str, Any]:
        """List the values that go to an award as they are."""
        apart = ("line", "suppliers", "contract_no")
        return {name: value for name, value in vars(self).items() if name not in apart}


@dataclass(frozen=True, kw_only=True)
class RowError:
    """One cell that could not be taken: the row and column, the value, and why in words."""

    line: int
    column: str
    value: str
    reason: str
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What one batch did; `differing` lists rows known before with other content.

    `foreign` lists rows of regions that are not the importer's.
    """

    awards: int = 0
    drafts: int = 0
    samples: int = 0
    unchanged: int = 0
    differing: list[int] = field(default_factory=list)
    foreign: list[int] = field(default_factory=list)
