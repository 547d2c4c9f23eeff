"""What a list says of itself: address, readers, columns, filters, and the page around it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from cairong.kernel.actor import Actor, Role
from cairong.listing.declared import Condition, Listed
from cairong.listing.reading import Row
from cairong.web.parts import Column, Empty, Paper
from cairong.web.parts.tables import Words

ALL = "全部"
TEMPLATE = "lists/list.html"

type Around = Callable[[HttpRequest, Actor, Any], Mapping[str, Any]]


@dataclass(frozen=True)
class Filter(Condition):
    """A filter that is no column's own: its word, and what may be chosen or typed.

    `blank` is what nothing chosen is called; None where something is always chosen, the first of
    the choices unless another is asked for. What is typed rather than chosen has a `field` of its
    own kind; `given` is typed in it to begin with, and holds where the typed is not understood.
    """

    word: str
    choices: Words | None = None
    _: KW_ONLY
    blank: str | None = ALL
    field: Callable[..., forms.Field] | None = None
    given: str = ""


@dataclass(frozen=True)
class Tool:
    """A button beside the title: its word, the name of its address, the roles that have it.

    The first of a list is drawn as the main one, unless it is not what people come for.
    """

    word: str
    opens: str
    roles: Collection[Role] = ()
    main: bool = True


@dataclass(frozen=True, kw_only=True)
class List(Listed):
    """A list as a page and as a workbook: both addresses and both views come from it.

    `name` names the address of the page, `{name}-export` that of the workbook (`sheet` below it):
    a page called finance-locks is at finance/locks/, unless it is said to be `at` another place.
    A list without a name stands on the page of something else. Without `roles` it is
    for everybody signed in, or for anybody where it is `public`; `admits` refuses whom roles do
    not tell apart. A row opens the address that `opens` names, with what the row is known by, or
    the one it works out; `acts` are what can be done with it.
    `noted` records who takes the workbook. `template` and `around` are for a page that shows more
    than the list.
    """

    title: str
    empty: Empty
    name: str = ""
    at: str = ""
    sheet: str = "export/"
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    roles: Sequence[Role] = ()
    public: bool = False
    admits: Callable[[Actor, datetime], object] | None = None
    search_word: str = ""
    lead: str = ""
    opens: str | Callable[[Row], str] = ""
    acts: Callable[[Row], Sequence[Paper]] | None = None
    tools: Sequence[Tool] = ()
    noted: Callable[..., object] | None = None
    template: str = TEMPLATE
    around: Around | None = None

    @property
    def address(self) -> str:
        """Where its page is."""
        return self.at or f"{self.name.replace('-', '/')}/"

    def seen_by(self, role: Role) -> list[Column]:
        """List the columns that a role is shown, on the page or in the workbook."""
        return [column for column in self.columns if not column.shown_to or role in column.shown_to]

    def href_of(self, row: Row) -> str:
        """Give the address that a row opens; empty where it opens none."""
        if not isinstance(self.opens, str):
            return self.opens(row)
        return reverse(self.opens, args=[row.id]) if self.opens else ""
