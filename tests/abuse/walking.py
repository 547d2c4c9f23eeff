"""Find every address of the house and every form on its pages, as a browser would."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from uuid import uuid4

from django.forms import BaseForm
from django.urls import URLPattern, URLResolver, get_resolver, reverse

MATRIX = Path(__file__).parents[1] / "house" / "routes.csv"
TYPED = {"text", "search", "tel", "email", ""}


@dataclass
class Found:
    """One form of a page: where it goes, what it would send, which boxes take free text.

    `named` holds every name it could send; `ticks` those that only say yes.
    """

    page: str
    action: str = ""
    method: str = "get"
    sent: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    files: bool = False
    named: set[str] = field(default_factory=set)
    ticks: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        return self.action or self.page

    def with_token(self) -> dict[str, str]:
        """What it would send, as a fresh request."""
        return {**self.sent, **({"request_id": str(uuid4())} if "request_id" in self.sent else {})}


class Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms = page, []
        self.now: Found | None = None
        self.select = self.area = ""

    def handle_starttag(self, tag, attrs):
        a = {key: value or "" for key, value in attrs}
        if self.now is not None and a.get("name"):
            self.now.named.add(a["name"])
        if tag == "form":
            self.now = Found(self.page, a.get("action", ""), a.get("method", "get").lower())
            self.forms.append(self.now)
        elif self.now is not None and tag == "input":
            self._input(a)
        elif self.now is not None and tag == "button" and a.get("name"):
            self.now.sent.setdefault(a["name"], a.get("value", ""))
        elif self.now is not None and tag == "textarea" and a.get("name"):
            self.area = a["name"]
            self.now.sent[self.area] = ""
            self.now.typed.append(self.area)
        elif self.now is not None and tag == "select":
            self.select = a.get("name", "")
            self.now.sent[self.select] = ""
        elif self.now is not None and tag == "option" and self.select:
            chosen = "selected" in a or not self.now.sent[self.select]
            self.now.sent[self.select] = (
                a.get("value", "") if chosen else self.now.sent[self.select]
            )

    def _input(self, a: dict[str, str]) -> None:
        kind, name = a.get("type", ""), a.get("name", "")
        if not name:
            return
        if kind == "file":
            self.now.files = True
        elif kind in ("checkbox", "radio"):
            self.now.ticks |= {name} if kind == "checkbox" else set()
            if "checked" in a:
                self.now.sent[name] = a.get("value", "on")
        else:
            self.now.sent[name] = a.get("value", "")
            if kind in TYPED:
                self.now.typed.append(name)

    def handle_data(self, data):
        if self.area and self.now is not None:
            self.now.sent[self.area] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.now = None
        elif tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""


def forms_of(page: str, html: str) -> list[Found]:
    """List the forms of a page."""
    reader = Reader(page)
    reader.feed(html)
    return reader.forms


def drawn(answer) -> Iterator[BaseForm]:
    """The forms that a page was drawn with."""
    for layer in answer.context or ():
        for one in (layer.flatten() if hasattr(layer, "flatten") else layer).values():
            if isinstance(one, BaseForm):
                yield one


def complained(answer, name: str) -> bool:
    """Whether a page says beside the box of this name that something is wrong with it."""
    return any(
        bound.html_name == name and bound.errors
        for form in drawn(answer)
        if form.is_bound
        for bound in form
    )


def patterns(found=None) -> Iterator[URLPattern]:
    for one in get_resolver().url_patterns if found is None else found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns)
        else:
            yield one


def rows() -> list[dict[str, str]]:
    """The hand-written matrix: route, method, address, a status per role."""
    lines = [one for one in MATRIX.read_text().splitlines() if not one.startswith("#")]
    return list(csv.DictReader(lines))


def address_of(pattern: URLPattern, ids) -> str | None:
    """Write the address of a route with real ids; None where one is not known."""
    names = list(pattern.pattern.converters)
    if any(name not in ids for name in names):
        return None
    return reverse(pattern.name, kwargs={name: ids[name] for name in names})
