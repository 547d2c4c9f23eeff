"""Reading what the query string asks of a list: its filters are a form made of its columns.

What cannot be read narrows nothing: the list is answered all the same, with a note that says so,
and the form keeps what was typed (D42).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest

from cairong.doors.actors import moment_of
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Finding
from cairong.listing.declared import Asked
from cairong.policy.catalogue import sentence
from cairong.web.forms import PageForm
from cairong.web.lists.declared import ALL, Filter, List
from cairong.web.parts import Column
from cairong.web.parts.tables import Words

WORDS = "words"
LONGEST = 100
MOST_DIGITS = 6
MOST_SAID = 40


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A list as one actor asks for it.

    `words` are the words of columns whose words had to be read, by key; `notes` say what of the
    address could not be followed.
    """

    actor: Actor
    now: datetime
    columns: list[Column]
    words: Mapping[str, Mapping[Any, str]]
    form: PageForm
    asked: Asked
    notes: list[str]

    @property
    def today(self) -> date:
        """The day on which it is asked."""
        return day_of(self.now)


def asking(request: HttpRequest, actor: Actor, of: List) -> Asking:
    """Read what is asked of a list; a word of the address that it does not know is no matter."""
    now, columns = moment_of(request), of.seen_by(actor.role)
    read = _Reader(actor, now)
    words = {column.key: read(column.words) for column in columns if column.words is not None}
    given = {filter_.key: filter_.given for filter_ in of.filters if filter_.given}
    typed = {key: value for key, value in request.GET.items() if value}
    form, notes = PageForm(given | typed), list[str]()
    form.fields |= dict(_fields(of, columns, read))
    if not form.is_valid():
        notes += [_note("lists.filter", form[name].label, form[name].data) for name in form.errors]
    chosen = {name: form.cleaned_data.get(name) for name in form.fields}
    for name, field in form.fields.items():
        if name in form.errors and name in given:
            chosen[name] = field.clean(given[name])
        chosen[name] = chosen[name] or next(iter(_choices(field)), chosen[name])
    asked = Asked(
        fields=columns,
        words=chosen.pop(WORDS, None) or "",
        chosen=chosen,
        sort=_sort(request, of, columns, notes),
        page=page_asked(request, notes),
    )
    return Asking(
        actor=actor, now=now, columns=columns, words=words, form=form, asked=asked, notes=notes
    )


def page_asked(request: HttpRequest, notes: list[str]) -> int:
    """Read `?page=`, the first where it names none."""
    text = request.GET.get("page") or "1"
    if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS and int(text) > 0:
        return int(text)
    notes.append(_note("lists.page", "", text))
    return 1


def chosen_words(asking: Asking) -> dict[str, str]:
    """Say what was typed and chosen, in the words of the form."""
    said, form = {}, asking.form
    for name, field in form.fields.items():
        value = asking.asked.words if name == WORDS else asking.asked.chosen[name]
        typed = field.prepare_value(value) if name in form.errors else form[name].data
        said[str(field.label)] = str(_choices(field).get(value, typed)) if value else ""
    return said


def always_chosen(of: List, asking: Asking) -> list[str]:
    """Say what is chosen in the filters that are never left open, such as the year."""
    said = chosen_words(asking)
    return [
        said[filter_.word] for filter_ in of.filters if filter_.blank is None and not filter_.given
    ]


class _Reader:
    """Reads words that have to be looked up, each only once."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.actor, self.now = actor, now
        self.known: dict[object, Mapping[Any, str]] = {}

    def __call__(self, words: Words) -> Mapping[Any, str]:
        if not callable(words):
            return words
        if words not in self.known:
            self.known[words] = words(self.actor, self.now)
        return self.known[words]


def _fields(of: List, columns: list[Column], read: _Reader) -> Iterator[tuple[str, forms.Field]]:
    searched = [each.word for each in columns if each.search]
    if searched or of.search:
        label = of.search_word or _joined(searched)
        yield WORDS, forms.CharField(label=label, required=False, max_length=LONGEST)
    for column in columns:
        if column.filter:
            yield column.key, _choice(column.word, _offered(column, read))
    for filter_ in of.filters:
        yield filter_.key, _field(filter_, read)


def _field(found: Filter, read: _Reader) -> forms.Field:
    if found.field is not None:
        return found.field(label=found.word, required=False)
    return _choice(found.word, read(found.choices or {}), found.blank)


def _choice(word: str, choices: Mapping[Any, str], blank: str | None = ALL) -> forms.ChoiceField:
    first = [] if blank is None else [("", blank)]
    return forms.ChoiceField(label=word, required=False, choices=[*first, *choices.items()])


def _choices(field: forms.Field) -> Mapping[Any, str]:
    return dict(getattr(field, "choices", ()))


def _offered(column: Column, read: _Reader) -> Mapping[Any, str]:
    """List what a column can be narrowed to: all its words, some of them, or others."""
    known = dict(column.states.choices()) if column.states else read(column.words or {})
    if column.filter is True:
        return known
    if isinstance(column.filter, Mapping) or callable(column.filter):
        return read(column.filter)
    return {key: word for key, word in known.items() if key in column.filter}


def _sort(request: HttpRequest, of: List, columns: list[Column], notes: list[str]) -> str:
    """Read `?sort=`, the list's own order where it names none."""
    text = request.GET.get("sort") or of.default
    offered = {column.key: column.word for column in columns if column.order is not None}
    if text == of.default or text.removeprefix("-") in offered:
        return text
    notes.append(_note("lists.sort", _joined(list(offered.values())), text))
    return of.default


def _note(code: str, field: Any, value: Any) -> str:
    said = str(value or "").replace("\0", "")[:MOST_SAID]
    return sentence(Finding(code=code, params={"field": str(field), "value": said}))


def _joined(words: list[str]) -> str:
    return "或".join(filter(None, ("、".join(words[:-1]), *words[-1:])))
