"""What stands beside or above a desk's list: the figures of a role."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A panel of the first screen: its template and what the template shows.

    `page` is the whole page's template, for a role whose first screen is its own; `lead` is the
    line under the heading, for a role that watches rather than fulfils duties.
    """

    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    page: str = "desk/desk.html"
    lead: str = ""
